// The site on a home screen: it opens without a network, and only for those who have put it there.
import assert from 'node:assert/strict';
import { rm } from 'node:fs/promises';
import { test } from 'node:test';
import { fixture } from './support/fixture.mjs';
import { openFromHomeScreen } from './support/home_screen.mjs';
import { kAllowed, kNothingOther, whatIsLeft } from './support/offline.mjs';
import { makeTemporaryDirectory, Server, Site } from './support/site.mjs';
import { untilInPage } from './support/until.mjs';

const made = fixture(async (publisher) => ({ mobile: await publisher.mobile() }));

/** A site on a server, and a device whose home screen it is on. */
async function installed(t) {
  const [site, profile] = [await Site.make(made.lists), await makeTemporaryDirectory()];
  const server = await Server.start(site.directory);
  // The last comes first, since a browser that is open goes on writing into its profile.
  const ends = [() => rm(profile, { recursive: true, force: true }), () => site.remove(), () => server.stop()];
  t.after(async () => {
    for (const end of ends.reverse()) await end();
  });
  return { server, open: () => openFromHomeScreen(profile, server.url, (end) => ends.push(end)) };
}

/** Waits until the page says that it is stored. */
async function untilStored(checker) {
  await checker.offline.getByText('This page is stored on this device').waitFor({ state: 'attached' });
  await checker.openOffline();
}

test('opened from the home screen, the page is kept without lists, and opens where there is no network', async (t) => {
  const { server, open } = await installed(t);
  const first = await open();
  await untilStored(first.checker);
  const left = await whatIsLeft(first.page);
  assert.equal(left.workers.length, 1);
  assert.deepEqual(left.other, kNothingOther);
  const names = Object.keys(left.files).map((url) => url.replace(server.url, ''));
  assert.ok(names.some((name) => name.startsWith('app-')));
  assert.deepEqual(names.filter((name) => name.startsWith('lists/') || name === 'pins.json'), []);
  await first.close();

  await server.stop();
  const { context, page, checker } = await open();
  await page.getByRole('heading', { name: 'The lists could not be loaded' }).waitFor();
  await context.setOffline(true);
  await checker.press('Try again');
  await page.getByText('This device has no network now.').first().waitFor();
  // Without lists there is nothing to type a number into, and so no answer.
  assert.equal(await checker.number.isVisible(), false);
  await untilStored(checker);
});

test('with a list kept too, a check works without a network', async (t) => {
  const { server, open } = await installed(t);
  const first = await open();
  await untilStored(first.checker);
  await first.checker.keep('mobile');
  await first.close();
  await server.stop();
  const { checker } = await open();
  await checker.offlineNotice.waitFor();
  assert.equal((await checker.check('mobile', made.lists.mobile.members[0])).outcome, 'found');
  await checker.another();
  assert.equal((await checker.check('mobile', made.lists.mobile.others[0])).outcome, 'not_found');
});

test('what is kept for the home screen can be deleted, and does not come back at once', async (t) => {
  const { open } = await installed(t);
  const { checker, page } = await open();
  await untilStored(checker);
  await checker.press('Delete the stored page');
  await page.getByText('Nothing is stored on this device now.').first().waitFor();
  await checker.chooseKind('mobile');
  const { caches, files, workers } = await whatIsLeft(page);
  assert.deepEqual({ caches, files, workers }, { caches: [], files: {}, workers: [] });
});

test('put on the home screen while it is open, the page is kept from then on, and not before', async (t) => {
  const { checker, page } = await made.open(t, undefined, kAllowed);
  await checker.chooseKind('mobile');
  assert.deepEqual(await whatIsLeft(page), { caches: [], files: {}, workers: [], other: kNothingOther });
  await page.evaluate(() => window.dispatchEvent(new Event('appinstalled')));
  await untilStored(checker);
  assert.equal((await whatIsLeft(page)).workers.length, 1);
});

test('put on the home screen while a file of the page cannot be had, nothing is kept', async (t) => {
  const { checker, page } = await made.open(t, undefined, kAllowed);
  await checker.chooseKind('mobile');
  await page.route('**/locales/ta-*.json', (route) => route.abort());
  await page.evaluate(() => {
    const { match } = Cache.prototype;
    Cache.prototype.match = function (...args) {
      window.hasBegun = true;
      return match.apply(this, args);
    };
    window.dispatchEvent(new Event('appinstalled'));
  });
  await untilInPage(page, async () => window.hasBegun && (await caches.keys()).length === 0, 'a part of the page stays');
  assert.deepEqual((await whatIsLeft(page)).workers, []);
});
