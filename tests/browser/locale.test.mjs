// The words: none missing, none unused, one for every way to fail.
import assert from 'node:assert/strict';
import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { test } from 'node:test';
import { errorHeader, webDirectory } from './support/paths.mjs';
import { importWebModule } from './support/web_module.mjs';

const localesDirectory = join(webDirectory, 'locales');
const readLocale = async (file) => JSON.parse(await readFile(join(localesDirectory, file), 'utf8'));
const english = await readLocale('en.json');

async function sourceFiles(directory = join(webDirectory, 'src')) {
  const entries = await readdir(directory, { withFileTypes: true });
  const files = await Promise.all(
    entries.map((entry) => {
      const path = join(directory, entry.name);
      return entry.isDirectory() ? sourceFiles(path) : [path];
    }),
  );
  return files.flat();
}

/** A message's texts: one, or one for each plural form. */
const textsOf = (message) => (typeof message === 'string' ? [message] : Object.values(message));
const placeholdersOf = (message) => [
  ...new Set(textsOf(message).flatMap((text) => text.match(/\{\w+\}/g) ?? [])),
].sort();

test('every error code of core has its words, and advice where the reader can do something', async () => {
  const header = await readFile(errorHeader, 'utf8');
  const [, body] = /enum class ErrorCode[^{]*\{([^}]*)\}/.exec(header);
  const codes = body
    .replace(/\/\/.*$/gm, '')
    .split(',')
    .map((name) => name.trim())
    .filter((name) => name !== '' && name !== 'none');
  assert.ok(codes.includes('too_short') && codes.includes('canary_missing'), 'the header could be read');
  const { inputErrorCodes, failureAdvice } = await importWebModule('errors.ts');
  for (const code of codes) {
    if (inputErrorCodes.includes(code)) {
      assert.ok(`input.${code}` in english || `input.${code}.mobile` in english, `input.${code}`);
    } else {
      assert.ok(Object.hasOwn(failureAdvice, code), `errors.ts knows ${code}`);
    }
  }
  for (const [code, advice] of Object.entries(failureAdvice)) {
    assert.ok(`error.${code}` in english, `error.${code}`);
    assert.ok(`advice.${advice}` in english, `advice.${advice}`);
  }
});

test('every message is used, and every key that is used exists', async () => {
  const literals = new Set();
  for (const file of await sourceFiles()) {
    for (const [, key] of (await readFile(file, 'utf8')).matchAll(/['`]([a-z_]+\.[\w.${}[\]]+)['`]/g)) literals.add(key);
  }
  // `error.${code}` stands for all that fit.
  const patterns = [...literals].map((literal) => {
    const parts = literal.split(/\$\{[^}]*\}/).map((part) => part.replace(/[.]/g, '\\.'));
    return { literal, pattern: new RegExp(`^${parts.join('.+')}$`) };
  });
  const keys = Object.keys(english);
  assert.deepEqual(keys.filter((key) => !patterns.some(({ pattern }) => pattern.test(key))), [], 'unused');
  const groups = new Set(keys.map((key) => key.split('.')[0]));
  const missing = patterns.filter(
    ({ literal, pattern }) => groups.has(literal.split('.')[0]) && !keys.some((key) => pattern.test(key)),
  );
  assert.deepEqual(missing.map(({ literal }) => literal), [], 'missing');
});

test('every language has the keys of English, with the same placeholders and its own plural forms', async () => {
  for (const file of await readdir(localesDirectory)) {
    const messages = await readLocale(file);
    const language = file.replace(/\.json$/, '');
    assert.deepEqual(Object.keys(messages), Object.keys(english), file);
    const forms = new Intl.PluralRules(language).resolvedOptions().pluralCategories.sort();
    for (const [key, message] of Object.entries(messages)) {
      assert.deepEqual(placeholdersOf(message), placeholdersOf(english[key]), `${file}: ${key}`);
      if (typeof message === 'object') assert.deepEqual(Object.keys(message).sort(), forms, `${file}: ${key}`);
      for (const text of textsOf(message)) assert.ok(text.trim() === text && text !== '', `${file}: ${key}`);
    }
  }
});

test('numbers, sizes, chances and dates are written as in India', async () => {
  const { Locale } = await importWebModule('locale.ts');
  const locale = new Locale('en', english);
  const plain = (text) => text.replace(/[\u00a0\u202f]/g, ' ');
  assert.equal(locale.number(12345678), '1,23,45,678');
  // Browsers whose tables are older don't know lakh yet.
  assert.match(plain(locale.roughly(8593750)), /^(?:86 lakh|8\.6 million|86L|8\.6M)$/);
  assert.equal(plain(locale.bytes(372)), '372 bytes');
  assert.equal(plain(locale.bytes(22_400)), '22 kB');
  assert.equal(plain(locale.bytes(2_860_000)), '2.9 MB');
  assert.equal(locale.percent(0.00512), '0.51%');
  assert.equal(locale.percent(1e-9), '0.01%');
  assert.equal(locale.date(Date.UTC(2026, 10, 23, 20) / 1000), '24 November 2026');
  assert.equal(locale.text('hint.too_short', { count: 1 }), '1 more digit');
  assert.equal(locale.text('hint.too_short', { count: 3 }), '3 more digits');
});
