// Checks the languages against English: node check_locales.mjs [DIRECTORY]. Says what is missing or wrong, and fails if anything is.
// It sees what a program can see; whether the words are right, only a reader can say (docs/TRANSLATING.md).

import { readdir, readFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { argv } from 'node:process';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { kInvisible } from './invisible.mjs';

/** Names that readers meet in these letters, on phones and on official pages. */
const kLatinNames = [
  ...['Selfcheck', 'JavaScript', 'OTP', 'PIN', 'VID', 'IP', 'UIDAI', 'CEIR', 'mAadhaar'],
  ...['Know Your Mobile Connections', 'Sanchar Saathi', 'Chakshu', 'kB', 'MB'],
  ...['A4', 'Next', 'Content-Security-Policy', 'WhatsApp', 'GETOTP', 'ENABLEBIOLOCK', 'SMS', 'SIM', 'QR', 'JSON', 'Atom', 'PGP', 'HTML', 'WordPress', 'React'],
];

/** @type {Readonly<Record<string, string>>} */
const kScripts = {
  ...{ hi: 'Devanagari', mr: 'Devanagari', bn: 'Bengali', te: 'Telugu', ta: 'Tamil', gu: 'Gujarati', ur: 'Arabic' },
  ...{ kn: 'Kannada', or: 'Oriya', ml: 'Malayalam', pa: 'Gurmukhi' },
};

/** The forms of a text that depends on a `count`: `one` is for exactly 1. */
const kForms = ['one', 'other'];

/** Names of months, and words for a number: what the page writes with a digit before it or not at all. */
const kWord = /^(?:month|number)\./;

/**
 * @param {unknown} value
 * @returns {value is Record<string, unknown>}
 */
const isRecord = (value) => typeof value === 'object' && value !== null && !Array.isArray(value);

/**
 * A message's texts by plural form; one without forms has only ''.
 *
 * @param {unknown} message
 * @returns {Record<string, unknown>}
 */
const formsOf = (message) => (isRecord(message) ? message : { '': message });

/** @param {string} text */
const placeholdersOf = (text) => [...new Set(text.match(/\{\w*\}/g) ?? [])].sort();

/**
 * What is wrong with one text, against the English one for the same form.
 *
 * @param {string} language
 * @param {string} form
 * @param {unknown} text
 * @param {string} original
 */
function* problemsOfText(language, form, text, original) {
  if (typeof text !== 'string' || text === '') {
    yield 'is empty';
    return;
  }
  if (text !== text.trim() || /\s\s/.test(text)) yield 'has spaces at an end, or two together';
  const [hidden] = kInvisible.exec(text) ?? [];
  if (hidden) yield `has the invisible sign U+${(hidden.codePointAt(0) ?? 0).toString(16).toUpperCase().padStart(4, '0')}`;
  if (/[<>]|&\w+;/.test(text)) yield 'has markup';
  const bare = text.replace(/\{\w+\}/g, '');
  if (/[{}]/.test(bare)) yield 'has a brace without its partner';

  const wanted = placeholdersOf(original);
  const given = placeholdersOf(text);
  for (const name of given.filter((one) => !wanted.includes(one))) yield `has ${name}, which English has not`;
  // "1 digit" may be "one digit".
  const needed = form === 'one' ? wanted.filter((name) => name !== '{count}') : wanted;
  for (const name of needed.filter((one) => !given.includes(one))) yield `lacks ${name}`;

  if (/(?![0-9])\p{Nd}/u.test(bare)) yield 'has other digits than 0-9';
  if (language === 'en') return;
  // The longest first: some names begin or end with another.
  const names = [...kLatinNames].sort((a, b) => b.length - a.length);
  const rest = names.reduce((left, name) => left.replaceAll(name, ''), bare);
  const latin = rest.match(/\p{Script=Latin}+/gu);
  if (latin) yield `has Latin letters: ${latin.join(' ')}`;
  const others = Object.values(kScripts).filter((script) => script !== kScripts[language]);
  for (const script of others) {
    // The danda is shared, and says so itself.
    if (new RegExp(`\\p{Script=${script}}`, 'u').test(bare)) yield `has ${script} letters`;
  }
}

/**
 * Everything wrong with a language's messages, a line each.
 *
 * @param {string} language
 * @param {unknown} messages
 * @param {Readonly<Record<string, unknown>>} english
 */
export function problemsOf(language, messages, english) {
  /** @type {string[]} */
  const problems = [];
  if (!isRecord(messages)) return ['is not one object'];
  const keys = Object.keys(messages);
  const wanted = Object.keys(english);
  for (const key of wanted) if (!Object.hasOwn(messages, key)) problems.push(`${key} is missing`);
  for (const key of keys) if (!Object.hasOwn(english, key)) problems.push(`${key} is not in English`);
  if (problems.length === 0 && keys.join() !== wanted.join()) problems.push('the keys are in another order than in English');

  const months = keys.filter((key) => key.startsWith('month.')).map((key) => messages[key]);
  if (new Set(months).size < months.length) problems.push('two months have the same name');

  const plurals = kForms.join();
  for (const key of keys.filter((one) => Object.hasOwn(english, one))) {
    const forms = formsOf(messages[key]);
    const originals = formsOf(english[key]);
    if (isRecord(messages[key]) !== isRecord(english[key])) {
      problems.push(`${key} must ${isRecord(english[key]) ? `have the forms ${plurals}` : 'be one text'}`);
      continue;
    }
    if (isRecord(messages[key]) && Object.keys(forms).sort().join() !== plurals) {
      problems.push(`${key} must have the forms ${plurals}`);
    }
    for (const [form, text] of Object.entries(forms)) {
      const original = String(originals[form] ?? originals['other']);
      const place = form === '' ? key : `${key} (${form})`;
      for (const problem of problemsOfText(language, form, text, original)) problems.push(`${place} ${problem}`);
      if (kWord.test(key) && !/^(?:\{count\}\s)?[\p{L}\p{M}\u200c\u200d]+$/u.test(String(text))) problems.push(`${place} is not one word`);
      // A word or name can be the same; a sentence can't.
      if (language !== 'en' && text === original && /\p{L}{2,} \p{L}{2,}/u.test(original)) {
        problems.push(`${place} is still English`);
      }
    }
  }
  return problems;
}

/**
 * Returns what is wrong with each language's file in `directory`, by file name. A language of `wanted` that has no file there is missing.
 *
 * @param {string} directory
 * @param {readonly string[]} wanted
 */
async function checkFolder(directory, wanted) {
  const read = async (/** @type {string} */ file) => JSON.parse(await readFile(join(directory, file), 'utf8'));
  const english = await read('en.json');
  const files = (await readdir(directory)).filter((name) => name.endsWith('.json'));
  /** @type {Map<string, string[]>} */
  const found = new Map();
  for (const file of [...new Set([...files, ...wanted])].sort()) {
    try {
      found.set(file, files.includes(file) ? problemsOf(file.slice(0, -'.json'.length), await read(file), english) : ['is missing']);
    } catch (error) {
      found.set(file, [error instanceof Error ? error.message : 'can not be read']);
    }
  }
  return found;
}

/**
 * Returns what is wrong with each file in `directory` and in the folders in it, by its path there. A language that has a file in `directory` must have
 * one in each folder; each folder is held against its own English file.
 *
 * @param {string} directory
 */
export async function checkDirectory(directory) {
  const entries = await readdir(directory, { withFileTypes: true });
  const languages = entries.filter((entry) => entry.isFile() && entry.name.endsWith('.json')).map(({ name }) => name);
  const found = await checkFolder(directory, languages);
  for (const { name: folder } of entries.filter((entry) => entry.isDirectory()).sort((a, b) => (a.name < b.name ? -1 : 1))) {
    for (const [file, problems] of await checkFolder(join(directory, folder), languages)) found.set(`${folder}/${file}`, problems);
  }
  return found;
}

if (import.meta.url === pathToFileURL(argv[1] ?? '').href) {
  const here = dirname(fileURLToPath(import.meta.url));
  for (const [file, problems] of await checkDirectory(argv[2] ?? join(here, 'locales'))) {
    console.log(`${file}: ${problems.length === 0 ? 'complete' : `${problems.length} to put right`}`);
    for (const problem of problems) console.log(`  ${problem}`);
    if (problems.length > 0) process.exitCode = 1;
  }
}
