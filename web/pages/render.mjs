// Makes the pages around the check, each in every language.

import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { web } from '../bundle.mjs';
import { textPolicy } from '../policies.mjs';
import { escape, fillTemplate } from '../template.mjs';
import { addressOf, footerMarkup, headerMarkup, inLanguage } from './frame.mjs';
import { kPages } from './index.mjs';

/** @typedef {import('../build_types.d.ts').PagesContext} PagesContext */
/** @typedef {import('./index.mjs').PageKind} PageKind */
/** @typedef {import('./frame.mjs').Place} Place */

/** @type {Record<string, {name: string, direction: string}>} */
const languages = JSON.parse(await readFile(join(web, 'languages.json'), 'utf8'));

/** @param {string} name */
const readTemplate = (name) => readFile(join(web, 'pages', `${name}.html`), 'utf8');

/**
 * Returns a function from keys to texts. It throws for a text that there is not.
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
 * The languages of a page as links, each by its own name: no script is needed to change to another.
 *
 * @param {PagesContext} context
 * @param {Place} place
 * @param {string} page
 */
function languageLinks({ messages }, place, page) {
  const links = Object.keys(messages).map((code) => {
    const { name, direction } = languages[code] ?? { name: code, direction: 'ltr' };
    const current = code === place.language ? ' aria-current="true"' : '';
    const href = addressOf({ ...place, language: code }, page);
    return `<li><a href="${href}" lang="${code}" hreflang="${code}" dir="${direction}"${current}>${escape(name)}</a></li>`;
  });
  const { name = '' } = languages[place.language] ?? {};
  return `<details class="languages"><summary><span aria-hidden="true">अ A</span> ${escape(name)}</summary>\n<ul>\n${links.join('\n')}\n</ul></details>`;
}

/**
 * Returns one page. `root`: the way from it to the site's root.
 *
 * @param {PageKind} page
 * @param {PagesContext} context
 * @param {{language: string, root: string}} where
 */
export async function renderPage({ name, markup }, context, { language, root }) {
  const { identity, files, messages } = context;
  const textOf = textsOf(messages, language);
  const place = { language, root, textOf };
  const addresses = Object.fromEntries(['check', ...kPages.map((one) => one.name)].map((page) => [page.toUpperCase(), addressOf(place, page)]));
  // Only a site that knows its own address has a page for those who want the check on theirs.
  const embedLink = context.address ? `<p><a href="${root}embed.html">${escape(textOf('questions.newspaper.link'))}</a></p>` : '';
  const main = fillTemplate(await readTemplate(name), { ROOT: root, ...addresses }, { EMBED_LINK: embedLink, ...markup?.(place) }, textOf);
  const values = {
    CONTENT_SECURITY_POLICY: textPolicy,
    LANGUAGE: language,
    DIRECTION: messages[language]?.direction ?? 'ltr',
    TITLE: `${textOf(`${name}.title`)} – ${inLanguage(identity.name, language)}`,
    DESCRIPTION: textOf(`${name}.description`),
    ICON: root + files.icon,
    STYLE: root + files.style,
  };
  const parts = {
    HEAD: '',
    HEADER: headerMarkup(context, place),
    LANGUAGES: languageLinks(context, place, name),
    MAIN: main,
    FOOTER: footerMarkup(context, place),
  };
  return fillTemplate(await readTemplate('page'), values, parts, textOf);
}

/**
 * Adds every page in every language.
 *
 * @param {import('../build_types.d.ts').SiteFiles} site
 * @param {PagesContext} context
 */
export async function addPages(site, context) {
  for (const page of kPages) {
    if (page.needsAddress && !context.address) continue;
    for (const language of Object.keys(context.messages)) {
      site.add(`${language}/${page.name}.html`, await renderPage(page, context, { language, root: '../' }));
      const files = page.files?.({ language, root: '../', textOf: textsOf(context.messages, language) }) ?? {};
      for (const [name, contents] of Object.entries(files)) site.add(`${language}/${name}`, contents);
    }
  }
}
