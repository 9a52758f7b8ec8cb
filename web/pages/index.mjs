// Which pages the site has around the check. The build makes each of them once in every language, as `<language>/<name>.html`. They can be read without
// JavaScript, and load nothing but themselves, their style and their pictures.
//
// A page's words are in locales/<name>/<language>.json, and its contents in <name>.html beside this file.

import { builderPolicy, pagePolicy, textPolicy } from '../policies.mjs';
import { aboutParts } from './about.mjs';
import { embedParts } from './embed.mjs';
import { helpFiles, helpParts } from './help.mjs';
import { listsHead, listsParts } from './lists.mjs';
import { posterParts } from './poster.mjs';
import { questionsParts } from './questions.mjs';

/** @typedef {import('../build_types.d.ts').PagesContext} PagesContext */
/** @typedef {import('./frame.mjs').Place} Place */
/**
 * One page of the site.
 *
 * - `needsAddress`: the page makes sense only where the build knows the site's address, and is left out elsewhere.
 * - `isAlsoInRoot`: the page is in the root of the site as well, in the site's own language, at an address that was published before there were others.
 * - `script`: the source, below web/, of a script that the page has of its own, such as `src/lists_page.ts`. It is built with SITE_FILES, as main.ts
 *   is, and with DEPLOYMENT where the site has one. The site's root is where the script is.
 * - `policy`: returns the page's Content-Security-Policy. A page without a script has `textPolicy`.
 * - `files`: returns the contents of text files that lie beside the page, by name.
 * - `parts`: returns markup for the `%NAME%` of the page's contents that depend on more than the language.
 * - `head`: returns markup for the page's head.
 *
 * @typedef {{
 *   name: string,
 *   needsAddress?: true,
 *   isAlsoInRoot?: true,
 *   script?: string,
 *   policy?: (pins: import('../build_types.d.ts').Pins) => string,
 *   parts?: (context: PagesContext, place: Place) => Readonly<Record<string, string>> | Promise<Readonly<Record<string, string>>>,
 *   head?: (context: PagesContext, place: Place) => string,
 *   files?: (context: PagesContext, place: Place) => Readonly<Record<string, string>>,
 * }} PageKind
 */

/** @type {readonly PageKind[]} */
const kAllPages = [
  { name: 'how' },
  { name: 'questions', parts: questionsParts },
  { name: 'help', parts: helpParts, files: helpFiles },
  { name: 'lists', script: 'src/lists_page.ts', policy: pagePolicy, head: listsHead, parts: listsParts },
  { name: 'about', parts: aboutParts },
  { name: 'poster', needsAddress: true, parts: posterParts },
  { name: 'embed', needsAddress: true, isAlsoInRoot: true, script: 'src/builder.ts', policy: builderPolicy, parts: embedParts },
];

/**
 * Returns the pages that a site has.
 *
 * @param {URL | undefined} address where the site will be, if the build knows it
 */
export const pagesOf = (address) => kAllPages.filter(({ needsAddress }) => !needsAddress || address);

/** @param {PageKind} page @param {import('../build_types.d.ts').Pins} pins */
export const policyOf = ({ policy = () => textPolicy }, pins) => policy(pins);
