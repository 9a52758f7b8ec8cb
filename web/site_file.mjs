// The site's owner says who they are in a file of their own, site.json; docs/SITE.md describes it. Without one the site says
// that nobody has said who runs it.

import { refuseByteOrderMark, readInput, UsageError } from './bundle.mjs';
import { checkFields, kFormat } from './site_file/fields.mjs';
import { parseStrictly } from './site_file/json.mjs';
import { readLogo } from './site_file/logo.mjs';

/** @typedef {import('./build_types.d.ts').SiteIdentity} SiteIdentity */
/** @typedef {import('./site_file/json.mjs').Path} Path */

/**
 * What a site without such a file says of itself.
 *
 * @type {SiteIdentity}
 */
export const kNobody = { isGiven: false, language: 'en', name: { en: 'Selfcheck' } };

/** A name that is longer than this is no name that somebody mistyped. */
const kMaxShownName = 40;

/** @param {Path} path */
const shown = (path) => path.map((part) => String(part).slice(0, kMaxShownName)).join('.') || 'the file';

/**
 * @param {string} path
 * @param {Uint8Array} content
 */
function decoded(path, content) {
  refuseByteOrderMark(path, content);
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(content);
  } catch {
    throw new UsageError(`${path} is not UTF-8: save it as UTF-8`);
  }
}

/**
 * Returns what a site file says. Throws UsageError with every mistake that the file has, a line each.
 *
 * @param {string | undefined} path none: there is no site file
 * @returns {Promise<SiteIdentity>}
 */
export async function readSiteFile(path) {
  if (path === undefined) return kNobody;
  const { value, twice, lineOf } = parseStrictly(path, decoded(path, await readInput(path)));
  /** @type {{line: number, text: string}[]} */
  const mistakes = [];
  const add = (/** @type {number | undefined} */ line, /** @type {Path} */ where, /** @type {string} */ problem) =>
    mistakes.push({ line: line ?? 0, text: `${line ? `line ${line}: ` : ''}${shown(where)}: ${problem}` });
  for (const { path: where, line } of twice) add(line, where, 'stands here twice; keep one');
  const { logo: logoName, ...fields } = checkFields(value, (where, problem) => add(lineOf(where), where, problem));
  const { logo, problems = [] } = logoName === undefined ? {} : await readLogo(path, logoName);
  for (const problem of problems) add(lineOf(['logo']), ['logo'], problem);
  if (mistakes.length > 0) {
    const count = mistakes.length === 1 ? 'a mistake' : `${mistakes.length} mistakes`;
    throw new UsageError(`${path} has ${count}:`, mistakes.sort((a, b) => a.line - b.line).map(({ text }) => text));
  }
  return /** @type {SiteIdentity} */ ({ isGiven: true, ...fields, ...(logo && { logo }) });
}

/**
 * Returns the site file as the site publishes it, so that anybody can build the same site again. The logo has the name that it got there.
 *
 * @param {SiteIdentity} identity
 * @param {string} logoName
 */
export function publishedSiteFile({ isGiven: _, logo, ...fields }, logoName) {
  return `${JSON.stringify({ format: kFormat, ...fields, ...(logo && { logo: logoName }) }, undefined, 2)}\n`;
}
