// What the poster has that depends on the site: its name, its address in letters and as a QR code, and who runs it.

import { correction, generate } from 'lean-qr';
import { toSvgPath } from 'lean-qr/extras/svg';
import { escape } from '../template.mjs';
import { inLanguage, runBy, shownAddress } from './frame.mjs';

/** @typedef {import('../build_types.d.ts').PagesContext} PagesContext */
/** @typedef {import('./frame.mjs').Place} Place */

/** The white edge that a QR code needs to be found, in squares. */
const kEdge = 4;

/**
 * Returns an address as a QR code. A quarter of it may be dirty or torn away.
 *
 * @param {string} href
 * @param {string} label
 */
function codeMarkup(href, label) {
  const code = generate(href, { minCorrectionLevel: correction.Q });
  const side = code.size + 2 * kEdge;
  return [
    `<svg class="poster-code" role="img" aria-label="${escape(label)}" viewBox="${-kEdge} ${-kEdge} ${side} ${side}" shape-rendering="crispEdges">`,
    `<rect x="${-kEdge}" y="${-kEdge}" width="${side}" height="${side}" fill="#fff"/>`,
    `<path d="${toSvgPath(code)}" fill="#000"/>`,
    '</svg>',
  ].join('\n');
}

/** @param {PagesContext} context @param {Place} place */
export function posterParts(context, place) {
  const { address, identity, files } = context;
  if (!address) throw new Error('a poster needs an address');
  const { language, root, textOf } = place;
  const link = new URL(address);
  link.searchParams.set('lang', language);
  const logo = `<img src="${root}${files.logo}" alt="" width="40" height="40">`;
  // A long address may go on in another line after a part of it.
  const letters = escape(shownAddress(address)).replace(/[./]/g, '$&<wbr>');
  return {
    SITE: `${logo} ${escape(inLanguage(identity.name, language))}`,
    CODE: codeMarkup(link.href, textOf('poster.code').replace('{address}', () => link.href)),
    ADDRESS: letters,
    RUN_BY: runBy(context, place),
  };
}
