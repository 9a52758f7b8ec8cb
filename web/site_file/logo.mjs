// Checks a site's logo: it is a picture and nothing else, since every reader of every page gets it.

import { readFile, stat } from 'node:fs/promises';
import { dirname, isAbsolute, join } from 'node:path';
import { codeOf } from '../bundle.mjs';

const kMaxBytes = 64 * 1024;
const kPngSignature = Buffer.from('\x89PNG\r\n\x1a\n', 'latin1');
/** A byte order mark, and what XML allows before the first element. */
const kBeforeSvg = /^(?:<\?xml[^>]*\?>)?(?:\s|<!--[^]*?-->)*/;

/**
 * What must not be in an SVG, and why. Elements may have a prefix. References to other parts of the same file are fine.
 *
 * @type {readonly (readonly [RegExp, string])[]}
 */
const kForbidden = [
  [/<!(?:DOCTYPE|ENTITY)/i, 'has a DOCTYPE, which can hide anything; take it away'],
  [/<\?(?!xml\s)/, 'has a processing instruction, which can load a style sheet; take it away'],
  [/<(?:[\w.-]+:)?script\b/i, 'has a script; save it without one'],
  [/<(?:[\w.-]+:)?foreignObject\b/i, 'has a foreignObject, which is a page in the picture; turn it into shapes'],
  [/<(?:[\w.-]+:)?text\b/i, 'has text, for which phones have different letters and the icons have none; turn it into shapes'],
  [/http:\/\/www\.w3\.org\/1999\/xhtml/, 'has HTML in it; turn it into shapes'],
  [/[\s"'/]on\w+\s*=/i, 'has an event attribute such as onload; take it away'],
  [/[\s"'/](?:[\w.-]+:)?(?:href|src)\s*=(?!\s*["']#)/i, 'refers to another file or page; embed what it needs as shapes'],
  [/attributeName\s*=\s*["']\s*(?:[\w.-]+:)?href/i, 'changes a reference by animation; take it away'],
  [/url\((?!\s*["']?#)/i, 'loads something by url(); use what is in the file itself'],
  [/@import|\\/, 'has a style sheet that imports another, or a backslash; write its styles plainly'],
];

/**
 * Returns what is wrong with an SVG, as the end of a sentence that begins with the file.
 *
 * @param {string} text
 */
function* problemsOfSvg(text) {
  const root = text.replace(kBeforeSvg, '');
  if (!/xmlns\s*=\s*["']http:\/\/www\.w3\.org\/2000\/svg["']/.test(/^<svg\b[^>]*>/.exec(root)?.[0] ?? '')) {
    yield 'has no xmlns="http://www.w3.org/2000/svg" in its first element, so browsers would not show it';
  }
  if (!/<\/svg>\s*$/.test(root)) yield 'does not end with </svg>; is it all there?';
  for (const [pattern, problem] of kForbidden) if (pattern.test(text)) yield problem;
}

/**
 * @param {Uint8Array} contents
 * @returns {{type: 'svg' | 'png', problems: string[]} | undefined} undefined for what is neither
 */
function recognised(contents) {
  const bytes = Buffer.from(contents);
  if (bytes.subarray(0, kPngSignature.length).equals(kPngSignature)) {
    const isWhole = bytes.subarray(12, 16).toString('latin1') === 'IHDR' && bytes.subarray(-8, -4).toString('latin1') === 'IEND';
    return { type: 'png', problems: isWhole ? [] : ['is a PNG that is not all there'] };
  }
  let text;
  try {
    text = new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch {
    return undefined;
  }
  if (!text.replace(kBeforeSvg, '').startsWith('<svg') && !/^\s*<[?!]/.test(text)) return undefined;
  return { type: 'svg', problems: [...problemsOfSvg(text)] };
}

/**
 * Reads the logo that a site file names, and returns it together with what is wrong with it.
 *
 * @param {string} siteFile the site file's path
 * @param {string} name the logo's path, from the site file's folder
 * @returns {Promise<{logo?: NonNullable<import('../build_types.d.ts').SiteIdentity['logo']>, problems: string[]}>}
 */
export async function readLogo(siteFile, name) {
  if (isAbsolute(name) || name.split(/[/\\]/).includes('..')) {
    return { problems: ['is not below the folder of the site file; put the logo there and write its name, such as logo.svg'] };
  }
  const path = join(dirname(siteFile), name);
  try {
    const { size } = await stat(path);
    if (size > kMaxBytes) return { problems: [`is larger than 64 KiB (${Math.ceil(size / 1024)} KiB); make it smaller, or save it as SVG`] };
    const contents = await readFile(path);
    const found = recognised(contents);
    if (!found) return { problems: ['is neither an SVG nor a PNG; save it as one of these'] };
    return { logo: { type: found.type, contents }, problems: found.problems };
  } catch (error) {
    if (codeOf(error) === 'ENOENT') return { problems: ['there is no such file beside the site file'] };
    if (codeOf(error) === '') throw error;
    return { problems: [`can't be read (${codeOf(error)})`] };
  }
}
