// What to do, as it leaves the page: on paper and as a text. Neither says which number was looked up, nor what the answer was.
import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import { test } from 'node:test';
import { fixture } from './support/fixture.mjs';

const made = fixture(async (publisher) => ({
  mobile: await publisher.mobile(),
  aadhaar: await publisher.aadhaar(),
}));

/** Has a printer that only counts. */
const withPrinter = {
  beforeOpen: ({ page }) =>
    page.addInitScript(() => {
      window.print = () => {
        window.printed = (window.printed ?? 0) + 1;
      };
    }),
};

/** What only answers say. */
const kAnswer = /in this list|lists? of leaked|could not tell|\bfound\b|searched/i;

/** Five digits in a row: years and helplines have four. */
const hasPieceOf = (text, digits) => Array.from(digits).some((_, i) => i + 5 <= digits.length && text.includes(digits.slice(i, i + 5)));

/** What comes out of a printer, in the order of the page. */
async function onPaper(page) {
  await page.emulateMedia({ media: 'print' });
  const text = await page.locator('body').innerText();
  await page.emulateMedia({ media: 'screen' });
  return text;
}

const outcomes = {
  found: ({ checker }, { members }, kind) => checker.check(kind, members[0]),
  not_found: ({ checker }, { others }, kind) => checker.check(kind, others[0]),
  could_not_tell: async ({ checker, page }, { members }, kind) => {
    await page.route(/buckets/, (route) => route.abort());
    await checker.check(kind, members[0]);
    await page.unrouteAll({ behavior: 'ignoreErrors' });
  },
};

for (const kind of ['mobile', 'aadhaar']) {
  test(`${kind}: the same is printed after every answer, and it is what to do`, async (t) => {
    const opened = await made.open(t, undefined, withPrinter);
    const papers = {};
    for (const [outcome, reach] of Object.entries(outcomes)) {
      await opened.checker.open(opened.recorder.url);
      await reach(opened, made.lists[kind], kind);
      assert.equal(await opened.page.locator(`.verdict.${outcome}`).count(), 1);
      papers[outcome] = await onPaper(opened.page);
    }
    const { found } = papers;
    assert.match(found, /1930/);
    // A number that a text names twice stands there twice.
    assert.match(found, kind === 'mobile' ? /Know Your Mobile Connections/ : /GETOTP.* to 1947\. .*ENABLEBIOLOCK.* to 1947\./);
    assert.doesNotMatch(found.replace('The numbers in this list are invented', ''), kAnswer);
    assert.doesNotMatch(found, /Print these|Check another/);
    for (const digits of [...made.lists[kind].members, ...made.lists[kind].others]) assert.ok(!hasPieceOf(found, digits));
    assert.equal(papers.not_found, found);
    assert.equal(papers.could_not_tell, found);
  });

  test(`${kind}: the steps can be ticked off, printed, and kept as a text that names no number and no answer`, async (t) => {
    const opened = await made.open(t, undefined, withPrinter);
    const { checker, page, recorder } = opened;
    const [digits] = made.lists[kind].members;
    await checker.check(kind, digits);
    const ticks = page.locator('.steps:visible input[type=checkbox]');
    await ticks.first().check();
    await page.locator('.steps:visible label.tick').nth(1).click();
    assert.deepEqual([await ticks.nth(0).isChecked(), await ticks.nth(1).isChecked(), await ticks.nth(2).isChecked()], [true, true, false]);
    await page.getByRole('button', { name: 'Print these steps' }).click();
    assert.equal(await page.evaluate(() => window.printed), 1);

    const before = recorder.paths().length;
    const [download] = await Promise.all([page.waitForEvent('download'), page.getByRole('button', { name: 'Keep these steps as text' }).click()]);
    assert.equal(download.suggestedFilename(), 'what-to-do.txt');
    const text = await readFile(await download.path(), 'utf8');
    for (const title of await page.locator('.steps:visible li .strong').allInnerTexts()) assert.ok(text.includes(title), title);
    assert.match(text, /1930 {2}https:\/\/cybercrime\.gov\.in\//);
    assert.doesNotMatch(text, kAnswer);
    assert.ok(!hasPieceOf(text, digits));
    assert.equal(recorder.paths().length, before, 'no server hears of it');
    // What was ticked stays nowhere.
    await checker.open(recorder.url);
    await checker.check(kind, digits);
    assert.equal(await ticks.first().isChecked(), false);
  });
}

test('who is told to tell the owner of the site finds a way to them', async (t) => {
  const { checker, page } = await made.open(t, undefined, {
    beforeOpen: ({ page: opened }) => opened.route(/buckets/, (route) => route.fulfill({ status: 503 })),
  });
  await checker.check('mobile', made.lists.mobile.members[0]);
  // Nobody has said who runs this site: the page that says so is the way.
  const link = page.locator('.verdict').getByRole('link', { name: 'Who runs this site' });
  await link.click();
  await page.waitForURL(/\/en\/about\.html#contact$/);
  assert.match(await page.locator('h1').innerText(), /Who runs this/);
});
