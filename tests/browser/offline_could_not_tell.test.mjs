// Offline mode when something is missing, spoiled, old or in the way: "could not tell", or no offline mode at all, and never a
// request for what is missing. Each number tried is not in the list, so that a check which let a fault pass would say "not found".
import assert from 'node:assert/strict';
import { readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { test } from 'node:test';
import { bucketFileName, bucketIndex } from './support/crafted_list.mjs';
import { flipByte } from './support/damage.mjs';
import { fixture } from './support/fixture.mjs';
import { hold } from './support/hold.mjs';
import { buildList } from './support/lists.mjs';
import { askedFor, cutNetwork, kAllowed, kHomePage, openTab, reopen, waitWithoutEnd, whatIsLeft } from './support/offline.mjs';
import { makeLocales } from './support/pseudo_language.mjs';
import { kMobileBits } from './support/publisher.mjs';
import { canonicalForm } from './support/synthetic.mjs';
import { until, untilInPage } from './support/until.mjs';

const made = fixture(async (publisher) => ({
  mobile: await publisher.mobile(),
  aadhaar: await publisher.aadhaar(),
}));

/** How long the page waits for a host that says nothing, in milliseconds. */
const kStallMs = 20_000;

const bucketOf = (digits) => bucketFileName(bucketIndex(canonicalForm('mobile', digits), kMobileBits));
const number = (kind = 'mobile') => made.lists[kind].others[0];

/** Spoils or deletes the kept file of a list whose address ends like this. */
function damageKept(page, ending, damage) {
  return page.evaluate(
    async ([end, how]) => {
      const cache = await caches.open('selfcheck lists /');
      const { url } = (await cache.keys()).find((request) => request.url.endsWith(end));
      const body = new Uint8Array(await (await cache.match(url)).arrayBuffer());
      body[body.length - 20] ^= 1;
      await cache.delete(url);
      if (how === 'spoiled') await cache.put(url, new Response(body));
      if (how === 'cut short') await cache.put(url, new Response(body.slice(0, 50)));
    },
    [ending, damage],
  );
}

/** Without a network, or with one: nobody may be asked for a bucket in either. */
async function expectNotStored({ checker, recorder }, kind = 'mobile') {
  recorder.clear();
  const verdict = await checker.check(kind, number(kind));
  assert.deepEqual([verdict.outcome, verdict.codes], ['could_not_tell', ['not_stored']]);
  assert.match(await checker.verdict.innerText(), /Switch the network on, load the whole list again, then check/);
  assert.deepEqual(recorder.paths().filter((path) => path.includes('/buckets/')), []);
}

test('a bucket that is missing, spoiled or cut short: not_stored, and it is not asked for', async (t) => {
  const opened = await made.open(t, undefined, kAllowed);
  const { checker, page } = opened;
  await checker.keep('mobile');
  for (const damage of ['spoiled', 'cut short', 'missing']) {
    await damageKept(page, bucketOf(number()), damage);
    await expectNotStored(opened);
    assert.deepEqual(askedFor(opened.recorder), []);
    await checker.another();
  }
  // The other buckets are as good as before.
  const other = made.lists.mobile.others.find((digits) => bucketOf(digits) !== bucketOf(number()));
  assert.equal((await checker.check('mobile', other)).outcome, 'not_found');
  // Loading it again mends it, also what looks whole.
  await damageKept(page, bucketOf(other), 'spoiled');
  await checker.pressLoad();
  await checker.offlineNotice.getByText('The whole list is on this device').waitFor();
  for (const digits of [number(), other]) {
    assert.equal((await checker.check('mobile', digits)).outcome, 'not_found');
    await checker.another();
  }
});

for (const [what, ending] of [
  ['signature', 'lists/mobile/current.minisig'],
  ['manifest', '.json'],
]) {
  test(`a spoiled ${what}, opened without a network: not_stored`, async (t) => {
    const opened = await made.open(t, undefined, kAllowed);
    await opened.checker.keep('mobile');
    await damageKept(opened.page, what === 'manifest' ? basename(await opened.site.lists.mobile.manifest()) : ending, 'spoiled');
    await cutNetwork(opened);
    const { checker } = await reopen(opened);
    await expectNotStored({ checker, recorder: opened.recorder });
  });
}

test('a kind that was not kept: not_stored, until it is loaded as well', async (t) => {
  const opened = await made.open(t, undefined, kAllowed);
  const { checker, page, recorder } = opened;
  await checker.keep('aadhaar');
  await checker.press('Back');
  await expectNotStored(opened);
  await checker.offlineNotice.getByRole('button', { name: /^Load the whole list/ }).press('Enter');
  await checker.offlineNotice.getByText('The whole list is on this device').waitFor();
  recorder.clear();
  assert.equal((await checker.check('mobile', number())).outcome, 'not_found');
  assert.deepEqual(askedFor(recorder), []);
});

test('what the browser throws away is missed, not guessed; and the page opens all the same where there is a network', async (t) => {
  const opened = await made.open(t, undefined, kAllowed);
  await opened.checker.keep('mobile');
  const devtools = await opened.context.newCDPSession(opened.page);
  await devtools.send('Storage.clearDataForOrigin', { origin: opened.recorder.url, storageTypes: 'cache_storage' });
  await expectNotStored(opened);
  const { checker } = await reopen(opened);
  assert.equal((await checker.check('mobile', number())).outcome, 'not_found');
  assert.equal(await checker.offlineNotice.count(), 0);
});

test('a download that breaks off: no offline mode, and the next one goes on from there', async (t) => {
  const opened = await made.open(t, undefined, kAllowed);
  const { checker, page, recorder, seen } = opened;
  const broken = await opened.site.lists.mobile.buckets();
  await page.route(`**/${basename(broken[9])}`, (route) => route.abort());
  await checker.chooseKind('mobile');
  await checker.pressLoad();
  await page.getByRole('alert').getByText('The list was not loaded completely. Try again.').waitFor();
  assert.equal(await page.evaluate(() => document.activeElement.textContent.startsWith('Load the list and this page')), true);
  assert.equal(await checker.offlineNotice.count(), 0);
  assert.deepEqual((await whatIsLeft(page)).workers, []);
  // As if nothing had been: one bucket is asked for.
  recorder.clear();
  assert.equal((await checker.check('mobile', number())).outcome, 'not_found');
  assert.equal(recorder.paths().filter((path) => path.includes('/buckets/')).length, 1);

  await page.unrouteAll();
  recorder.clear();
  await checker.pressLoad();
  await checker.offlineNotice.waitFor();
  const asked = recorder.paths().filter((path) => path.includes('/buckets/'));
  assert.ok(asked.length > 0 && asked.length < 16, `${asked.length} of 16`);
  recorder.clear();
  assert.equal((await checker.check('mobile', number())).outcome, 'not_found');
  assert.deepEqual(askedFor(recorder), []);
  assert.deepEqual(seen.trouble, []);
});

test('a bucket that does not verify is not stored: no offline mode, whoever’s it is, and the next download mends it', async (t) => {
  const opened = await made.open(t, undefined, kAllowed);
  const { checker, page, site, recorder } = opened;
  const spoiled = (await site.lists.mobile.buckets())[9];
  await flipByte(spoiled, 10);
  await checker.chooseKind('mobile');
  await checker.pressLoad();
  await page.getByRole('alert').getByText('The list was not loaded completely. Try again.').waitFor();
  assert.equal(await checker.offlineNotice.count(), 0);
  const { files } = await whatIsLeft(page);
  assert.equal(new URL(spoiled.slice(site.directory.length + 1), recorder.url).href in files, false);
  await flipByte(spoiled, 10);
  recorder.clear();
  await checker.pressLoad();
  await checker.offlineNotice.waitFor();
  assert.equal(recorder.paths()[0], '/lists/mobile/current.minisig', 'there might have been a newer edition');
});

test('a download that is stopped', async (t) => {
  const { checker, page } = await made.open(t, undefined, kAllowed);
  await hold(page, '**/buckets/**');
  await checker.chooseKind('mobile');
  await checker.pressLoad();
  await checker.press('Stop');
  await page.getByRole('button', { name: /^Load the list and this page/ }).waitFor();
  assert.equal(await page.getByRole('alert').count(), 0);
  assert.equal(await checker.offlineNotice.count(), 0);
});

test('a download that is stopped while a page that was opened in offline mode still asks for the lists', async (t) => {
  const opened = await made.open(t, undefined, kAllowed);
  await opened.checker.keep('mobile');
  const { checker, page } = await reopen(opened);
  await checker.chooseKind('mobile');
  const { firstAsked, release } = await hold(page, '**/pins.json');
  await page.evaluate(waitWithoutEnd, kStallMs);
  await checker.pressLoad();
  await firstAsked;
  assert.ok(await page.evaluate(() => window.waits > 0));
  await checker.press('Stop');
  const load = page.getByRole('button', { name: /^Load the whole list/ });
  await load.waitFor();
  assert.equal(await page.getByRole('alert').count(), 0);
  // The second download waits for the first one's lists.
  await checker.pressLoad();
  await checker.press('Stop');
  await load.waitFor();
  release();
  await checker.pressLoad();
  await page.getByText('The whole list is on this device').waitFor();
});

test('a download that is stopped while the browser starts the service worker', async (t) => {
  const { checker, page } = await made.open(t, undefined, kAllowed);
  await page.evaluate(() => {
    ServiceWorkerContainer.prototype.register = () => {
      window.isRegistering = true;
      return new Promise(() => {});
    };
  });
  await checker.chooseKind('mobile');
  await checker.pressLoad();
  await page.waitForFunction(() => window.isRegistering);
  await checker.press('Stop');
  await page.getByRole('button', { name: /^Load the list and this page/ }).waitFor();
  assert.equal(await page.getByRole('alert').count(), 0);
  assert.deepEqual((await whatIsLeft(page)).caches, ['selfcheck lists /']);
});

test('a service worker opens the page from the network first, whatever becomes of the page that has started it', async (t) => {
  const { checker, page } = await made.open(t, undefined, kAllowed);
  await page.evaluate(() => {
    NavigationPreloadManager.prototype.enable = () => Promise.reject(new DOMException('', 'InvalidStateError'));
  });
  await checker.keep('mobile');
  const isEnabled = async () => {
    const registration = await navigator.serviceWorker.getRegistration();
    return registration?.active?.state === 'activated' && (await registration.navigationPreload.getState()).enabled;
  };
  await untilInPage(page, isEnabled, 'the service worker does not ask the network');
});

test('a download that is stopped while a file of the page is on its way', async (t) => {
  const { checker, page } = await made.open(t, undefined, kAllowed);
  await checker.chooseKind('mobile');
  const { firstAsked } = await hold(page, '**/locales/ta-*.json');
  await page.evaluate(waitWithoutEnd, kStallMs);
  await checker.pressLoad();
  await firstAsked;
  await checker.press('Stop');
  await page.getByRole('button', { name: /^Load the list and this page/ }).waitFor();
  assert.deepEqual((await whatIsLeft(page)).caches, ['selfcheck lists /']);
});

test('a tab that cannot keep the page leaves alone what another has kept meanwhile', async (t) => {
  const opened = await made.open(t, undefined, kAllowed);
  const { checker, page } = opened;
  await checker.chooseKind('mobile');
  const { firstAsked } = await hold(page, '**/locales/ta-*.json');
  await checker.pressLoad();
  await firstAsked;
  const other = await openTab(opened);
  await other.checker.keep('mobile');
  const before = await whatIsLeft(other.page);
  assert.equal(before.workers.length, 1);
  await checker.press('Stop');
  await page.getByRole('button', { name: /^Load the whole list/ }).waitFor();
  assert.deepEqual(await whatIsLeft(other.page), before);
});

/** Leaves this much of the device to the site, in bytes. */
async function giveRoom({ context, page, recorder }, quotaSize) {
  const devtools = await context.newCDPSession(page);
  await devtools.send('Storage.overrideQuotaForOrigin', { origin: new URL(recorder.url).origin, quotaSize });
}

test('no room on the device for the list: a page that was there before stays', async (t) => {
  const opened = await made.open(t, undefined, kAllowed);
  const { checker, page } = opened;
  await checker.keep('mobile');
  const before = await whatIsLeft(page);
  // As on a device whose reader has installed the page and kept no list.
  await page.evaluate(async () => caches.delete((await caches.keys()).find((name) => name.startsWith('selfcheck lists'))));
  const again = await reopen(opened);
  const [cache] = await again.page.evaluate(() => caches.keys());
  await giveRoom({ ...opened, page: again.page }, 1);
  await again.checker.chooseKind('mobile');
  await again.checker.pressLoad();
  await again.page.getByText('There is not enough free space on this device for the list.').waitFor();
  const { caches, workers } = await whatIsLeft(again.page);
  assert.deepEqual({ caches, workers }, { caches: [cache], workers: before.workers });
});

test('no room on the device for the last file of a newer edition: the older one stays as it was', async (t) => {
  const opened = await made.open(t, undefined, kAllowed);
  const { checker, page } = opened;
  await checker.keep('aadhaar');
  const before = await whatIsLeft(page);
  await publishAgain(opened, [...made.lists.aadhaar.members, number('aadhaar')]);
  await page.evaluate(() => {
    const { put } = Cache.prototype;
    Cache.prototype.put = function (request, response) {
      const { pathname } = new URL(request.url ?? request);
      return pathname === '/pins.json' ? Promise.reject(new DOMException('', 'QuotaExceededError')) : put.call(this, request, response);
    };
  });
  await checker.pressLoad();
  await page.getByText('There is not enough free space on this device for the list.').waitFor();
  assert.deepEqual(await whatIsLeft(page), before);
});

test('one of two lists of a kind is not there: the list is not said to be on this device', async (t) => {
  const second = await made.publisher.publish('second', { kind: 'aadhaar', count: 40, seed: 2 });
  const opened = await made.open(t, { aadhaar: made.lists.aadhaar, second }, kAllowed);
  const { checker, site } = opened;
  const good = await readFile(site.lists.second.pointer);
  await writeFile(site.lists.second.pointer, kHomePage);
  await checker.chooseKind('aadhaar');
  await checker.pressLoad();
  await checker.offlineNotice.getByText('A part of the list is missing').waitFor();
  assert.equal(await checker.offlineNotice.getByText('The whole list is on this device').count(), 0);
  assert.equal((await checker.check('aadhaar', number('aadhaar'))).outcome, 'could_not_tell');
  await writeFile(site.lists.second.pointer, good);
  await checker.another();
  await checker.pressLoad();
  await checker.offlineNotice.getByText('The whole list is on this device').waitFor();
  assert.equal((await checker.check('aadhaar', number('aadhaar'))).outcome, 'not_found');
});

test('what says that a list was taken back stays when another of its kind is loaded again', async (t) => {
  const other = await made.publisher.publish('other', { kind: 'aadhaar', count: 40, seed: 2 });
  const opened = await made.open(t, { ...made.lists, other }, kAllowed);
  await opened.checker.keep('aadhaar');
  await publishAgain(opened, made.lists.aadhaar.members, ['--withdrawn']);
  let tab = await reopen(opened);
  await tab.checker.chooseKind('aadhaar');
  await tab.page.locator('.list-card').getByText('The publisher has taken the list back.').waitFor();
  await tab.checker.pressLoad();
  await tab.page.getByRole('button', { name: 'Stop' }).waitFor({ state: 'detached' });
  assert.equal(await tab.page.getByRole('alert').count(), 0);
  await opened.context.setOffline(true);
  tab = await reopen({ ...opened, page: tab.page });
  const { outcome, codes } = await tab.checker.check('aadhaar', number('aadhaar'));
  assert.deepEqual([outcome, codes], ['could_not_tell', ['withdrawn']]);
});

test('what is kept cannot be used when offline mode is entered by hand: says so', async (t) => {
  const { checker, page, site } = await made.open(t, undefined, kAllowed);
  await checker.keep('mobile');
  await checker.press('Check with the network again');
  await rm(join(site.directory, 'pins.json'));
  await page.getByRole('button', { name: 'Check without a network' }).press('Enter');
  await page.getByRole('alert').getByText('This list cannot be used now.').waitFor();
  assert.equal(await checker.offlineNotice.count(), 0);
});

test('a browser that does not delete: says so, and deletes when it is asked again', async (t) => {
  const { checker, page } = await made.open(t, undefined, kAllowed);
  await checker.keep('mobile');
  await page.evaluate(() => {
    const kept = CacheStorage.prototype.delete;
    CacheStorage.prototype.delete = () => Promise.reject(new DOMException('', 'UnknownError'));
    window.mend = () => {
      CacheStorage.prototype.delete = kept;
    };
  });
  await checker.openOffline();
  await checker.press('Delete the stored lists');
  await page.getByRole('alert').getByText('Not everything could be deleted. Try again.').waitFor();
  await page.getByText(/^Stored on this device: /).waitFor();
  await page.evaluate(() => window.mend());
  await checker.press('Delete the stored lists');
  await page.locator('p.notice', { hasText: 'Nothing is stored on this device now.' }).waitFor();
  const { caches, workers } = await whatIsLeft(page);
  assert.deepEqual({ caches, workers }, { caches: [], workers: [] });
});

test('no room on the device: says so, and leaves nothing there', async (t) => {
  const opened = await made.open(t, undefined, kAllowed);
  const { checker, page } = opened;
  await giveRoom(opened, 100_000);
  await checker.chooseKind('mobile');
  await checker.pressLoad();
  await page.getByText('There is not enough free space on this device for the list.').waitFor();
  assert.equal(await checker.offlineNotice.count(), 0);
  const { caches, workers } = await whatIsLeft(page);
  assert.deepEqual({ caches, workers }, { caches: [], workers: [] });
  assert.equal((await checker.check('mobile', number())).outcome, 'not_found');
});

/** The site's list of Aadhaar numbers in another edition. */
function publishAgain({ site }, numbers, options = []) {
  return buildList({
    directory: site.lists.aadhaar.directory,
    pinFile: join(site.root, 'again.json'),
    secretKey: made.publisher.secretKey,
    kind: 'aadhaar',
    numbers,
    options,
  });
}

test('a newer edition: the old one answers no more while there is a network; loaded again, nothing is left of it', async (t) => {
  const opened = await made.open(t, undefined, kAllowed);
  const { site, recorder, context } = opened;
  await opened.checker.keep('aadhaar');
  const old = (await site.lists.aadhaar.buckets()).map((path) => path.slice(site.directory.length));
  await publishAgain(opened, [...made.lists.aadhaar.members, number('aadhaar')]);
  let tab = await reopen(opened);
  await expectNotStored({ ...tab, recorder }, 'aadhaar');
  await tab.checker.pressLoad();
  await tab.checker.offlineNotice.getByText('The whole list is on this device').waitFor();
  assert.equal((await tab.checker.check('aadhaar', number('aadhaar'))).outcome, 'found');
  const { files } = await whatIsLeft(tab.page);
  assert.deepEqual(old.filter((path) => new URL(path, recorder.url).href in files), []);
  await context.setOffline(true);
  tab = await reopen({ ...opened, page: tab.page });
  assert.equal((await tab.checker.check('aadhaar', number('aadhaar'))).outcome, 'found');
});

test('a newer edition that is loaded in offline mode before any news: it answers at once', async (t) => {
  const opened = await made.open(t, undefined, kAllowed);
  const { checker, page } = opened;
  await checker.keep('aadhaar');
  await publishAgain(opened, [...made.lists.aadhaar.members, number('aadhaar')]);
  await checker.pressLoad();
  await page.waitForFunction(() => document.activeElement.textContent === 'The whole list is on this device');
  assert.equal(await checker.offline.getByText('The list was not loaded completely.').count(), 0);
  assert.equal((await checker.check('aadhaar', number('aadhaar'))).outcome, 'found');
});

test('what does not verify takes the place of nothing that is kept', async (t) => {
  const opened = await made.open(t, undefined, kAllowed);
  const { site } = opened;
  await opened.checker.keep('mobile');
  await opened.checker.press('Back');
  await opened.checker.chooseKind('aadhaar');
  await opened.checker.offlineNotice.getByRole('button', { name: /^Load the whole list/ }).press('Enter');
  await opened.checker.offlineNotice.getByText('The whole list is on this device').waitFor();
  const pins = join(site.directory, 'pins.json');
  let tab = opened;
  for (const path of [site.lists.mobile.pointer, await site.lists.aadhaar.manifest(), pins]) {
    const good = await readFile(path);
    await writeFile(path, kHomePage);
    tab = await reopen({ ...opened, page: tab.page });
    await tab.checker.offlineNotice.waitFor();
    for (const kind of ['mobile', 'aadhaar']) {
      assert.equal((await tab.checker.check(kind, number(kind))).outcome, 'not_found', path);
      await tab.checker.another();
    }
    await writeFile(path, good);
  }
  // Well formed, and not signed by anybody whom the site trusts.
  const signature = await readFile(site.lists.mobile.pointer, 'utf8');
  await writeFile(site.lists.mobile.pointer, signature.replace(/manifest-[0-9a-f]{8}/, 'manifest-00000000'));
  tab = await reopen({ ...opened, page: tab.page });
  await tab.checker.offlineNotice.waitFor();
  assert.equal((await tab.checker.check('mobile', number())).outcome, 'not_found');
});

test('a file of the page that is not what the build made is not kept', async (t) => {
  const opened = await made.open(t, undefined, kAllowed);
  const { checker, page, site } = opened;
  const [name] = (await readdir(join(site.directory, 'locales'))).filter((one) => one.startsWith('ta-'));
  const path = join(site.directory, 'locales', name);
  const good = await readFile(path);
  await writeFile(path, kHomePage);
  await checker.chooseKind('mobile');
  await checker.pressLoad();
  await page.getByRole('alert').getByText('The list was not loaded completely. Try again.').waitFor();
  assert.equal(Object.keys((await whatIsLeft(page)).files).some((url) => url.endsWith(name)), false);
  await writeFile(path, good);
  await checker.pressLoad();
  await checker.offlineNotice.waitFor();
  await checker.speak('ta');
});

test('a clock that is put back does not stop the news', async (t) => {
  const opened = await made.open(t, undefined, { ...kAllowed, beforeOpen: ({ page }) => page.clock.install() });
  const { checker, page } = opened;
  await checker.keep('aadhaar');
  await publishAgain(opened, made.lists.aadhaar.members, ['--withdrawn']);
  await page.clock.setSystemTime(Date.now() - 24 * 3600 * 1000);
  await page.clock.fastForward(11 * 60 * 1000);
  await page.locator('.list-card').getByText('The publisher has taken the list back.').waitFor();
});

test('a list that is taken back while it is kept stays so without a network', async (t) => {
  const opened = await made.open(t, undefined, kAllowed);
  const { checker, context } = opened;
  await checker.keep('aadhaar');
  await context.setOffline(true);
  await publishAgain(opened, made.lists.aadhaar.members, ['--withdrawn']);
  // Nobody can know that without a network; with it, the page hears of it by itself.
  assert.equal((await checker.check('aadhaar', number('aadhaar'))).outcome, 'not_found');
  await context.setOffline(false);
  await checker.page.locator('.list-card').getByText('The publisher has taken the list back.').waitFor();
  await context.setOffline(true);
  const again = await reopen(opened);
  const { outcome, codes } = await again.checker.check('aadhaar', number('aadhaar'));
  assert.deepEqual([outcome, codes], ['could_not_tell', ['withdrawn']]);
  await again.checker.offlineNotice.getByText('This list cannot be used now.').waitFor();
});

test('a list that was taken back does not come back with an old copy of its signature', async (t) => {
  const opened = await made.open(t, undefined, kAllowed);
  const { site } = opened;
  await opened.checker.keep('aadhaar');
  const old = await readFile(site.lists.aadhaar.pointer);
  await publishAgain(opened, made.lists.aadhaar.members, ['--withdrawn']);
  let tab = await reopen(opened);
  await tab.checker.offlineNotice.waitFor();
  // As a cache on the way may do for a while; with the edition's own manifest gone, too, which this device still has.
  await writeFile(site.lists.aadhaar.pointer, old);
  const manifest = `**/${basename(await site.lists.aadhaar.manifest())}`;
  const answers = [undefined, { status: 404 }, { status: 200, contentType: 'text/html', body: '<!doctype html>Sign in' }];
  for (const answer of answers) {
    // Past the browser's cache, which would still have it.
    if (answer) await opened.context.route(manifest, (route) => route.fulfill(answer));
    tab = await reopen({ ...opened, page: tab.page });
    const { outcome, codes } = await tab.checker.check('aadhaar', number('aadhaar'));
    assert.deepEqual([outcome, codes], ['could_not_tell', ['withdrawn']]);
  }
});

test('a site that has no lists any more: what is kept of them answers no more, nor without a network', async (t) => {
  const opened = await made.open(t, undefined, kAllowed);
  const { checker, context, site } = opened;
  await checker.keep('mobile');
  await rm(join(site.directory, 'pins.json'));
  let tab = await reopen(opened);
  await tab.page.getByRole('heading', { name: 'This site has no lists yet' }).waitFor();
  await context.setOffline(true);
  tab = await reopen({ ...opened, page: tab.page });
  await tab.page.getByRole('alert').getByText('could not be loaded').waitFor();
  assert.equal(await tab.checker.kindButton('mobile').isVisible(), false);
});

test('a list that grows too old while it is kept: expired', async (t) => {
  const opened = await made.open(t, undefined, kAllowed);
  await opened.checker.keep('mobile');
  await cutNetwork(opened);
  await opened.context.addInitScript(() => {
    const now = Date.now;
    Date.now = () => now() + 400 * 24 * 3600 * 1000;
  });
  const again = await reopen(opened);
  const { outcome, codes } = await again.checker.check('mobile', number());
  assert.deepEqual([outcome, codes], ['could_not_tell', ['expired']]);
});

test('the site is built anew while the page is kept: the new one is opened, and kept', async (t) => {
  const opened = await made.open(t, undefined, kAllowed);
  const { site, context, recorder } = opened;
  await opened.checker.keep('mobile');
  const appOf = (page) => page.evaluate(() => document.querySelector('script').src);
  const old = await appOf(opened.page);
  await rebuild(site);
  let tab = await reopen(opened);
  const fresh = await appOf(tab.page);
  assert.notEqual(fresh, old);
  // Once the new one is all there, the old one goes.
  const keptApps = async () => {
    const names = await tab.page.evaluate(() => caches.keys());
    return names.filter((name) => name.startsWith('selfcheck page ')).map((name) => name.split(' ').at(-1));
  };
  await until(async () => (await keptApps()).join() === basename(fresh), 'the old one stays');
  await context.setOffline(true);
  tab = await reopen({ ...opened, page: tab.page });
  assert.equal(await appOf(tab.page), fresh);
  recorder.clear();
  assert.equal((await tab.checker.check('mobile', number())).outcome, 'not_found');
  assert.deepEqual(askedFor(recorder), []);
});

test('words that come late: who has kept the list is in offline mode all the same', async (t) => {
  const opened = await made.open(t, undefined, kAllowed);
  const { page, context, recorder } = opened;
  await opened.checker.keep('mobile');
  // As with a site that has been built anew: what is not kept comes from the network, and the first time it does not come.
  await page.evaluate(async () => {
    const cache = await caches.open((await caches.keys()).find((name) => name.startsWith('selfcheck page ')));
    for (const request of await cache.keys()) if (request.url.includes('/locales/later/en-')) await cache.delete(request);
  });
  let misses = 0;
  await context.route('**/locales/later/en-*', (route) => (misses++ === 0 ? route.abort() : route.continue()));
  recorder.clear();
  const { checker } = await reopen(opened);
  assert.equal((await checker.check('mobile', number())).outcome, 'not_found');
  assert.ok(misses > 0);
  await checker.offlineNotice.getByText('The whole list is on this device').waitFor();
  assert.deepEqual(recorder.paths().filter((path) => path.includes('/buckets/')), []);
});

test('a link to what the page says after a deletion is not believed where something is kept', async (t) => {
  const opened = await made.open(t, undefined, kAllowed);
  await opened.checker.keep('mobile');
  const { page, checker } = await reopen(opened, `${opened.recorder.url}#cleared`);
  await checker.offlineNotice.getByText('The whole list is on this device').waitFor();
  assert.equal(await page.getByText('Nothing is stored on this device now.').count(), 0);
});

/** With other words in one language, and so with another script. */
async function rebuild(site) {
  site.locales = await makeLocales(join(site.root, 'locales'));
  await site.pin(site.pins);
}

test('the site is built anew between opening the page and loading the list: the page has to be loaded again', async (t) => {
  const opened = await made.open(t, undefined, kAllowed);
  const { checker, page, site } = opened;
  await checker.chooseKind('mobile');
  await checker.openOffline();
  await rebuild(site);
  await checker.pressLoad();
  await page.getByRole('alert').getByText('Load the page again.').waitFor();
  assert.equal(await checker.offlineNotice.count(), 0);
  assert.deepEqual((await whatIsLeft(page)).workers, []);
  await checker.press('Load the page again');
  await checker.keep('mobile');
  const tab = await openTab(opened);
  await tab.checker.offlineNotice.waitFor();
});
