// Puts publishers' keys into forms that people can compare (docs/FORMAT.md, section 18).

import { createHash } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { web } from './bundle.mjs';

const table = await readFile(join(web, '../core/data/pgp_words.inc'), 'utf8');
/** For each byte in turn, the word for an even place and the word for an odd one. */
const kWords = Array.from(table.matchAll(/"(\w+)"/g), ([, word = '']) => word);

/** How many bytes of a fingerprint the words say. */
const kBytesInWords = 8;
export const kBitsInWords = 8 * kBytesInWords;
export const kBitsInFingerprint = 256;

/** Before the key itself, a minisign key has two letters and a key id. */
const kBytesBeforeKey = 2 + 8;
const kMinisignKey = /^RW[A-Za-z0-9+/]{54}$/;

/** @param {Uint8Array} bytes */
export const pgpWords = (bytes) => Array.from(bytes, (byte, place) => kWords[2 * byte + (place % 2)]).join(' ');

/**
 * Returns the words and the fingerprint of a minisign public key, or undefined if it is none.
 *
 * @param {unknown} key
 * @returns {import('./build_types.d.ts').KeyNames | undefined}
 */
export function keyNames(key) {
  if (typeof key !== 'string' || !kMinisignKey.test(key)) return undefined;
  const digest = createHash('sha256').update(Buffer.from(key, 'base64').subarray(kBytesBeforeKey)).digest();
  return { words: pgpWords(digest.subarray(0, kBytesInWords)), fingerprint: digest.toString('hex').replace(/(....)(?!$)/g, '$1 ') };
}
