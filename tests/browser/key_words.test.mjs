// The build's words and fingerprints are those of tests/vectors/key_words.json, as the program's are.
import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import { test } from 'node:test';
import { keyNames, pgpWords } from '../../web/key_words.mjs';

const { cases } = JSON.parse(await readFile(new URL('../vectors/key_words.json', import.meta.url), 'utf8'));
const casesOf = (type) => cases.filter((one) => one.type === type);

test('each byte has the word of its place', () => {
  assert.ok(casesOf('words').length > 0);
  for (const { name, bytes, words } of casesOf('words')) assert.equal(pgpWords(Buffer.from(bytes, 'hex')), words, name);
});

test('a key has a fingerprint and words', () => {
  assert.ok(casesOf('key').length > 0);
  for (const { public_key, fingerprint, words } of casesOf('key')) assert.deepEqual(keyNames(public_key), { words, fingerprint });
});

test('what is no key has neither', () => {
  const [{ public_key }] = casesOf('key');
  for (const one of [undefined, 1, '', public_key.slice(1), `${public_key}A`, public_key.replace('RW', 'AB')]) assert.equal(keyNames(one), undefined);
});
