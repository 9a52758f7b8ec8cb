// What the page of questions has beside its words.

import { escape } from '../template.mjs';

/** @typedef {import('../build_types.d.ts').PagesContext} PagesContext */
/** @typedef {import('./frame.mjs').Place} Place */

/**
 * Returns what the page's template is filled with. Only a site that knows its own address has a page for those who want the check on theirs.
 *
 * @param {PagesContext} context
 * @param {Place} place
 */
export const questionsParts = ({ address }, { root, textOf }) => ({
  EMBED_LINK: address ? `<p><a href="${root}embed.html">${escape(textOf('questions.newspaper.link'))}</a></p>` : '',
});
