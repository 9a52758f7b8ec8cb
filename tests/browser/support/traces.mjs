// Looks for traces of a number in what a browser sends.
import { argon2id } from '@noble/hashes/argon2';
import { blake2b } from '@noble/hashes/blake2b';
import { readdir } from 'node:fs/promises';
import { bucketDigest, storedValue } from './crafted_list.mjs';
import { canonicalForm } from './synthetic.mjs';

/** Returns the requests without what was fixed before anything was typed: the site's file names, and the address at which it is served. */
export async function withoutFixedNames(requests, site, recorder) {
  const names = await readdir(site.directory, { recursive: true });
  const fixed = [new URL(recorder.url).host];
  for (const name of names) for (const part of String(name).split('/')) if (/\d{5}/.test(part)) fixed.push(part);
  // The names of buckets stay, because they are what depends on the number.
  const kept = fixed.filter((part) => !part.endsWith('.bin'));
  return requests.map((request) => kept.reduce((text, part) => text.replaceAll(part, '<fixed>'), request));
}

/** Returns everything about a number that no request may have in it. */
export function secretsOf(kind, digits, fields) {
  const form = canonicalForm(kind, digits);
  const secrets = [];
  for (let i = 0; i + 5 <= digits.length; i += 1) secrets.push(digits.slice(i, i + 5));
  const slowHash = argon2id(form, Buffer.from(fields.group_salt, 'hex'), {
    t: fields.ops,
    m: fields.mem_kib,
    p: 1,
    dkLen: 32,
  });
  const tag = blake2b(Buffer.from(fields.list_id + fields.nonce, 'hex'), {
    dkLen: 16,
    key: slowHash,
    personalization: 'selfcheck.tag.v1',
  });
  const value = storedValue(slowHash, fields);
  const digest = bucketDigest(form);
  for (const bytes of [Buffer.from(form), Buffer.from(digits), slowHash, tag, digest].map((b) => Buffer.from(b))) {
    // The first bytes of each are looked for in the usual ways of writing bytes.
    secrets.push(bytes.subarray(0, 4).toString('hex'), bytes.toString('base64').slice(0, 6));
    secrets.push(bytes.toString('base64url').slice(0, 6));
  }
  secrets.push(String(value), value.toString(16), Buffer.from(tag).readBigUInt64LE().toString());
  return secrets.map((secret) => secret.toLowerCase());
}
