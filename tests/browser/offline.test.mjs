// Offline mode: the whole list onto the device, the network cut, the check; and nothing left on the device but what everybody has
// who does the same.
import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { readdir, readFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import { join } from 'node:path';
import { test } from 'node:test';
import { untilIn } from './support/checker_page.mjs';
import { fixture } from './support/fixture.mjs';
import { hold } from './support/hold.mjs';
import { askedFor, cutNetwork, goOffline, hearNews, kAllowed, kHomePage, kNothingOther, openTab, reopen, waitWithoutEnd, whatIsLeft } from './support/offline.mjs';
import { Server } from './support/site.mjs';
import { untilInPage } from './support/until.mjs';

/** How long a tab waits for the lock on what is kept (web/src/offline/tab_lock.ts), in milliseconds. */
const kLockPatienceMs = 3000;

const made = fixture(async (publisher) => ({
  mobile: await publisher.mobile(),
  aadhaar: await publisher.aadhaar(),
}));

const sha256 = async (path) => createHash('sha256').update(await readFile(path)).digest('hex');

/** By address, what a device has that keeps these lists: they and the page, as they are on the server. */
async function expectedFiles(site, url, names) {
  const own = (await readdir(site.directory)).filter((name) => /^(?!pages-|lists_page-).*-[0-9a-f]{12}\.\w+$/.test(name));
  const all = await readdir(join(site.directory, 'locales'), { recursive: true });
  const words = all.filter((name) => name.endsWith('.json')).map((name) => `locales/${name}`);
  const paths = ['index.html', 'pins.json', ...own, ...words].map((name) => join(site.directory, name));
  for (const name of names) {
    const list = site.lists[name];
    paths.push(list.pointer, await list.manifest(), ...(await list.buckets()));
  }
  const entries = paths.map(async (path) => {
    const address = new URL(path.slice(site.directory.length + 1).replace(/^index\.html$/, ''), url).href;
    return [address, await sha256(path)];
  });
  return Object.fromEntries(await Promise.all(entries));
}

for (const kind of ['mobile', 'aadhaar']) {
  test(`${kind}: loaded, network cut, checked, closed, opened again, checked again`, async (t) => {
    const opened = await made.open(t, undefined, kAllowed);
    const { checker, page, recorder, seen, context } = opened;
    const { members, others } = made.lists[kind];
    await checker.keep(kind);
    await checker.offlineNotice.getByText('Now switch to aeroplane mode (flight mode). Then check your number.').waitFor();
    await cutNetwork(opened);
    await checker.offlineNotice.getByText('This device has no network now.').waitFor();
    recorder.clear();
    assert.equal((await checker.check(kind, members[0])).outcome, 'found');
    await checker.another();
    assert.equal((await checker.check(kind, others[0])).outcome, 'not_found');
    await checker.ledger.getByText('Nothing about your number was sent.').waitFor();
    await checker.ledger.getByText('For the check, this page asked for nothing.').waitFor();
    assert.equal(await checker.ledger.getByText(/have told/).count(), 0);
    assert.deepEqual(seen.trouble, []);

    const again = await reopen(opened);
    await again.checker.offlineNotice.getByText('This device has no network now.').waitFor();
    assert.equal((await again.checker.check(kind, others[1])).outcome, 'not_found');
    await again.checker.another();
    assert.equal((await again.checker.check(kind, members[1])).outcome, 'found');
    // Also in another language, whose words are not loaded before they are wanted.
    await again.checker.speak('hi');
    assert.match(await again.checker.heading.innerText(), /\p{Script=Devanagari}/u);
    assert.deepEqual(askedFor(recorder), []);
    assert.deepEqual(seen.trouble, []);
    assert.deepEqual(await context.cookies(), []);
    await again.page.waitForURL(`${recorder.url}?lang=hi`);
    await again.page.reload();
    await untilIn(again.page, 'hi');
  });
}

test('what is kept is the same whoever keeps it, whatever was checked; and it can all be deleted', async (t) => {
  const opened = await made.open(t, undefined, kAllowed);
  const { checker, page, site, recorder, seen } = opened;
  const { members, others } = made.lists.mobile;
  // Before it is asked for, nothing is: also where somebody only looks. Nor is the browser asked to keep it for long.
  await page.evaluate(() => {
    window.asked = 0;
    const { persist } = StorageManager.prototype;
    StorageManager.prototype.persist = function (...args) {
      window.asked += 1;
      return persist.apply(this, args);
    };
  });
  const askedToPersist = () => page.evaluate(() => window.asked);
  await checker.chooseKind('mobile');
  await checker.openOffline();
  assert.equal(await askedToPersist(), 0);
  const before = await whatIsLeft(page);
  assert.deepEqual(before, { caches: [], files: {}, workers: [], other: kNothingOther });

  await checker.check('mobile', members[0]); // with the network
  await checker.another();
  await checker.keep('mobile');
  assert.equal(await askedToPersist(), 1);
  const buckets = recorder.paths().filter((path) => path.includes('/buckets/')).slice(1);
  assert.equal(buckets.length, 16);
  const asked = seen.requests.map((request) => request.url()).filter((url) => url.includes('/buckets/')).slice(1);
  assert.deepEqual(asked, [...asked].sort(), 'in the same order for everybody');
  await checker.check('mobile', members[1]);
  await checker.another();
  await checker.check('mobile', others[1]);
  const expected = await expectedFiles(site, recorder.url, ['mobile']);
  const kept = await whatIsLeft(page);
  assert.deepEqual(kept.files, expected);
  assert.deepEqual(kept.other, kNothingOther);
  assert.deepEqual(kept.workers.length, 1);

  await checker.openOffline();
  await checker.press('Delete the stored lists');
  await page.locator('p.notice', { hasText: 'Nothing is stored on this device now.' }).waitFor();
  assert.deepEqual(await whatIsLeft(page), before);
  assert.equal(page.url(), recorder.url);
  // As if nothing had been: the network is asked, without a service worker in between.
  assert.equal(await page.evaluate(() => navigator.serviceWorker.controller), null);
  recorder.clear();
  assert.equal((await checker.check('mobile', members[2])).outcome, 'found');
  assert.equal(recorder.paths().filter((path) => path.includes('/buckets/')).length, 1);
  await checker.openOffline();
  await checker.offline.getByText('Nothing is stored on this device.').waitFor();
  assert.deepEqual(seen.trouble, []);
});

test('deleted without a network, too', async (t) => {
  const opened = await made.open(t, undefined, kAllowed);
  const { checker, page } = opened;
  await checker.keep('aadhaar');
  await cutNetwork(opened);
  await checker.check('aadhaar', made.lists.aadhaar.members[0]);
  await checker.openOffline();
  await checker.press('Delete the stored lists');
  await checker.offline.getByText('Nothing is stored on this device now.').waitFor();
  const { caches, workers, other } = await whatIsLeft(page);
  assert.deepEqual({ caches, workers, other }, { caches: [], workers: [], other: kNothingOther });
});

test('with the network again: one bucket, as before; and back, without loading anything', async (t) => {
  const { checker, page, recorder } = await made.open(t, undefined, kAllowed);
  const { members } = made.lists.mobile;
  const buckets = () => recorder.paths().filter((path) => path.includes('/buckets/')).length;
  await checker.keep('mobile');
  await checker.press('Check with the network again');
  await checker.offlineNotice.waitFor({ state: 'detached' });
  await page.locator('.list-card').waitFor();
  recorder.clear();
  assert.equal((await checker.check('mobile', members[0])).outcome, 'found');
  assert.equal(buckets(), 1);
  await checker.press('Check without a network');
  await checker.offlineNotice.waitFor();
  recorder.clear();
  assert.equal((await checker.check('mobile', members[1])).outcome, 'found');
  assert.deepEqual(askedFor(recorder), [], 'also with the network on');
});

test('who leaves offline mode while news are on their way stays outside', async (t) => {
  const opened = await made.open(t, undefined, kAllowed);
  const { checker, page, context, server, recorder } = opened;
  await checker.keep('mobile');
  await goOffline(opened);
  server.process.kill('SIGSTOP');
  await context.setOffline(false);
  await checker.openOffline();
  await checker.press('Check with the network again');
  await checker.offlineNotice.waitFor({ state: 'detached' });
  // What the news waited for ends, one way or the other, and all that follows from it.
  server.process.kill('SIGCONT');
  await checker.openLedger();
  await page.locator('.requests', { hasText: 'Still loading' }).waitFor({ state: 'detached' });
  await page.waitForTimeout(500);
  assert.equal(await checker.offlineNotice.count(), 0);
  recorder.clear();
  assert.equal((await checker.check('mobile', made.lists.mobile.members[0])).outcome, 'found');
  assert.equal(recorder.paths().filter((path) => path.includes('/buckets/')).length, 1);
});

test('who leaves offline mode while the lists are being loaded for it is shown none that is not open, and stays outside', async (t) => {
  const opened = await made.open(t, undefined, kAllowed);
  await opened.checker.keep('mobile');
  const { checker, page } = await reopen(opened);
  await checker.offlineNotice.waitFor();
  await checker.answerKind('mobile');
  const { recorder } = opened;
  const { release, firstAsked } = await hold(page, '**/lists/*/current.minisig');
  await checker.pressLoad();
  await firstAsked;
  await checker.press('Check with the network again');
  await checker.offlineNotice.waitFor({ state: 'detached' });
  assert.equal(await page.locator('.list-card').count(), 0);
  release();
  await page.locator('.list-card').getByText('Synthetic mobile numbers').waitFor();
  await checker.offline.locator('progress').waitFor({ state: 'detached' });
  recorder.clear();
  assert.equal((await checker.check('mobile', made.lists.mobile.members[0])).outcome, 'found');
  assert.equal(recorder.paths().filter((path) => path.includes('/buckets/')).length, 1);
  assert.equal(await checker.offlineNotice.count(), 0);
});

test('a network that takes requests and never answers does not keep anyone from what is kept', async (t) => {
  const opened = await made.open(t, undefined, kAllowed);
  await opened.checker.keep('aadhaar');
  opened.server.process.kill('SIGSTOP');
  const { checker } = await reopen(opened);
  await checker.offlineNotice.waitFor();
  assert.equal((await checker.check('aadhaar', made.lists.aadhaar.others[0])).outcome, 'not_found');
  assert.deepEqual(opened.recorder.paths().filter((path) => path.includes('/buckets/')).slice(1), []);
});

test('a server in trouble, or somebody who answers in its place, does not, either', async (t) => {
  const opened = await made.open(t, undefined, kAllowed);
  const { recorder, server } = opened;
  await opened.checker.keep('mobile');
  let answer;
  const other = createServer((_, response) => response.writeHead(...answer).end(kHomePage));
  await new Promise((resolve) => other.listen(0, '127.0.0.1', resolve));
  t.after(() => other.close());
  await server.stop();
  recorder.targetUrl = `http://127.0.0.1:${other.address().port}/`;
  const { members, others } = made.lists.mobile;
  const markup = { 'Content-Type': 'text/html' };
  let tab = opened;
  for (const status of [[503], [403, markup], [302, { Location: '/sign-in' }], [200, markup]]) {
    answer = status;
    recorder.clear();
    tab = await reopen({ ...opened, page: tab.page });
    assert.ok(recorder.paths().includes('/'), 'the server was asked first');
    await tab.checker.offlineNotice.waitFor();
    assert.equal((await tab.checker.check('mobile', members[0])).outcome, 'found', String(status));
    await tab.checker.another();
    assert.equal((await tab.checker.check('mobile', others[0])).outcome, 'not_found', String(status));
  }
  // Under the page's other address, too.
  tab = await reopen({ ...opened, page: tab.page }, `${recorder.url}index.html`);
  await tab.checker.offlineNotice.waitFor();
  // A site that was taken down has no lists any more, and the page that is kept says so.
  answer = [404, markup];
  tab = await reopen({ ...opened, page: tab.page });
  await tab.page.getByRole('heading', { name: 'This site has no lists yet' }).waitFor();
});

test('a list on another origin is kept like any other', async (t) => {
  const elsewhere = await Server.start(made.lists.aadhaar.directory);
  t.after(() => elsewhere.stop());
  const opened = await made.open(t, undefined, {
    ...kAllowed,
    damage: (site) => site.pin([{ ...made.lists.aadhaar.pin, url: elsewhere.url }]),
  });
  // There is one kind of list, and so nothing is asked about it.
  await opened.checker.number.waitFor();
  await opened.checker.keep('aadhaar');
  await elsewhere.stop();
  await cutNetwork(opened);
  const { checker } = await reopen(opened);
  await checker.number.waitFor();
  assert.equal((await checker.check('aadhaar', made.lists.aadhaar.members[0])).outcome, 'found');
  await checker.another();
  assert.equal((await checker.check('aadhaar', made.lists.aadhaar.others[0])).outcome, 'not_found');
  assert.deepEqual(opened.seen.trouble, []);
});

test('by keyboard, and said to those who do not see it', async (t) => {
  const opened = await made.open(t, undefined, kAllowed);
  const { checker, page, context } = opened;
  await checker.chooseKind('aadhaar');
  await page.evaluate(() => {
    window.said = [];
    const status = document.querySelector('[role=status]');
    new MutationObserver(() => window.said.push(status.textContent)).observe(status, { childList: true });
  });
  const focused = () => page.evaluate(() => document.activeElement.textContent);
  const tabTo = async (text) => {
    for (let i = 0; i < 12 && !text.test(await focused()); i += 1) await page.keyboard.press('Tab');
    assert.match(await focused(), text);
  };
  await tabTo(/^Check without a network/);
  await page.keyboard.press('Enter');
  await page.getByRole('button', { name: /^Load the list/ }).waitFor();
  // A small list is less than the page, which is loaded with it: the reader sees both.
  await tabTo(/^Load the list and this page: \d+\s\w+$/);
  const sizes = await checker.offline.getByText(/^The list is /).textContent();
  const [, list] = /^The list is (\d+\s\S+)\. The page itself, .* is \d+\skB\.$/.exec(sizes);
  await page.keyboard.press('Enter');
  await checker.offlineNotice.waitFor();
  await page.waitForFunction(() => document.activeElement.textContent === 'The whole list is on this device');
  const said = (text) => page.waitForFunction((one) => window.said.some((line) => line.includes(one)), text);
  await said('Now switch to aeroplane mode (flight mode). Then check your number.');
  await context.setOffline(true);
  await said('This device has no network now.');
  // On from the notice, the number comes first.
  await tabTo(/^Back/);
  await page.keyboard.press('Tab');
  await page.keyboard.type(made.lists.aadhaar.members[0]);
  await page.keyboard.press('Enter');
  assert.equal((await checker.readVerdict()).outcome, 'found');
  await context.setOffline(false);
  await checker.offlineNotice.getByText('The network is still on.').waitFor();
  // The page is here: what is left to load is the list.
  await checker.openOffline();
  assert.equal(await checker.offline.getByRole('button', { name: /^Load/ }).textContent(), `Load the whole list: ${list}`);
});

test('two tabs: what one deletes, the other does not have', async (t) => {
  const opened = await made.open(t, undefined, kAllowed);
  const { checker } = opened;
  await checker.keep('mobile');
  const other = await openTab(opened);
  await other.checker.offlineNotice.waitFor();
  await other.checker.openOffline();
  await other.checker.press('Delete the stored lists');
  await other.page.locator('p.notice', { hasText: 'Nothing is stored on this device now.' }).waitFor();
  // Nor does it come back with the news that the other hears.
  await hearNews(opened);
  assert.deepEqual((await whatIsLeft(other.page)).caches, []);
  const verdict = await checker.check('mobile', made.lists.mobile.others[0]);
  assert.deepEqual([verdict.outcome, verdict.codes], ['could_not_tell', ['not_stored']]);
});

/** Opens the site in another tab, which opens the lists' cache, from the `nth` time on, only once `release` is called. */
async function openTabThatStops({ context, recorder }, nth) {
  const page = await context.newPage();
  await page.addInitScript(waitWithoutEnd, kLockPatienceMs);
  await page.addInitScript((first) => {
    const { open } = CacheStorage.prototype;
    const released = new Promise((resolve) => {
      window.release = resolve;
    });
    let count = 0;
    CacheStorage.prototype.open = async function (name) {
      if (name.startsWith('selfcheck lists') && (count += 1) >= first) {
        window.hasStopped = true;
        await released;
      }
      return open.call(this, name);
    };
  }, nth);
  await page.goto(recorder.url);
  await page.waitForFunction(() => window.hasStopped);
  // It holds the lock, for which it has waited with the patience that has no end here.
  assert.ok(await page.evaluate(async () => window.waits > 0 && (await navigator.locks.query()).held.length === 1));
  return { page, release: () => page.evaluate(() => window.release()) };
}

/** Waits until no tab of this site holds the lock on what is kept, or waits for it. */
const untilTheLockIsFree = (page) =>
  untilInPage(
    page,
    async () => {
      const { held, pending } = await navigator.locks.query();
      return held.length + pending.length === 0;
    },
    'a tab keeps the lock',
  );

/** Waits until another tab than the one that holds the lock waits for it. */
const untilAnotherTabWaits = (page) =>
  untilInPage(
    page,
    async () => {
      const { held, pending } = await navigator.locks.query();
      return held.length === 1 && pending.some(({ clientId }) => clientId !== held[0].clientId);
    },
    'no other tab waits',
  );

test('two tabs: what one deletes stays deleted, wherever the other one has stopped', async (t) => {
  const opened = await made.open(t, undefined, kAllowed);
  const { checker, page } = opened;
  for (const nth of [1, 2, 3]) {
    await checker.keep('mobile');
    await checker.openOffline();
    await untilTheLockIsFree(page);
    const other = await openTabThatStops(opened, nth);
    await page.evaluate(waitWithoutEnd, kLockPatienceMs);
    await checker.press('Delete the stored lists');
    await untilAnotherTabWaits(page);
    assert.ok(await page.evaluate(() => window.waits > 0));
    await other.release();
    await page.locator('p.notice', { hasText: 'Nothing is stored on this device now.' }).waitFor();
    await untilTheLockIsFree(page);
    assert.deepEqual((await whatIsLeft(page)).caches, [], `stopped before it opened the cache for time ${nth}`);
    await other.page.close();
  }
});

test('two tabs: one that has stopped while it held the lock keeps nobody from deleting, and brings nothing back', async (t) => {
  const opened = await made.open(t, undefined, kAllowed);
  const { checker, page } = opened;
  await checker.keep('mobile');
  await checker.openOffline();
  await untilTheLockIsFree(page);
  const other = await openTabThatStops(opened, 1);
  await checker.press('Delete the stored lists');
  await page.locator('p.notice', { hasText: 'Nothing is stored on this device now.' }).waitFor();
  assert.deepEqual(await page.evaluate(() => caches.keys()), []);
  await other.release();
  await untilTheLockIsFree(page);
  assert.deepEqual((await whatIsLeft(page)).caches, []);
});

for (const [part, pattern] of [['the lists', '**/buckets/*/333h.bin'], ['the page', '**/locales/hi-*.json']]) {
  test(`two tabs: a download that has come to ${part} ends when the other one deletes what it has loaded, and brings nothing back`, async (t) => {
    const opened = await made.open(t, undefined, kAllowed);
    const { checker, page } = opened;
    await checker.chooseKind('mobile');
    await checker.openOffline();
    const { release, firstAsked } = await hold(page, pattern);
    await checker.pressLoad();
    await firstAsked;
    const other = await openTab(opened);
    await other.checker.chooseKind('mobile');
    await other.checker.openOffline();
    assert.ok(Object.keys((await whatIsLeft(page)).files).length > 0);
    await other.checker.press('Delete the stored lists');
    await other.page.getByText('Nothing is stored on this device now.').waitFor();
    release();
    await checker.offline.getByText('The list was not loaded completely. Try again.').waitFor();
    await checker.offline.getByText('Nothing is stored on this device.').waitFor();
    // The browser has one until it has found that it refuses to be installed.
    await untilInPage(page, async () => (await navigator.serviceWorker.getRegistrations()).length === 0, 'the service worker stays');
    assert.deepEqual((await whatIsLeft(page)).caches, []);
  });
}

test('code that does not come: says so after a while, and asks for it again', async (t) => {
  const { checker, page } = await made.open(t, undefined, { beforeOpen: ({ page: p }) => p.clock.install() });
  const { firstAsked } = await hold(page, '**/offline_mode-*');
  await checker.chooseKind('mobile');
  await checker.offline.locator('summary').press('Enter');
  await firstAsked;
  await page.clock.fastForward(30_000);
  await page.getByRole('alert').getByText('This part of the page did not load.').waitFor();
  await page.unrouteAll({ behavior: 'ignoreErrors' });
  await checker.press('Try again');
  await checker.offline.getByText('Nothing is stored on this device.').waitFor();
});

test('a browser that can not keep anything says so', async (t) => {
  const { checker, page } = await made.open(t, undefined, {
    beforeOpen: ({ page: p }) => p.addInitScript(() => delete Navigator.prototype.serviceWorker),
  });
  await checker.chooseKind('mobile');
  await checker.offline.locator('summary').press('Enter');
  await page.getByText('This browser cannot keep a list.').waitFor();
  assert.equal(await page.getByRole('button', { name: /^Load/ }).count(), 0);
});
