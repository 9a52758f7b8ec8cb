// Makes the pages around the check, each in every language.

import { readFile } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { bundle, web } from '../bundle.mjs';
import { kLanguages } from '../messages.mjs';
import { escape, fillTemplate } from '../template.mjs';
import { addressOf, footerMarkup, headerMarkup, inLanguage, skipLink } from './frame.mjs';
import { headTags } from './head.mjs';
import { policyOf } from './index.mjs';

/** @typedef {import('../build_types.d.ts').PagesContext} PagesContext */
/** @typedef {import('./index.mjs').PageKind} PageKind */
/** @typedef {import('./frame.mjs').Place} Place */

/** @param {string} name */
const readTemplate = (name) => readFile(join(web, 'pages', `${name}.html`), 'utf8');

/**
 * Returns a function from keys to texts. It throws for a key that has no text.
 *
 * @param {import('../build_types.d.ts').AllMessages} messages
 * @param {string} language
 */
export function textsOf(messages, language) {
  return (/** @type {string} */ key) => {
    const text = messages[language]?.texts[key];
    if (typeof text !== 'string') throw new Error(`no text ${key} in ${language}`);
    return text;
  };
}

/**
 * Returns the languages of a page as links, each by its own name, so that no script is needed to change to another.
 *
 * @param {PagesContext} context
 * @param {Place} place
 */
function languageLinks({ messages }, place) {
  const links = Object.keys(messages).map((code) => {
    const { name, direction } = kLanguages[code] ?? { name: code, direction: 'ltr' };
    const current = code === place.language ? ' aria-current="true"' : '';
    const href = addressOf({ ...place, language: code }, place.page);
    return `<li><a href="${href}" lang="${code}" hreflang="${code}" dir="${direction}"${current}>${escape(name)}</a></li>`;
  });
  const { name = '' } = kLanguages[place.language] ?? {};
  return `<details class="languages"><summary><span aria-hidden="true">अ A</span> ${escape(name)}</summary>\n<ul>\n${links.join('\n')}\n</ul></details>`;
}

/**
 * Returns one page in one language. `pages` are all that the site has.
 *
 * @param {PageKind} page
 * @param {readonly PageKind[]} pages
 * @param {PagesContext} context
 * @param {{language: string, root: string}} where `root` is the way from the page to the site's root
 */
async function renderPage(page, pages, context, { language, root }) {
  const { identity, files, messages, pins, integrityOf } = context;
  const { name } = page;
  const textOf = textsOf(messages, language);
  const place = { page: name, language, root, textOf };
  const addresses = Object.fromEntries(['check', ...pages.map((one) => one.name)].map((one) => [one.toUpperCase(), addressOf(place, one)]));
  const script = files.scripts[name];
  const addressIn = (/** @type {string} */ code) => `${code}/${name}.html`;
  const about = { title: textOf(`${name}.title`), description: textOf(`${name}.description`), language, path: addressIn(language), addressIn };
  const values = {
    CONTENT_SECURITY_POLICY: policyOf(page, pins),
    LANGUAGE: language,
    DIRECTION: messages[language]?.direction ?? 'ltr',
    TITLE: `${textOf(`${name}.title`)} – ${inLanguage(identity.name, language)}`,
    ICON: root + files.icon,
    STYLE: root + files.style,
    STYLE_INTEGRITY: integrityOf(files.style),
  };
  return fillTemplate(await readTemplate('page'), values, {
    HEAD: headTags(context, about) + (page.head?.(context, place) ?? '') + (script ? `<script type="module" src="${root}${script}" integrity="${integrityOf(script)}"></script>\n` : ''),
    SKIP: skipLink(place),
    HEADER: headerMarkup(context, place),
    LANGUAGES: languageLinks(context, place),
    MAIN: fillTemplate(await readTemplate(name), { ROOT: root, ...addresses }, (await page.parts?.(context, place)) ?? {}, textOf),
    FOOTER: footerMarkup(context, place),
  });
}

/**
 * Adds the scripts of those pages that have one of their own, and returns their names by the pages' names.
 *
 * @param {import('../build_types.d.ts').SiteFiles} site
 * @param {readonly PageKind[]} pages
 * @param {Readonly<Record<string, string>>} define what the build writes into them, as esbuild has it
 */
export async function addPageScripts(site, pages, define) {
  /** @type {Record<string, string>} */
  const names = {};
  for (const { name, script } of pages) {
    if (script) names[name] = site.addHashed(`${basename(script, '.ts')}.js`, await bundle(script, { format: 'esm', define }));
  }
  return names;
}

/**
 * Adds every page in every language, and in the root of the site those that are there as well.
 *
 * @param {import('../build_types.d.ts').SiteFiles} site
 * @param {readonly PageKind[]} pages
 * @param {PagesContext} context
 */
export async function addPages(site, pages, context) {
  for (const page of pages) {
    for (const language of Object.keys(context.messages)) {
      site.add(`${language}/${page.name}.html`, await renderPage(page, pages, context, { language, root: '../' }));
      const place = { page: page.name, language, root: '../', textOf: textsOf(context.messages, language) };
      const files = page.files?.(context, place) ?? {};
      for (const [name, contents] of Object.entries(files)) site.add(`${language}/${name}`, contents);
    }
    const { language } = context.identity;
    if (page.isAlsoInRoot) site.add(`${page.name}.html`, await renderPage(page, pages, context, { language, root: '' }));
  }
}
