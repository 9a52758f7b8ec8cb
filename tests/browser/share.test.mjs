// Passing the page on: the same is shared whatever was typed and whatever the answer was, and it is the site's address and one sentence.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { clipboardReader } from './support/clipboard.mjs';
import { fixture } from './support/fixture.mjs';
import { statesOf } from './support/states.mjs';
import { messagesOf } from './support/written.mjs';

const made = fixture(async (publisher) => ({
  mobile: await publisher.mobile(),
  aadhaar: await publisher.aadhaar(),
}));

const kSentence = (await messagesOf('en'))['share.message'];
const kVerdicts = ['found_mobile', 'found_aadhaar', 'not_found', 'could_not_tell', 'found_in_some', 'not_found_in_some', 'no_list_answers'];

/** In the page: what a phone's own way of sharing is given. The browser of these tests has none. */
function shareInstead() {
  window.shared = [];
  navigator.canShare = () => true;
  navigator.share = async (data) => {
    window.shared.push(data);
  };
}

/** Without the address's query, which is the language that was chosen. */
const addressOf = (recorder, language) => `${recorder.url}?lang=${language}`;

test('the phone\'s own way of sharing: the same for every verdict, and in the footer', async (t) => {
  const opened = await made.open(t, undefined, { beforeOpen: ({ page }) => page.addInitScript(shareInstead) });
  const { page, checker, recorder } = opened;
  const seen = new Set();
  for (const state of kVerdicts) {
    await checker.open(recorder.url);
    await statesOf(made)[state](opened);
    recorder.clear();
    const places = page.getByRole('button', { name: 'Share this page' });
    assert.equal(await places.count(), 2, state);
    for (const place of await places.all()) await place.press('Enter');
    const shared = await page.evaluate(() => window.shared);
    assert.deepEqual(shared, Array(2).fill({ text: kSentence, url: addressOf(recorder, 'en') }), state);
    // What is around the button is the same, too.
    seen.add(await page.locator('.result .share').evaluate((node) => `${node.outerHTML} after ${node.previousElementSibling.localName}`));
    assert.deepEqual(recorder.paths(), []);
    await page.unrouteAll({ behavior: 'ignoreErrors' });
  }
  assert.equal(seen.size, 1);
});

test('where there is none: the link to copy and to send by WhatsApp, in the reader\'s language', async (t) => {
  const { page, checker, context, recorder, seen } = await made.open(t);
  const readClipboard = await clipboardReader(t, context);
  await checker.check('mobile', made.lists.mobile.members[0]);
  const places = page.locator('.share');
  assert.equal(await places.count(), 2);
  for (const place of await places.all()) {
    const link = await place.getByRole('link', { name: 'Send it by WhatsApp' }).getAttribute('href');
    const { origin, searchParams } = new URL(link);
    assert.deepEqual([origin, [...searchParams]], ['https://wa.me', [['text', `${kSentence} ${addressOf(recorder, 'en')}`]]]);
    await place.getByRole('button', { name: 'Copy the link' }).press('Enter');
    await place.getByText('The link was copied.').waitFor();
    assert.equal(await readClipboard(), addressOf(recorder, 'en'));
  }
  await checker.speak('hi');
  await page.locator('.result .share').getByText(addressOf(recorder, 'hi')).waitFor();
  assert.deepEqual(seen.trouble, []);
});

test('where nothing may be copied, the address is there and selected', async (t) => {
  const { page, checker, recorder } = await made.open(t, undefined, {
    beforeOpen: ({ page: p }) =>
      p.addInitScript(() => {
        navigator.clipboard.writeText = () => Promise.reject(new DOMException('no', 'NotAllowedError'));
      }),
  });
  await checker.untilWhole();
  await page.locator('footer').getByRole('button', { name: 'Copy the link' }).press('Enter');
  await page.waitForFunction(() => String(getSelection()) !== '');
  assert.equal(await page.evaluate(() => String(getSelection())), addressOf(recorder, 'en'));
});

test('a phone that refuses to share leaves the link, one whose reader thinks better of it leaves everything', async (t) => {
  const { page, checker } = await made.open(t, undefined, {
    beforeOpen: ({ page: p }) =>
      p.addInitScript(() => {
        const reasons = ['AbortError', 'NotAllowedError'];
        navigator.canShare = () => true;
        navigator.share = () => Promise.reject(new DOMException('no', reasons.shift()));
      }),
  });
  await checker.untilWhole();
  const share = page.locator('footer').getByRole('button', { name: 'Share this page' });
  await share.press('Enter');
  await share.press('Enter');
  await page.locator('footer').getByRole('link', { name: 'Send it by WhatsApp' }).waitFor();
});
