// Writes the header and the footer that every page of the site has, the check included: who runs it, and the way to everything else.

import { escape } from '../template.mjs';

/** @typedef {import('../build_types.d.ts').PagesContext} PagesContext */
/** @typedef {import('../build_types.d.ts').TextByLanguage} TextByLanguage */
/**
 * A page in one language. `page` is its name, which is `check` for the check itself; `root` is the way from it to the site's root, as `../`, and empty
 * at the root; `textOf` returns the text of a key.
 *
 * @typedef {{page: string, language: string, root: string, textOf: (key: string) => string}} Place
 */

/** The pages in the header's menu, in its order. The footer has these, the check and `about`. */
const kMenu = ['how', 'lists', 'questions', 'help'];

/** How many of the code's 64 digits the footer shows. */
const kShownDigits = 16;

/**
 * Returns a text, escaped, with its placeholders filled by markup.
 *
 * @param {string} text
 * @param {Readonly<Record<string, string>>} markup
 */
export const filled = (text, markup) => escape(text).replace(/\{(\w+)\}/g, (whole, name) => markup[name] ?? whole);

/**
 * Returns what the owner wrote in a language, or in the site's own, which comes first (site_file.mjs).
 *
 * @param {TextByLanguage} texts
 * @param {string} language
 */
export const inLanguage = (texts, language) => texts[language] ?? Object.values(texts)[0] ?? '';

/**
 * Returns an address as people read it and type it.
 *
 * @param {URL} address
 */
export const shownAddress = ({ href }) => href.replace(/^https:\/\//, '').replace(/\/$/, '');

/** @param {Place} place @param {string} page */
export const addressOf = ({ root, language }, page) => (page === 'check' ? `${root || './'}?lang=${language}` : `${root}${language}/${page}.html`);

/**
 * Returns what the owner wrote, as markup that says which language it is in where that is not the page's.
 *
 * @param {TextByLanguage} texts
 * @param {Place} place
 */
export function ownersText(texts, { language }) {
  const own = texts[language] === undefined ? Object.keys(texts)[0] : undefined;
  return `<bdi${own ? ` lang="${own}"` : ''}>${escape(inLanguage(texts, language))}</bdi>`;
}

/**
 * Returns attributes that let the check change an element into its reader's language (src/frame.ts): to the text of a key, with {name} in it, or to the
 * name alone. The other pages need none.
 *
 * @param {Place} place
 * @param {{text?: string, page?: string, name?: TextByLanguage}} spoken
 */
function spokenBy({ page: here }, { text, page, name }) {
  if (here !== 'check') return '';
  const names = Object.entries(name ?? {}).map(([language, own], i) => [i === 0 ? 'data-name' : `data-name-${language}`, own]);
  const given = [['data-text', text], ['data-page', page], ...names].filter(([, value]) => value !== undefined);
  return given.map(([attribute, value]) => ` ${attribute}="${escape(value ?? '')}"`).join('');
}

/**
 * Returns a link to a page of the site.
 *
 * @param {Place} place
 * @param {string} page
 * @param {{text?: string, hash?: string}} [options] `text` is a key
 */
function pageLink(place, page, { text = `frame.${page}`, hash = '' } = {}) {
  const current = page === place.page && !hash ? ' aria-current="page"' : '';
  return `<a href="${addressOf(place, page)}${hash}"${spokenBy(place, { page, text })}${current}>${escape(place.textOf(text))}</a>`;
}

/** @param {string} href @param {Place} place @param {string} text a key */
const fileLink = (href, place, text) => `<a href="${escape(href)}"${spokenBy(place, { text })}>${escape(place.textOf(text))}</a>`;

/**
 * Returns a list of links as a landmark. Its name is not to be seen: the links say enough to those who see them.
 *
 * @param {Place} place
 * @param {{kind: string, text: string}} landmark `text` is the key of its name
 * @param {readonly string[]} links
 */
function navigation(place, { kind, text }, links) {
  const name = `<span id="${kind}-name" hidden${spokenBy(place, { text })}>${escape(place.textOf(text))}</span>`;
  return `<nav class="${kind}" aria-labelledby="${kind}-name">\n${[name, ...links].join('\n')}\n</nav>`;
}

/** @param {Place} place */
export const skipLink = (place) => `<a class="skip" href="#page"${spokenBy(place, { text: 'frame.skip' })}>${escape(place.textOf('frame.skip'))}</a>`;

/** @param {PagesContext} context @param {Place} place */
export function headerMarkup(context, place) {
  const { files, identity } = context;
  const picture = `<img src="${place.root}${files.logo}" alt="" width="28" height="28">`;
  const current = place.page === 'check' ? ' aria-current="page"' : '';
  const brand = `${picture}<span${spokenBy(place, { name: identity.name })}>${escape(inLanguage(identity.name, place.language))}</span>`;
  const home = `<a class="brand" href="${addressOf(place, 'check')}"${spokenBy(place, { page: 'check' })}${current}>${brand}</a>`;
  const menu = navigation(place, { kind: 'menu', text: 'frame.menu' }, kMenu.map((page) => pageLink(place, page)));
  // That nobody has said who runs the site is said in the footer, where there is room to go on to what that means.
  return [home, menu, ...(identity.operator ? [runBy(context, place)] : [])].join('\n');
}

/**
 * Returns the sentence that says who runs the site, or that nobody has said so.
 *
 * @param {Pick<PagesContext, 'identity'>} context
 * @param {Place} place
 */
export function runBy({ identity: { operator } }, place) {
  if (!operator) return `<p class="run-by"${spokenBy(place, { text: 'frame.run_by_nobody' })}>${escape(place.textOf('frame.run_by_nobody'))}</p>`;
  const text = filled(place.textOf('frame.run_by'), { name: ownersText(operator.name, place) });
  return `<p class="run-by"${spokenBy(place, { text: 'frame.run_by', name: operator.name })}>${text}</p>`;
}

/** @param {PagesContext} context @param {Place} place */
export function footerMarkup(context, place) {
  const { contact, imprint, privacy, source } = context.identity;
  const { version, code } = context.version;
  const links = [
    ...['check', ...kMenu, 'about'].map((page) => pageLink(place, page)),
    contact && pageLink(place, 'about', { text: 'frame.contact', hash: '#contact' }),
    imprint && fileLink(imprint, place, 'frame.imprint'),
    privacy && fileLink(privacy, place, 'frame.privacy'),
    source && fileLink(source, place, 'frame.source'),
    fileLink(`${place.root}licence.txt`, place, 'frame.licence'),
  ];
  const label = `<span${spokenBy(place, { text: 'frame.version' })}>${escape(place.textOf('frame.version'))}</span>`;
  const shown = `<code dir="ltr">${escape(version)} ${code.slice(0, kShownDigits)}</code>`;
  return [
    runBy(context, place),
    navigation(place, { kind: 'site-map', text: 'frame.more' }, links.filter((one) => one !== undefined)),
    `<p class="version">${label} ${shown}\n${pageLink(place, 'about', { text: 'frame.verify', hash: '#verify' })}</p>`,
  ].join('\n');
}
