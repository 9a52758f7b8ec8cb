// Says which code a site consists of, so that anybody can compare it with what they have built themselves (docs/VERIFYING.md).

import { createHash } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { web } from './bundle.mjs';
import { isNamedByHash } from './site_output.mjs';

/** @typedef {import('./build_types.d.ts').SiteFiles} SiteFiles */

/** @param {string | Uint8Array} contents */
const sha256 = (contents) => createHash('sha256').update(contents).digest('hex');

/**
 * Returns every file's path and SHA-256, sorted by path in the order of bytes, as `LC_ALL=C sort` has it.
 *
 * @param {SiteFiles} site
 */
const hashesOf = (site) =>
  [...site.files].map(([path, contents]) => ({ path, hash: sha256(contents) })).sort((a, b) => (a.path < b.path ? -1 : 1));

/**
 * Returns the version of the code. It is made of the files with a hash in their names that the site has so far: they must all be there, and the
 * pages, which show it, are no part of it.
 *
 * @param {SiteFiles} site
 * @returns {Promise<import('./build_types.d.ts').CodeVersion>}
 */
export async function codeVersion(site) {
  const [, version = ''] = /^project\(selfcheck VERSION (\S+)/m.exec(await readFile(join(web, '../CMakeLists.txt'), 'utf8')) ?? [];
  const lines = hashesOf(site).filter(({ path }) => isNamedByHash(path)).map(({ path, hash }) => `${hash}  ${path}\n`);
  return { version, code: sha256(lines.join('')) };
}

/**
 * Returns version.json, which has the SHA-256 of every file of the site but itself and the lists, one on a line.
 *
 * @param {SiteFiles} site
 * @param {import('./build_types.d.ts').CodeVersion} codeVersion
 */
export function versionFile(site, { version, code }) {
  const files = Object.fromEntries(hashesOf(site).map(({ path, hash }) => [path, hash]));
  return `${JSON.stringify({ version, code, files }, undefined, 2)}\n`;
}
