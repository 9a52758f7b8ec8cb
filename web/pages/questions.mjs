// What the page of questions has that not every site has.

import { escape } from '../template.mjs';

/**
 * Only a site that knows its own address has a page for those who want the check on theirs.
 *
 * @param {import('../build_types.d.ts').PagesContext} context
 * @param {import('./frame.mjs').Place} place
 */
export function questionsParts({ address }, { root, textOf }) {
  const link = `<p><a href="${root}embed.html">${escape(textOf('questions.newspaper.link'))}</a></p>`;
  return { EMBED_LINK: address ? link : '' };
}
