// What goes to others after an answer: the link that is shared, what a messenger reads of the page, and the sheet of paper. All of it is the same after
// every answer, so that nobody can tell from it which answer there was, nor for which number.
import assert from 'node:assert/strict';
import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { test } from 'node:test';
import { clipboardReader } from './support/clipboard.mjs';
import { deploy } from './support/deployment.mjs';
import { fixture } from './support/fixture.mjs';
import { webDirectory } from './support/paths.mjs';
import { statesOf } from './support/states.mjs';
import { messagesOf } from './support/written.mjs';

const made = fixture(async (publisher) => ({
  mobile: await publisher.mobile(),
  aadhaar: await publisher.aadhaar(),
}));

/** Every outcome, by the kind of number that was asked for. */
const kAnswers = {
  mobile: ['found_mobile', 'not_found', 'could_not_tell'],
  aadhaar: ['found_aadhaar', 'found_in_some', 'not_found_in_some', 'no_list_answers'],
};

/** Five digits in a row of a number. Years and helplines have four. */
const piecesOf = (digits) => Array.from({ length: digits.length - 4 }, (_, i) => digits.slice(i, i + 5));
const pieces = () => new Set(Object.values(made.lists).flatMap(({ members, others }) => [members[0], others[0]].flatMap(piecesOf)));

/** What the check says when it has an answer, in a language, without what is filled in. */
async function answersIn(language) {
  const said = Object.entries(await messagesOf(language)).filter(([key]) => /^verdict\.(?:(?:not_)?found|could_not_tell|neither|incomplete)/.test(key));
  const texts = said.flatMap(([, value]) => (typeof value === 'string' ? [value] : Object.values(value)));
  assert.ok(texts.length > 6, language);
  return texts.map((text) => text.replace(/\{\w+\}/g, '\0'));
}

/** Whether a text has a sentence in it, whatever was filled into that. */
const says = (text, sentence) => sentence.split('\0').every((part) => text.includes(part));

/** What others get to see of the page as it stands. */
async function passedOn(page, readClipboard) {
  const shares = await page.locator('.share').evaluateAll((all) => all.map((one) => one.outerHTML));
  const copied = [];
  for (const place of await page.locator('.share').all()) {
    await place.getByRole('button', { name: 'Copy the link' }).press('Enter');
    await place.getByText('The link was copied.').waitFor();
    copied.push(await readClipboard());
  }
  await page.emulateMedia({ media: 'print' });
  const printed = await page.locator('body').innerText();
  await page.emulateMedia({ media: 'screen' });
  const { head, address } = await page.evaluate(() => ({ head: document.head.outerHTML, address: location.href }));
  return { shares, copied, printed, head, address };
}

for (const [kind, states] of Object.entries(kAnswers)) {
  test(`${kind}: the link, the preview and the sheet of paper are the same after every answer, and have neither number nor answer in them`, async (t) => {
    const opened = await made.open(t);
    const { page, checker, recorder } = opened;
    const readClipboard = await clipboardReader(t, opened.context);
    const all = {};
    for (const state of states) {
      await checker.open(recorder.url);
      await statesOf(made)[state](opened);
      await checker.untilWhole();
      all[state] = await passedOn(page, readClipboard);
      assert.equal(all[state].shares.length, 2, state);
      await page.unrouteAll({ behavior: 'ignoreErrors' });
    }
    const [first] = states;
    for (const state of states) assert.deepEqual(all[state], all[first], state);
    const everything = JSON.stringify(all[first]);
    for (const piece of pieces()) assert.ok(!everything.includes(piece), 'a piece of a number');
    for (const sentence of await answersIn('en')) assert.ok(!says(everything, sentence), sentence);
    // Not even where the reader has typed it: the address has the language in it and nothing else.
    for (const copied of all[first].copied) assert.equal(copied, `${recorder.url}?lang=en`);
  });
}

test('the poster, what is kept as a text, and every preview say no answer and have no number of a list in them, in any language', async (t) => {
  const { site } = await deploy(t, made.lists);
  const languages = Object.keys(JSON.parse(await readFile(join(webDirectory, 'languages.json'), 'utf8')));
  const numbers = Object.values(made.lists).flatMap(({ members }) => members);
  const english = await answersIn('en');
  for (const language of languages) {
    const sentences = [...english, ...(await answersIn(language))];
    const names = await readdir(join(site.directory, language));
    assert.ok(names.includes('poster.html') && names.includes('what-to-do-mobile.txt'), language);
    for (const name of names) {
      const whole = await readFile(join(site.directory, language, name), 'utf8');
      // Of the other pages it is the head that is shown with a link.
      const text = name.endsWith('.html') && name !== 'poster.html' ? whole.slice(0, whole.indexOf('</head>')) : whole;
      for (const sentence of sentences) assert.ok(!says(text, sentence), `${language}/${name}: ${sentence}`);
      assert.ok(!numbers.some((digits) => whole.includes(digits)), `${language}/${name}`);
    }
  }
  for (const name of ['index.html', ...(await readdir(site.directory)).filter((one) => /\.(?:webmanifest|json)$/.test(one))]) {
    const text = await readFile(join(site.directory, name), 'utf8');
    assert.ok(!numbers.some((digits) => text.includes(digits)), name);
    for (const sentence of english) assert.ok(!says(text, sentence), `${name}: ${sentence}`);
  }
});
