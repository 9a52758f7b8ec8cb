// site.json, in which a site's owner says who they are: what it may say, and what is told of each mistake. docs/site.schema.json says the same.
import assert from 'node:assert/strict';
import { createRequire } from 'node:module';
import { mkdir, readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { pathToFileURL } from 'node:url';
import { repository, webDirectory } from './support/paths.mjs';
import { buildSite, makeTemporaryDirectory } from './support/site.mjs';

const { readSiteFile } = await import(pathToFileURL(join(webDirectory, 'site_file.mjs')));
const { Ajv2020: Ajv } = createRequire(import.meta.url)('ajv/dist/2020');

const kSvg = '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 9 9"><path id="a" d="M0 0h9v9z"/></svg>';
/** One pixel. */
const kPng = Buffer.from('iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==', 'base64');
/** What nobody may find in a message. */
const kNumber = '999941057058';

const kGood = {
  format: 'selfcheck-site/1',
  name: 'Leak check',
  operator: { name: 'The Example Paper' },
  contact: { email: 'desk@paper.example' },
};
const kFull = {
  ...kGood,
  language: 'hi',
  name: { hi: 'लीक जाँच', en: 'Leak check' },
  operator: { name: { hi: 'अख़बार' }, about: { hi: 'हम पुणे में हैं।', en: 'We are in Pune.' }, link: 'https://paper.example/?a=b#c' },
  contact: { email: 'news.desk+leaks@mail.paper.example', link: 'https://paper.example/contact' },
  ...{ imprint: 'https://paper.example/imprint', privacy: 'HTTPS://paper.example:8443/privacy', source: 'https://code.example/' },
  ...{ accent: '#FFCC00', logo: 'logo.svg' },
};

/** The folder of the site files of all tests. */
let folder;
before(async () => {
  folder = await makeTemporaryDirectory();
  await writeFile(join(folder, 'logo.svg'), kSvg);
  await writeFile(join(folder, 'logo.png'), kPng);
});
after(() => rm(folder, { recursive: true, force: true }));

let files = 0;

/** Gives what is read, or the message with all its lines. */
async function read(contents) {
  const file = join(folder, `site-${(files += 1)}.json`);
  await writeFile(file, typeof contents === 'string' || Buffer.isBuffer(contents) ? contents : JSON.stringify(contents, undefined, 2));
  try {
    return { identity: await readSiteFile(file) };
  } catch (error) {
    if (!error.details) throw error;
    return { message: error.message, mistakes: error.details.map((one) => one.replace(/^line \d+: /, '')), lines: error.details };
  }
}

const with_ = (change) => ({ ...kGood, ...change });

/** Files whose mistake a schema can see: what is changed, and what is told. */
const kMistakes = [
  [{ format: 'selfcheck-site/2' }, /^format: is not "selfcheck-site\/1"/],
  [{ format: undefined }, /^format: is missing; write "format": "selfcheck-site\/1"$/],
  [{ nmae: 'x' }, /^nmae: there is no such field; did you mean name\?$/],
  [{ telephone: kNumber }, /^telephone: there is no such field; there are format, language, name, /],
  [{ operator: { name: 'a', abuot: 'b' } }, /^operator\.abuot: there is no such field; did you mean about\?$/],
  [{ name: undefined }, /^name: is missing; write "Leak check"/],
  [{ operator: undefined }, /^operator: is missing; write \{"name": /],
  [{ contact: undefined }, /^contact: is missing; somebody must be reachable, so write \{"email": /],
  [{ operator: { about: 'b' } }, /^operator\.name: is missing; write "The Example Paper"/],
  [{ contact: {} }, /^contact: says nothing; somebody must be reachable/],
  [{ name: Number(kNumber) }, /^name: is a number; write a text, such as "Leak check", or several by language/],
  [{ name: null }, /^name: is null; write a text/],
  [{ name: ['a'] }, /^name: is an array; write a text/],
  [{ name: { en: true } }, /^name\.en: is a boolean; write a text, such as "Leak check"$/],
  [{ operator: 'The Example Paper' }, /^operator: is a string; write an object, such as \{"name": "The Example Paper"\}$/],
  [{ contact: 'desk@paper.example' }, /^contact: is a string; write an object, such as \{"email": /],
  [{ imprint: { en: 'https://a.example' } }, /^imprint: is an object; write a text, such as "https:/],
  [{ name: '' }, /^name: is empty; write "Leak check", or take the field away$/],
  [{ name: ' ' }, /^name: is empty/],
  [{ name: 'Leak check ' }, /^name: begins or ends with a space/],
  [{ name: 'x'.repeat(61) }, /^name: has 61 characters; write at most 60$/],
  [{ operator: { name: 'x'.repeat(121) } }, /^operator\.name: has 121 characters; write at most 120$/],
  [{ operator: { name: 'a', about: { en: 'x'.repeat(1501) } } }, /^operator\.about\.en: has 1501 characters; write at most 1500$/],
  [{ name: 'Leak\ncheck' }, /^name: has the invisible sign U\+000A/],
  [{ name: 'Leak\u202echeck' }, /^name: has the invisible sign U\+202E, .*turns the words around it/],
  [{ operator: { name: 'a\u2066b' } }, /^operator\.name: has the invisible sign U\+2066/],
  [{ name: { en: 'a', fr: 'b' } }, /^name\.fr: there is no such language; did you mean /],
  [{ name: { en: 'a', english: 'b' } }, /^name\.english: there is no such language; there are en, hi, /],
  [{ imprint: 'http://paper.example/' }, /^imprint: begins with http:, .*write https:$/],
  [{ privacy: 'javascript:alert(1)' }, /^privacy: is code and no address; write an address, such as "https:/],
  [{ source: 'code.example/selfcheck' }, /^source: is no https address; write one such as "https:/],
  [{ source: `tel:${kNumber}` }, /^source: is no https address/],
  [{ imprint: 'https://' }, /^imprint: is no https address/],
  [{ imprint: 'https://paper.example/a b' }, /^imprint: is no https address/],
  [{ contact: { link: 'https://me:secret@paper.example/' } }, /^contact\.link: has a user name or a password in it/],
  [{ imprint: `https://paper.example/${'x'.repeat(500)}` }, /^imprint: has 522 characters; write at most 500$/],
  [{ contact: { email: 'paper.example' } }, /^contact\.email: is no e-mail address; write one such as "desk@paper\.example"/],
  [{ contact: { email: 'mailto:desk@paper.example' } }, /^contact\.email: is no e-mail address/],
  [{ contact: { email: 'Desk <desk@paper.example>' } }, /^contact\.email: is no e-mail address/],
  [{ contact: { email: 'desk@paper.example?bcc=a@b.example' } }, /^contact\.email: is no e-mail address/],
  [{ accent: 'red' }, /^accent: is no colour; write # and six hexadecimal digits, such as "#0b5563"$/],
  [{ accent: '#fc0' }, /^accent: is no colour/],
  [{ language: 'fr' }, /^language: is no language of this site; write the code of one, such as "hi"; there are en, hi, /],
  [{ logo: 5 }, /^logo: is a number; write a text, such as "logo\.svg"$/],
  [{ logo: '../logo.svg' }, /^logo: is not below the folder of the site file/],
  [{ logo: '/etc/logo.svg' }, /^logo: is not below the folder of the site file/],
];

/** Those that it can not see. */
const kHidden = [
  [{ name: { hi: 'लीक' } }, /^name: has no text in en, the site's own language; add "en": "Leak check"$/],
  [{ language: 'hi', operator: { name: { en: 'a' } } }, /^operator\.name: has no text in hi/],
  [{ logo: 'none.svg' }, /^logo: there is no such file beside the site file$/],
];

for (const [change, expected] of [...kMistakes, ...kHidden]) {
  test(`told: ${expected.source}`, async () => {
    const { mistakes, message } = await read(with_(change));
    assert.equal(mistakes?.length, 1, String(mistakes));
    assert.match(mistakes[0], expected);
    assert.match(message, /site-\d+\.json has a mistake:$/);
    assert.doesNotMatch(mistakes[0], new RegExp(`${kNumber}|alert|secret`));
  });
}

/** Logos: what is in the file, and what is told. */
const svg = (inner) => `<svg xmlns="http://www.w3.org/2000/svg" xmlns:xlink="http://www.w3.org/1999/xlink">${inner}</svg>`;
const kLogos = [
  ['a script', svg('<script>alert(1)</script>'), /has a script/],
  ['a script with a prefix', svg('<s:script xmlns:s="http://www.w3.org/2000/svg"/>'), /has a script/],
  ['a page in it', svg('<foreignObject/>'), /has a foreignObject/],
  ['letters in it', svg('<text>A</text>'), /has text/],
  ['HTML', svg('<h:b xmlns:h="http://www.w3.org/1999/xhtml"/>'), /has HTML in it/],
  ['an event', svg('<path d="M0 0" ONLOAD = "a()"/>'), /has an event attribute/],
  ['a picture from elsewhere', svg('<image href="https://a.example/b.png"/>'), /refers to another file or page/],
  ['a link', svg('<a xlink:href="javascript:a()"/>'), /refers to another file or page/],
  ['a reference without quotes around it', svg('<use href=#a />'), /refers to another file or page/],
  ['a style from elsewhere', svg('<style>@import "https://a.example/b.css"</style>'), /has a style sheet that imports another/],
  ['a font from elsewhere', svg('<path style="fill:url(https://a.example/b)"/>'), /loads something by url\(\)/],
  ['an animated link', svg('<set attributeName="href" to="#"/>'), /changes a reference by animation/],
  ['entities', `<!DOCTYPE svg [<!ENTITY a "b">]>${kSvg}`, /has a DOCTYPE/],
  ['a style sheet beside it', `<?xml version="1.0"?><?xml-stylesheet href="a.css"?>${kSvg}`, /has a processing instruction/],
  ['no name space', '<svg viewBox="0 0 9 9"></svg>', /has no xmlns="http:\/\/www\.w3\.org\/2000\/svg"/],
  ['half of it', kSvg.slice(0, -6), /does not end with <\/svg>/],
  ['another picture', Buffer.from('GIF89a'), /is neither an SVG nor a PNG/],
  ['a page', '<!doctype html><html></html>', /is neither an SVG nor a PNG|has a DOCTYPE/],
  ['half of a PNG', kPng.subarray(0, -9), /is a PNG that is not all there/],
  ['65 KiB', `${kSvg}<!--${'x'.repeat(65 * 1024)}-->`, /is larger than 64 KiB \(66 KiB\)/],
];
for (const [what, contents, expected] of kLogos) {
  test(`a logo with ${what}`, async () => {
    await mkdir(join(folder, 'pictures'), { recursive: true });
    await writeFile(join(folder, 'pictures/bad'), contents);
    const { mistakes } = await read(with_({ logo: 'pictures/bad' }));
    assert.match(mistakes?.join('\n') ?? '', /^logo: /);
    assert.match(mistakes.join('\n'), expected);
  });
}

test('a drawing as programs save it is taken', async () => {
  const inner = '<defs><linearGradient id="b"/></defs><style>.a{fill:url(#b)}</style><path class="a" d="M0 0"/><use xlink:href="#a"/>';
  await writeFile(join(folder, 'drawn.svg'), `<?xml version="1.0" encoding="UTF-8"?>\n<!-- made by hand -->\n${svg(inner)}\n`);
  const { identity, mistakes } = await read(with_({ logo: 'drawn.svg' }));
  assert.equal(mistakes, undefined);
  assert.equal(identity.logo.type, 'svg');
});

test('what is no JSON is told with line and column', async () => {
  for (const [text, expected] of [
    ['{\n  "format": "selfcheck-site/1"\n  "name": "a"\n}', /no JSON: line 3, column 3: a comma is missing$/],
    ['{\n  "name": "a",\n}', /no JSON: line 3, column 1: the name of a field is missing, .* a comma too many$/],
    ['{"name" "a"}', /no JSON: line 1, column 9: a colon is missing/],
    ['{"name": \u201ca\u201d}', /no JSON: line 1, column 10: .*straight double quotes$/],
    ['{"name": "a}', /no JSON: line 1, column 10: a text has no closing quotation mark$/],
    ['{"name": "a"} // mine', /no JSON: line 1, column 15: JSON has no comments/],
    ['{"name": "a\tb"}', /no JSON: line 1, column 10: a text has a line break or another control character/],
    ['{"name": "a"', /no JSON: line 1, column 13: a \} is missing$/],
    ['{} {}', /no JSON: line 1, column 4: something stands after the end/],
    ['', /no JSON: line 1, column 1: a value is missing/],
    [Buffer.from([0x7b, 0xff, 0x7d]), /is not UTF-8: save it as UTF-8$/],
    [`\ufeff${JSON.stringify(kGood)}`, /begins with a byte order mark: save it as UTF-8 without one/],
  ]) {
    const { message, lines } = await read(text);
    assert.match(message, expected);
    assert.deepEqual(lines, []);
  }
  const { mistakes } = await read('[]');
  assert.match(mistakes.join(), /^the file: is an array; write an object/);
});

test('a field that stands twice is told with its line, and all mistakes are told at once, in the order of the file', async () => {
  const { message, lines } = await read(`{
  "format": "selfcheck-site/1",
  "name": "a", "name": "b",
  "operator": { "name": "c", "link": "http://a.example", "${kNumber}": 1 },
  "accent": "#12345"
}`);
  assert.match(message, /has 5 mistakes:$/);
  const expected = [/^contact: is missing/, /^line 3: name: stands here twice; keep one$/, /^line 4: operator\.link: /, /^line 4: operator\./, /^line 5: accent: /];
  assert.equal(lines.length, expected.length);
  for (const pattern of expected) assert.ok(lines.some((line) => pattern.test(line)), `${pattern}`);
});

test('what runs a build sees every mistake on a line of its own, and no number', async () => {
  const file = join(folder, 'wrong.json');
  await writeFile(file, JSON.stringify({ ...kGood, accent: kNumber, [kNumber]: 1 }));
  await assert.rejects(buildSite(join(folder, 'none'), undefined, undefined, undefined, file), (error) => {
    assert.equal(error.code, 2);
    const lines = error.stderr.trim().split('\n');
    assert.match(lines[0], /^build\.mjs: error: .*wrong\.json has 2 mistakes:$/);
    assert.equal(lines.length, 3);
    assert.doesNotMatch(error.stderr, new RegExp(kNumber));
    assert.match(error.stderr, /^ {2}line 1: #{12}: there is no such field/m);
    return true;
  });
});

test('a good file says what it says', async () => {
  const { identity: least } = await read(kGood);
  assert.deepEqual(least, {
    ...{ isGiven: true, language: 'en', name: { en: 'Leak check' } },
    ...{ operator: { name: { en: 'The Example Paper' } }, contact: { email: 'desk@paper.example' } },
  });
  const { identity: full } = await read(kFull);
  assert.equal(full.accent, '#ffcc00');
  // The site's own language is first, since it stands in for those that are missing.
  assert.deepEqual(Object.keys(full.operator.about), ['hi', 'en']);
  assert.deepEqual(full.logo, { type: 'svg', contents: Buffer.from(kSvg) });
  assert.equal((await read(with_({ logo: 'logo.png' }))).identity.logo.type, 'png');
  assert.equal((await readSiteFile(undefined)).isGiven, false);
});

test('the published schema says the same', async () => {
  const text = await readFile(join(repository, 'docs/site.schema.json'), 'utf8');
  const schema = JSON.parse(text);
  const languages = JSON.parse(await readFile(join(webDirectory, 'languages.json'), 'utf8'));
  assert.deepEqual(schema.$defs.language.enum, Object.keys(languages));
  const isValid = new Ajv({ strict: true, strictTypes: false, allErrors: true }).compile(schema);
  const plain = (value) => JSON.parse(JSON.stringify(value));
  for (const good of [kGood, kFull, ...kHidden.map(([change]) => with_(change))]) assert.ok(isValid(plain(good)), JSON.stringify(isValid.errors));
  for (const [change, expected] of kMistakes) assert.ok(!isValid(plain(with_(change))), `the schema takes what is told as ${expected}`);
  const example = JSON.parse(await readFile(join(repository, 'docs/site.example.json'), 'utf8'));
  assert.ok(isValid(example));
});
