// Which pages the site has around the check. Each is there once in every language, as `<language>/<name>.html`, made by the build: it
// can be read without JavaScript, and loads nothing but itself, its style and its pictures.
//
// A page's words are in locales/<name>/<language>.json, its contents in <name>.html beside this file.

import { helpFiles, helpMarkup } from './help.mjs';

/** @typedef {import('./frame.mjs').Place} Place */
/**
 * @typedef {{
 *   name: string,
 *   needsAddress?: true,
 *   markup?: (place: Place) => Record<string, string>,
 *   files?: (place: Place) => Record<string, string>,
 * }} PageKind `needsAddress`: the page makes sense only where the build knows the site's address; `markup`: what else its template is
 *   filled with; `files`: what lies beside the page, by name
 */

/** @type {readonly PageKind[]} */
export const kPages = [
  { name: 'how' },
  { name: 'questions' },
  { name: 'help', markup: helpMarkup, files: helpFiles },
  { name: 'lists' },
  { name: 'about' },
];
