// Which leaks are covered, before anything is asked; and that only such kinds of numbers are asked about as the site has lists of. The page
// knows from its build which those are, and the pins file has the last word.
import assert from 'node:assert/strict';
import { cp } from 'node:fs/promises';
import { join } from 'node:path';
import { test } from 'node:test';
import { fixture } from './support/fixture.mjs';
import { hold } from './support/hold.mjs';

const kDayMs = 86_400_000;
const inDays = (days) => new Date(Date.now() + days * kDayMs).toISOString().slice(0, 10);
const published = (day) => ['--published', `${day}T06:00:00Z`, '--valid-until', `${inDays(30)}T00:00:00Z`];
const titled = (title, link = 'https://example.org/about') => ({
  texts: { en: { title, publisher: 'The Daily Example', about: 'Made for a test.', link } },
});
const kUnreadable = 'https://example.org:99999/about'; // The format allows such a port, and browsers do not.
const kNewer = inDays(-100);
const kNewerInWords = new Date(kNewer).toLocaleDateString('en-GB', { day: 'numeric', month: 'long', year: 'numeric', timeZone: 'UTC' });

const made = fixture(async (publisher) => ({
  mobile: await publisher.mobile(),
  aadhaar: await publisher.aadhaar(),
  old: await publisher.publish('old', { kind: 'aadhaar', count: 20, options: published(inDays(-200)), ...titled('An old leak', kUnreadable) }),
  new: await publisher.publish('new', { kind: 'aadhaar', count: 20, options: published(kNewer), ...titled('A newer leak') }),
}));

const rows = (page) => page.locator('.covered > li').allInnerTexts();

test('the newest three, each with its title and its date; the others are a link away', async (t) => {
  const { page, checker } = await made.open(t);
  await page.getByRole('heading', { name: 'The lists we look in' }).waitFor();
  const more = page.getByRole('link', { name: 'and 1 more' });
  await more.waitFor();
  assert.equal(await more.getAttribute('href'), 'en/lists.html');
  await page.locator('.covered').getByText('A newer leak').waitFor();
  const [first, second, third, ...others] = await rows(page);
  for (const row of [first, second]) assert.match(row, /^Synthetic (?:mobile|Aadhaar) numbers\s+List of \d+ \w+ 20\d\d$/);
  assert.deepEqual(third.split(/\s*\n\s*/), ['A newer leak', `List of ${kNewerInWords}`]);
  assert.deepEqual(others, []);
  await checker.speak('hi');
  assert.equal(await page.locator('.lists a').getAttribute('href'), 'hi/lists.html');
});

test('a list that can not be had is among them, and says so', async (t) => {
  const { mobile, old } = made.lists;
  const { page } = await made.open(t, { mobile, old }, { beforeOpen: ({ page: p }) => p.route('**/lists/old/**', (route) => route.abort()) });
  await page.locator('.covered').getByText('This list cannot be used now.').waitFor();
  assert.match((await rows(page)).join(), /List “old”/);
});

test('a link that browsers can not read is text, and keeps nobody from an answer', async (t) => {
  const { old } = made.lists;
  const { page, checker } = await made.open(t, { old });
  await checker.check('aadhaar', old.members[0]);
  await page.getByText(`About this list: ${kUnreadable}`).first().waitFor();
  assert.equal(await page.locator(`a[href="${kUnreadable}"]`).count(), 0);
});

test('with lists of one kind nothing is asked about the kind, from the first moment', async (t) => {
  let held;
  const { page, checker } = await made.open(t, { mobile: made.lists.mobile }, {
    beforeOpen: async ({ page: p }) => {
      held = await hold(p, '**/pins.json');
    },
  });
  await page.getByLabel('What is your mobile number?').waitFor();
  assert.equal(await checker.kindButton('aadhaar').isVisible(), false);
  const field = await checker.number.boundingBox();
  held.release();
  await page.locator('.list-card').waitFor();
  assert.deepEqual(await checker.number.boundingBox(), field);
  assert.equal(await page.getByRole('button', { name: 'Back' }).count(), 0);
});

test('without lists it says so from the first moment, and nothing can be typed', async (t) => {
  const { page, checker } = await made.open(t, {}, { beforeOpen: ({ page: p }) => hold(p, '**/pins.json') });
  await page.getByRole('heading', { name: 'This site has no lists yet' }).waitFor();
  assert.equal(await checker.number.isVisible(), false);
  assert.equal(await checker.kindButton('mobile').isVisible(), false);
});

/** The page of a site of `lists`, which gets the pins of another site. */
async function openWithPins(t, lists, others, options) {
  const other = await made.open(t, others);
  return made.open(t, { ...lists, ...others }, {
    ...options,
    damage: async ({ directory }) => {
      // What is known of the lists is written into the page itself.
      const { site } = await made.open(t, lists);
      await cp(join(site.directory, 'index.html'), join(directory, 'index.html'));
      await cp(join(other.site.directory, 'pins.json'), join(directory, 'pins.json'));
    },
  });
}

test('pins with a kind that was not known: it can be gone back to the question', async (t) => {
  const { mobile, aadhaar } = made.lists;
  const { page, checker } = await openWithPins(t, { mobile }, { mobile, aadhaar });
  await page.locator('.list-card').waitFor();
  await checker.press('Back');
  await checker.kindButton('aadhaar').press('Enter');
  await checker.type(aadhaar.members[0]);
  await checker.submit();
  assert.equal((await checker.readVerdict()).outcome, 'found');
});

test('pins without the kind that was known: the question is asked, and that there is no list for it', async (t) => {
  const { mobile, aadhaar } = made.lists;
  const { page, checker } = await openWithPins(t, { mobile }, { aadhaar });
  await page.locator('.no-list').getByText('This site has no list of mobile numbers.').waitFor();
  assert.equal((await checker.check('aadhaar', aadhaar.others[0])).outcome, 'not_found');
});

test('pins where there were none: the check is there', async (t) => {
  const { checker } = await openWithPins(t, {}, { mobile: made.lists.mobile });
  assert.equal((await checker.check('mobile', made.lists.mobile.members[0])).outcome, 'found');
});

test('a number typed before it was known that there is no list of its kind: it goes, and why is said', async (t) => {
  const { mobile, aadhaar } = made.lists;
  let held;
  const { page, checker } = await openWithPins(t, { mobile, aadhaar }, { mobile }, {
    beforeOpen: async ({ page: p }) => {
      held = await hold(p, '**/pins.json');
    },
  });
  await checker.answerKind('aadhaar');
  await checker.type(aadhaar.members[0]);
  await checker.submit();
  held.release();
  await page.getByRole('status').getByText('This site has no list of Aadhaar numbers.').waitFor();
  assert.equal(await checker.number.inputValue(), '');
  assert.equal(await page.locator('.progress').isVisible(), false);
});
