// The words: none missing, none unused, one for every way to fail.
import assert from 'node:assert/strict';
import { mkdir, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { test } from 'node:test';
import { pathToFileURL } from 'node:url';
import { errorHeader, webDirectory } from './support/paths.mjs';
import { makeTemporaryDirectory } from './support/site.mjs';
import { syntheticNumbers } from './support/synthetic.mjs';
import { messagesOf, writtenIn } from './support/written.mjs';
import { importWebModule } from './support/web_module.mjs';

const localesDirectory = join(webDirectory, 'locales');
const english = await messagesOf('en');
const languages = JSON.parse(await readFile(join(webDirectory, 'languages.json'), 'utf8'));

const kNoBreakSpace = '\u00a0';
const kOneWord = /^[\p{L}\p{M}\u200c\u200d]+$/u;

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

test('every error code of core has a reason in words, and advice where the reader can do something', async () => {
  const header = await readFile(errorHeader, 'utf8');
  const [, body] = /enum class ErrorCode[^{]*\{([^}]*)\}/.exec(header);
  const codes = body
    .replace(/\/\/.*$/gm, '')
    .split(',')
    .map((name) => name.trim())
    .filter((name) => name !== '' && name !== 'none');
  assert.ok(codes.includes('too_short') && codes.includes('canary_missing'), 'the header could be read');
  const { inputErrorCodes, failureCodes } = await importWebModule('errors.ts');
  const { failures } = await importWebModule('failures.ts');
  for (const code of codes) {
    if (inputErrorCodes.includes(code)) {
      assert.ok(`input.${code}` in english || `input.${code}.mobile` in english, `input.${code}`);
    } else {
      assert.ok(failureCodes.includes(code), `errors.ts knows ${code}`);
    }
  }
  for (const { reason, advice } of Object.values(failures)) {
    assert.ok(`reason.${reason}` in english, `reason.${reason}`);
    assert.ok(`advice.${advice}` in english, `advice.${advice}`);
  }
});

test('every message is used, and every key that is used exists', async () => {
  const literals = new Set();
  // The words of a page that has not loaded yet are put in by the build.
  for (const file of [...(await sourceFiles()), join(webDirectory, 'build.mjs')]) {
    for (const [, key] of (await readFile(file, 'utf8')).matchAll(/['`]([a-z_]+\.(?:[\w.]|\$\{[^}]*\})+)['`]/g)) literals.add(key);
  }
  // `error.${code}` stands for all that fit.
  const patterns = [...literals].map((literal) => {
    const parts = literal.split(/\$\{[^}]*\}/).map((part) => part.replace(/[.]/g, '\\.'));
    return { literal, pattern: new RegExp(`^${parts.join('.+')}$`) };
  });
  const keys = Object.keys(english);
  assert.deepEqual(keys.filter((key) => !patterns.some(({ pattern }) => pattern.test(key))), [], 'unused');
  const groups = new Set(keys.map((key) => key.split('.')[0]));
  const isFile = (literal) => literal.endsWith('.html');
  const missing = patterns.filter(
    ({ literal, pattern }) => groups.has(literal.split('.')[0]) && !isFile(literal) && !keys.some((key) => pattern.test(key)),
  );
  assert.deepEqual(missing.map(({ literal }) => literal), [], 'missing');
});

test('every language is complete, with the same placeholders, its own plural forms and nothing left in English', async () => {
  const { checkDirectory } = await import(pathToFileURL(join(webDirectory, 'check_locales.mjs')));
  const found = await checkDirectory(localesDirectory);
  assert.ok(found.has('en.json'));
  assert.deepEqual(Object.fromEntries([...found].filter(([, problems]) => problems.length > 0)), {});
  assert.deepEqual([...found.keys()].filter((file) => !(basename(file, '.json') in languages)), [], 'in the menu');
});

test("a page's words are held against that page's English, and a language that has none there is missing", async (t) => {
  const { checkDirectory } = await import(pathToFileURL(join(webDirectory, 'check_locales.mjs')));
  const directory = await makeTemporaryDirectory();
  t.after(() => rm(directory, { recursive: true, force: true }));
  await mkdir(join(directory, 'how'));
  const words = { 'en.json': { a: 'Stay calm' }, 'hi.json': { a: 'शांत' }, 'ta.json': { a: 'அமைதி' } };
  const page = { 'en.json': { 'how.title': 'How it works' }, 'hi.json': { 'how.title': 'How it works' } };
  for (const [name, texts] of Object.entries(words)) await writeFile(join(directory, name), JSON.stringify(texts));
  for (const [name, texts] of Object.entries(page)) await writeFile(join(directory, 'how', name), JSON.stringify(texts));
  const found = Object.fromEntries(await checkDirectory(directory));
  assert.deepEqual(Object.keys(found), ['en.json', 'hi.json', 'ta.json', 'how/en.json', 'how/hi.json', 'how/ta.json']);
  assert.match(found['how/hi.json'].join(), /how\.title is still English/);
  assert.deepEqual(found['how/ta.json'], ['is missing']);
  for (const file of ['en.json', 'hi.json', 'ta.json', 'how/en.json']) assert.deepEqual(found[file], [], file);
});

test('the check of the languages finds what it is for', async () => {
  const { problemsOf } = await import(pathToFileURL(join(webDirectory, 'check_locales.mjs')));
  const original = {
    ...{ a: 'Load {size}', b: { one: '{count} digit', other: '{count} digits' }, c: 'Never tell an OTP' },
    ...{ 'month.1': 'January', 'month.2': 'February', 'number.lakh': { one: '{count} lakh', other: '{count} lakh' } },
  };
  const good = {
    ...{ a: '{size} लोड करें', b: { one: 'एक अंक', other: '{count} अंक' }, c: 'OTP किसी को न बताएँ' },
    ...{ 'month.1': 'जनवरी', 'month.2': 'फ़रवरी', 'number.lakh': { one: '{count} लाख', other: '{count} लाख' } },
  };
  assert.deepEqual(problemsOf('hi', good, original), []);
  const mistakes = [
    [{ c: undefined }, /c is missing/],
    [{ d: 'और' }, /d is not in English/],
    [{ a: '{size}{size2} लोड' }, /has \{size2\}/],
    [{ a: 'लोड करें' }, /lacks \{size\}/],
    [{ a: '{size लोड' }, /brace/],
    [{ a: '{size} लोड\u200e करें' }, /invisible sign U\+200E/],
    [{ a: '{size} लोड\u202e करें' }, /invisible sign U\+202E/],
    [{ a: '{size}  लोड' }, /spaces/],
    [{ a: '{size} <b>लोड</b>' }, /markup/],
    [{ a: '{size} लोड १' }, /other digits/],
    [{ a: '{size} லோட்' }, /Tamil letters/],
    [{ a: 'Download {size}' }, /Latin letters: Download/],
    [{ c: 'Never tell an OTP' }, /still English/],
    [{ b: 'अंक' }, /must have the forms one,other/],
    [{ b: { one: 'अंक', few: 'अंक', other: '{count} अंक' } }, /must have the forms one,other/],
    [{ b: { one: 'अंक', other: 'अंक' } }, /b \(other\) lacks \{count\}/],
    [{ 'month.1': 'जनवरी', 'month.2': 'जनवरी' }, /two months have the same name/],
    [{ 'month.2': '2' }, /month\.2 is not one word/],
    [{ 'month.2': 'फ़रवरी 2' }, /month\.2 is not one word/],
    [{ 'month.2': 'M02' }, /month\.2 has Latin letters: M/],
    [{ 'number.lakh': { one: 'एक लाख', other: '{count}' } }, /number\.lakh \(other\) is not one word/],
    [{ 'number.lakh': { one: '{count} लाख', other: '{count}00000' } }, /number\.lakh \(other\) is not one word/],
    [{ 'number.lakh': undefined }, /number\.lakh is missing/],
  ];
  for (const [change, expected] of mistakes) {
    const messages = JSON.parse(JSON.stringify({ ...good, ...change }));
    assert.match(problemsOf('hi', messages, original).join('\n'), expected);
  }
});

test('nobody gets a language by accident', async () => {
  const { chooseLanguage } = await importWebModule('languages.ts');
  const available = ['en', 'hi', 'ur', 'pa'];
  for (const [preferred, language] of [
    [['hi-IN', 'en'], 'hi'],
    [['fr', 'ur-PK', 'en-GB'], 'ur'],
    [['ta-IN'], 'en'],
    [['en-IN', 'hi-IN'], 'en'],
    [['pa-Guru-IN'], 'pa'],
    [['pa-Arab-PK'], 'en'],
    [['HI'], 'hi'],
    [[], 'en'],
  ]) {
    assert.equal(chooseLanguage(preferred, available), language, preferred.join());
  }
});

test('what the page shows of a number is what core reads in it', async () => {
  const { readAs } = await importWebModule('typed_number.ts');
  const vectors = JSON.parse(await readFile(new URL('../vectors/identifiers.json', import.meta.url), 'utf8'));
  const valid = vectors.cases.filter(({ canonical }) => canonical !== undefined);
  assert.ok(valid.length > 100);
  for (const { name, kind, typed, canonical } of valid) {
    const digits = canonical.slice(kind === 'mobile' ? 'mobile:+91'.length : 'aadhaar:'.length);
    assert.equal(readAs(kind, typed).replaceAll(' ', ''), digits, name);
  }
  const [mobile] = syntheticNumbers('mobile', 1, 5);
  assert.equal(readAs('mobile', mobile), `${mobile.slice(0, 5)} ${mobile.slice(5)}`);
});

test('among words from right to left, and in titles, what is put in is set apart', async () => {
  const { Locale } = await importWebModule('locale.ts');
  const messages = { 'verdict.code': 'کوڈ {code}', 'list.unnamed': 'List {id}' };
  assert.equal(new Locale('ur', messages).text('verdict.code', { code: 'timeout' }), 'کوڈ \u2068timeout\u2069');
  assert.equal(new Locale('en', messages).text('list.unnamed', { id: 'leak' }), 'List leak');
  assert.equal(new Locale('en', messages).text('list.unnamed', { id: 'فہرست' }), 'List \u2068فہرست\u2069');
});

test('numbers, sizes and dates are written as in India', async () => {
  const { Locale } = await importWebModule('locale.ts');
  const locale = new Locale('en', english);
  for (const [value, written] of [
    [0, '0'],
    [999, '999'],
    [1000, '1,000'],
    [99_999, '99,999'],
    [1_234_567, '12,34,567'],
    [12_345_678, '1,23,45,678'],
    [1_400_000_000, '1,40,00,00,000'],
    [8.5, '8.5'],
  ]) {
    assert.equal(locale.number(value), written);
  }
  for (const [value, written] of [
    [3, '3'],
    [23_456, '23,000'],
    [99_700, '1 lakh'],
    [123_456, '1.2 lakh'],
    [8_593_750, '86 lakh'],
    [9_960_000, '1 crore'],
    [85_937_500, '8.6 crore'],
    [1_234_567_890, '120 crore'],
  ]) {
    assert.equal(locale.roughly(value), written.replace(' ', kNoBreakSpace));
  }
  for (const [value, written] of [
    [0, '0 bytes'],
    [1, '1 byte'],
    [372, '372 bytes'],
    [22_400, '22 kB'],
    [999_499, '999 kB'],
    [999_500, '1 MB'],
    [2_860_000, '2.9 MB'],
    [1_234_000_000, '1,234 MB'],
  ]) {
    assert.equal(locale.bytes(value), written.replace(' ', kNoBreakSpace));
  }
  // The day begins at half past six in the evening of Greenwich.
  assert.equal(locale.date(Date.UTC(2026, 10, 23, 18, 29, 59) / 1000), '23 November 2026');
  assert.equal(locale.date(Date.UTC(2026, 10, 23, 18, 30) / 1000), '24 November 2026');
  assert.equal(locale.text('hint.too_short', { count: 1 }), '1 more digit');
  assert.equal(locale.text('hint.too_short', { count: 3 }), '3 more digits');
});

test('no language says M11, a million or anything in Latin letters, and all of them count in lakhs', async () => {
  const { Locale } = await importWebModule('locale.ts');
  for (const language of Object.keys(languages)) {
    const { dates, numbers, roughly, sizes } = writtenIn(Locale, language, await messagesOf(language));
    assert.equal(new Set(dates).size, 12, language);
    for (const [month, date] of dates.entries()) {
      assert.match(date, /\b2026\b/, language);
      assert.match(date, new RegExp(`(?<!\\d)${month + 10}(?!\\d)`), language);
      assert.match(date.replace(/[\d\s]/g, ''), kOneWord, language);
    }
    assert.deepEqual(numbers, ['9,999', '12,34,567', '1,23,45,678'], language);
    const [some, lakhs, crores] = roughly;
    assert.equal(some, '23,000', language);
    assert.match(lakhs, /^86\u00a0/, language);
    assert.match(crores, /^8\.6\u00a0/, language);
    const [bytes, ...others] = sizes;
    assert.match(bytes, /^372\u00a0/, language);
    assert.deepEqual(others, ['22\u00a0kB', '2.9\u00a0MB'], language);
    if (language === 'en') continue;
    assert.doesNotMatch([dates, numbers, roughly, bytes].flat().join(), /\p{Script=Latin}/u, language);
  }
});

test('a chance is said as one of so many', async () => {
  const { odds } = await importWebModule('page/list_verdict.ts');
  assert.deepEqual(odds(0.00512), { part: 1, whole: 200 });
  assert.deepEqual(odds(0.00007), { part: 1, whole: 14000 });
  assert.deepEqual(odds(0), { part: 1, whole: 1_000_000 });
  assert.deepEqual(odds(0.995), { part: 100, whole: 100 });
});
