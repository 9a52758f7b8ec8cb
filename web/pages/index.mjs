// Which pages the site has around the check. Each is there once in every language, as `<language>/<name>.html`, made by the build: it
// can be read without JavaScript, and loads nothing but itself, its style and its pictures.
//
// A page's words are in locales/<name>/<language>.json, its contents in <name>.html beside this file.

/**
 * @typedef {{
 *   name: string,
 *   needsAddress?: true,
 * }} PageKind `needsAddress`: the page makes sense only where the build knows the site's address
 */

/** @type {readonly PageKind[]} */
export const kPages = [{ name: 'how' }, { name: 'questions' }, { name: 'help' }, { name: 'lists' }, { name: 'about' }];

/** Of the header's menu, in its order; the footer has these and `about`. */
export const kMenu = ['how', 'lists', 'questions', 'help'];
