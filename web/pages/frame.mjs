// The header and the footer that every page of the site has, the check included: who runs it, and the way to everything else.

import { escape } from '../template.mjs';

/** @typedef {import('../build_types.d.ts').PagesContext} PagesContext */
/**
 * Where a page stands. `root`: the way from it to the site's root, as `../`.
 *
 * @typedef {{language: string, root: string, textOf: (key: string) => string}} Place
 */

/** The pages of the header's menu, in its order; the footer has these and `about`. */
const kMenu = ['how', 'lists', 'questions', 'help'];

/** How many of the code's 64 digits the footer shows. */
const kShownDigits = 16;

/**
 * A text, escaped, with its placeholders filled by markup.
 *
 * @param {string} text
 * @param {Readonly<Record<string, string>>} markup
 */
export const filled = (text, markup) => escape(text).replace(/\{(\w+)\}/g, (whole, name) => markup[name] ?? whole);

/**
 * @param {import('../build_types.d.ts').TextByLanguage} texts
 * @param {string} language
 */
export const inLanguage = (texts, language) => texts[language] ?? texts['en'] ?? Object.values(texts)[0] ?? '';

/** @param {Place} place @param {string} page */
export const addressOf = ({ root, language }, page) => (page === 'check' ? `${root || './'}?lang=${language}` : `${root}${language}/${page}.html`);

/**
 * A link to a page of the site. `data-page` and `data-text` are for the check, which speaks its reader's language (src/frame.ts).
 *
 * @param {Place} place
 * @param {string} page
 * @param {{text?: string, hash?: string}} [options]
 */
function pageLink(place, page, { text = `frame.${page}`, hash = '' } = {}) {
  return `<a href="${addressOf(place, page)}${hash}" data-page="${page}" data-text="${text}">${escape(place.textOf(text))}</a>`;
}

/** @param {string} href @param {Place} place @param {string} text */
const outsideLink = (href, place, text) =>
  `<a href="${escape(href)}" rel="noopener noreferrer" data-text="${text}">${escape(place.textOf(text))}</a>`;

/** @param {PagesContext} context @param {Place} place */
export function headerMarkup({ identity, files }, place) {
  const brand = `<img src="${place.root}${files.icon}" alt="" width="28" height="28">${escape(inLanguage(identity.name, place.language))}`;
  const menu = kMenu.map((page) => pageLink(place, page)).join('\n');
  return `<a class="brand" href="${addressOf(place, 'check')}" data-page="check">${brand}</a>\n<nav class="menu">\n${menu}\n</nav>`;
}

/** @param {PagesContext} context @param {Place} place */
export function footerMarkup({ identity, version }, place) {
  const { operator, contact, imprint, privacy, source } = identity;
  const runBy = operator
    ? filled(place.textOf('frame.run_by'), { name: `<bdi>${escape(inLanguage(operator.name, place.language))}</bdi>` })
    : escape(place.textOf('frame.run_by_nobody'));
  const contactAddress = contact?.link ?? (contact?.email && `mailto:${contact.email}`);
  const pages = ['check', ...kMenu, 'about'].map((page) => pageLink(place, page));
  const others = [
    contactAddress && outsideLink(contactAddress, place, 'frame.contact'),
    imprint && outsideLink(imprint, place, 'frame.imprint'),
    privacy && outsideLink(privacy, place, 'frame.privacy'),
    source && outsideLink(source, place, 'frame.source'),
    `<a href="${place.root}licence.txt" data-text="frame.licence">${escape(place.textOf('frame.licence'))}</a>`,
  ];
  const shown = `<code>${version.code.slice(0, kShownDigits)}</code>`;
  const versionText = filled(place.textOf('frame.version'), { version: escape(version.version), code: shown });
  return [
    `<p class="run-by">${runBy}</p>`,
    `<nav class="links">\n${[...pages, ...others].filter(Boolean).join('\n')}\n</nav>`,
    `<p class="version">${versionText}\n${pageLink(place, 'about', { text: 'frame.verify', hash: '#verify' })}</p>`,
  ].join('\n');
}
