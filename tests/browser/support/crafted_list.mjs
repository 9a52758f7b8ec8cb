// Makes lists that a wrong or hostile publisher could make: properly signed, with contents that `selfcheck build` would never write.
// The coding is written from docs/FORMAT.md, whose sections the comments name, and shares nothing with the code under test.
import { blake2b } from '@noble/hashes/blake2b';
import { createHash, createPrivateKey, sign } from 'node:crypto';
import { mkdir, readFile, rm, writeFile } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';

const blake2b256 = (...parts) => Buffer.from(blake2b(Buffer.concat(parts), { dkLen: 32 }));

/** Sections 4 and 13: returns the tag, whole, that is made of a slow hash, and in a keyed list also of the evaluators' `y`. */
export function tagOf(slowHash, fields, y) {
  const message = Buffer.concat([Buffer.from(fields.list_id + fields.nonce, 'hex'), y ?? Buffer.alloc(0)]);
  return Buffer.from(blake2b(message, { dkLen: 16, key: slowHash, personalization: y ? 'selfcheck.tag.v2' : 'selfcheck.tag.v1' }));
}

/** Section 4: returns the value that a bucket has for a slow hash. Section 13: in a keyed list it also depends on the evaluators' `y`. */
export function storedValue(slowHash, fields, y) {
  const t = tagOf(slowHash, fields, y).readBigUInt64LE();
  return (t * (BigInt(fields.bucket_values) << BigInt(fields.p))) >> 64n;
}

/** Section 13: returns `y` of the canary of a keyed list, and undefined for a list that is not keyed. */
export function canaryEvaluation({ canary: { text, evaluation } }) {
  if (evaluation === undefined) return undefined;
  const parts = [[0, text.length], text, [0, 32], Buffer.from(evaluation, 'hex'), 'Finalize'];
  return createHash('sha512').update(Buffer.concat(parts.map((part) => Buffer.from(part)))).digest();
}

/** Section 2: returns the bucket digest, whose first `bits` bits are the bucket's index. */
export function bucketDigest(canonicalForm) {
  return Buffer.from(blake2b(canonicalForm, { dkLen: 32, personalization: 'selfcheck.bucket' }));
}

export function bucketIndex(canonicalForm, bits) {
  return bucketDigest(canonicalForm).readUInt16BE() >> (16 - bits);
}

/** Section 1: returns the name of a bucket's file. */
export function bucketFileName(index) {
  const nibbles = index.toString(16).padStart(4, '0');
  return `${[...nibbles].map((nibble) => '3456789bdfghlmnp'[parseInt(nibble, 16)]).join('')}.bin`;
}

/** Section 5: encodes a bucket's body. It is put together as one number, whose bit i is the body's bit i. */
function encodeBody(values, { bucket_values: count, p }) {
  let bits = 0n;
  values.forEach((value, i) => {
    bits |= 1n << ((value >> BigInt(p)) + BigInt(i));
    bits |= (value & ((1n << BigInt(p)) - 1n)) << BigInt(2 * count + i * p);
  });
  const size = Math.ceil((count * (p + 2)) / 8);
  return Buffer.from(bits.toString(16).padStart(2 * size, '0'), 'hex').reverse();
}

function decodeBody(body, { bucket_values: count, p }) {
  const bits = BigInt(`0x${Buffer.from(body).reverse().toString('hex')}`);
  const values = [];
  for (let q = 0; q < 2 * count; q += 1) {
    if (((bits >> BigInt(q)) & 1n) === 0n) continue;
    const i = values.length;
    const lower = (bits >> BigInt(2 * count + i * p)) & ((1n << BigInt(p)) - 1n);
    values.push((BigInt(q - i) << BigInt(p)) | lower);
  }
  return values;
}

/** Section 6: returns every level of the Merkle tree, beginning with the leaves. */
function merkleLevels(bodies) {
  const levels = [bodies.map((body) => blake2b256(Buffer.of(0), body))];
  while (levels.at(-1).length > 1) {
    const below = levels.at(-1);
    levels.push(
      Array.from({ length: below.length / 2 }, (_, i) => blake2b256(Buffer.of(1), below[2 * i], below[2 * i + 1])),
    );
  }
  return levels;
}

/** Section 8: returns the pointer to a manifest, signed with the secret key of an unencrypted minisign key file. */
async function signManifest(manifest, trustedComment, secretKeyFile) {
  const key = Buffer.from((await readFile(secretKeyFile, 'utf8')).split('\n')[1], 'base64');
  // Bytes of the key: "Ed", key derivation and checksum algorithm (2 each), salt (32), two limits (8 each), key id, seed, public key.
  const keyId = key.subarray(54, 62);
  const seed = key.subarray(62, 94);
  const pkcs8 = Buffer.concat([Buffer.from('302e020100300506032b657004220420', 'hex'), seed]);
  const privateKey = createPrivateKey({ key: pkcs8, format: 'der', type: 'pkcs8' });
  const signature = sign(null, createHash('blake2b512').update(manifest).digest(), privateKey);
  const global = sign(null, Buffer.concat([signature, Buffer.from(trustedComment)]), privateKey);
  return [
    'untrusted comment: crafted for a test',
    Buffer.concat([Buffer.from('ED'), keyId, signature]).toString('base64'),
    `trusted comment: ${trustedComment}`,
    global.toString('base64'),
    '',
  ].join('\n');
}

/** A list that `selfcheck build` has written, and that can be changed and signed again. */
export class CraftedList {
  static async read(files) {
    const list = new CraftedList();
    list.files = files;
    list.fields = await files.manifestFields();
    const proofSize = 32 * list.fields.bits;
    list.bucketPaths = await files.buckets();
    list.buckets = [];
    for (const path of list.bucketPaths) {
      const file = await readFile(path);
      list.buckets.push(decodeBody(file.subarray(0, file.length - proofSize), list.fields));
    }
    return list;
  }

  /** Puts another value in the place of `value`, in every bucket. */
  replaceValue(value) {
    this.buckets = this.buckets.map((values) => {
      if (!values.includes(value)) throw new Error('the value is not in every bucket');
      const kept = new Set(values);
      kept.delete(value);
      let other = 0n;
      while (kept.has(other) || other === value) other += 1n;
      return [...kept, other].sort((a, b) => (a < b ? -1 : 1));
    });
  }

  /** Replaces the list on disk with this one. `format` is the trusted comment's first word. */
  async write(secretKeyFile, format = 'selfcheck-list/1') {
    const bodies = this.buckets.map((values) => encodeBody(values, this.fields));
    const levels = merkleLevels(bodies);
    this.fields.root = levels.at(-1)[0].toString('hex');
    const directory = join(this.files.directory, 'buckets');
    const names = this.bucketPaths.map((path) => basename(path));
    await rm(dirname(this.bucketPaths[0]), { recursive: true });
    await mkdir(join(directory, this.fields.root), { recursive: true });
    for (const [index, body] of bodies.entries()) {
      const proof = levels.slice(0, -1).map((level, height) => level[(index >> height) ^ 1]);
      await writeFile(join(directory, this.fields.root, names[index]), Buffer.concat([body, ...proof]));
    }
    const manifest = Buffer.from(JSON.stringify(this.fields));
    const name = `manifest-${blake2b256(manifest).toString('hex')}.json`;
    await writeFile(join(this.files.directory, name), manifest);
    await writeFile(this.files.pointer, await signManifest(manifest, `${format} ${name}`, secretKeyFile));
  }
}
