// Every form in which memory could hold a number, or what is computed from it.
import { argon2id } from '@noble/hashes/argon2';
import { bucketDigest, storedValue, tagOf } from './crafted_list.mjs';
import { canonicalForm } from './synthetic.mjs';

const kGroups = { mobile: /.{5}(?=.)/g, aadhaar: /.{4}(?=.)/g };
const kPrefixes = { mobile: ['+91', '+91 ', '91', '0'], aadhaar: [] };
/** A zero of each Indic script that is accepted, and the full-width one. */
const kZeros = [0x0660, 0x06f0, 0x0966, 0x09e6, 0x0a66, 0x0ae6, 0x0b66, 0x0be6, 0x0c66, 0x0ce6, 0x0d66, 0xff10];

const reversed = (text) => [...text].reverse().join('');
export const inScript = (digits, zero) => [...digits].map((digit) => String.fromCodePoint(zero + Number(digit))).join('');

/** Returns the number as text, by the names of the ways in which it is written. */
export function textsOf(kind, digits) {
  const grouped = (mark) => digits.replace(kGroups[kind], `$&${mark}`);
  const texts = { digits, spaces: grouped(' '), noBreakSpaces: grouped('\u00a0'), hyphens: grouped('-'), reversed: reversed(digits) };
  for (const zero of kZeros) texts[`script ${zero.toString(16)}`] = inScript(digits, zero);
  for (const prefix of kPrefixes[kind]) texts[`prefix ${prefix}`] = prefix + digits;
  texts.canonical = canonicalForm(kind, digits);
  return texts;
}

/**
 * Returns what is computed from the number for the list with these `fields` of its manifest: hash, tag, value, and the digest that names its bucket. For a
 * keyed list `y` is what evaluators.mjs's evaluators say of the number (evaluation.mjs), and is returned, too.
 */
export function computedOf(kind, digits, fields, y) {
  const form = canonicalForm(kind, digits);
  const hash = Buffer.from(argon2id(form, Buffer.from(fields.group_salt, 'hex'), { t: fields.ops, m: fields.mem_kib, p: 1, dkLen: 32 }));
  const computed = { hash, tag: tagOf(hash, fields, y), digest: bucketDigest(form), value: bigEndian(storedValue(hash, fields, y)) };
  return y ? { ...computed, evaluation: y } : computed;
}

function bigEndian(number, size = 8) {
  return Buffer.from(BigInt(number).toString(16).padStart(2 * size, '0'), 'hex');
}

/** A double's bytes, little-endian. */
function asDouble(digits) {
  const bytes = Buffer.alloc(8);
  bytes.writeDoubleLE(Number(digits));
  return bytes;
}

const turned = (bytes) => Buffer.from(bytes).reverse();

/** How many bytes of what is computed are searched for: a part of a hash would do as well as all of it. */
const kPart = 8;
const partOf = (bytes) => bytes.subarray(0, kPart);

/** Returns bytes by what they are: every text in UTF-8 and UTF-16, the number as one, and what is `computed` from it. */
export function bytesOf(kind, digits, computed) {
  const found = {};
  for (const [name, text] of Object.entries(textsOf(kind, digits))) {
    found[`${name}, UTF-8`] = Buffer.from(text);
    found[`${name}, UTF-16`] = Buffer.from(text, 'utf16le');
  }
  const packed = Buffer.from(digits.length % 2 === 0 ? digits : `0${digits}`, 'hex');
  const numbers = { 'packed decimal': packed, integer: bigEndian(digits), double: turned(asDouble(digits)), ...computed };
  for (const [name, bytes] of Object.entries(numbers)) {
    found[name] = partOf(bytes);
    found[`${name}, turned`] = partOf(turned(bytes));
    if (bytes.length > kPart) found[`${name}, its first part turned`] = turned(partOf(bytes));
  }
  return found;
}

/** Returns all of it as a JavaScript heap would have it: texts, and what is `computed` in hexadecimal and in Base64; a value also as a number. */
export function heapTextsOf(kind, digits, computed) {
  const texts = textsOf(kind, digits);
  for (const [name, bytes] of Object.entries(computed)) {
    texts[`${name}, in hexadecimal`] = partOf(bytes).toString('hex');
    // What stands at the end depends on what comes after it.
    texts[`${name}, in Base64`] = partOf(bytes).toString('base64').slice(0, Math.floor((kPart * 4) / 3));
  }
  if (computed.value) texts['value, in decimal'] = BigInt(`0x${computed.value.toString('hex')}`).toString();
  return texts;
}
