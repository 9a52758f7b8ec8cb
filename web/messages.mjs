// Reads the words of all languages from their folder.

import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { web } from './bundle.mjs';

/**
 * Every language that there is, by its code, in the order in which menus show them.
 *
 * @type {Readonly<Record<string, {name: string, direction: string}>>}
 */
export const kLanguages = JSON.parse(await readFile(join(web, 'languages.json'), 'utf8'));

/** The folder of `locales` that has the words of the header and the footer, which the check has as well. */
export const kFrameFolder = 'frame';

/**
 * Returns the words of every language that has a file in `directory`, by code, in the order of languages.json. They are those of that file, and of
 * the files of the same name in the `folders` of `directory`. A text that a language has not got is taken from English, so that a site can be built
 * before all is translated; check_locales.mjs says what is missing.
 *
 * @param {string} directory
 * @param {readonly string[]} folders
 * @returns {Promise<import('./build_types.d.ts').AllMessages>}
 */
export async function readMessages(directory, folders) {
  const files = await readdir(directory);
  /** @type {(path: string) => Promise<Record<string, string>>} */
  const read = async (path) => JSON.parse(await readFile(join(directory, path), 'utf8').catch(() => '{}'));
  /** @type {Record<string, {direction: string, texts: Record<string, string>}>} */
  const messages = {};
  for (const [code, { direction }] of Object.entries(kLanguages)) {
    if (!files.includes(`${code}.json`)) continue;
    /** @type {Record<string, string>} */
    const texts = {};
    for (const folder of ['', ...folders.map((name) => `${name}/`)]) {
      for (const name of ['en', code]) Object.assign(texts, await read(`${folder}${name}.json`));
    }
    messages[code] = { direction, texts };
  }
  return messages;
}
