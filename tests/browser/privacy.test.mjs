// What leaves the device. Everything that the browser sends is kept, byte for byte, and searched for traces of the number.
import assert from 'node:assert/strict';
import { readdir } from 'node:fs/promises';
import { test } from 'node:test';
import { bucketFileName, bucketIndex } from './support/crafted_list.mjs';
import { fixture } from './support/fixture.mjs';
import { kMobileBits } from './support/publisher.mjs';
import { statesOf } from './support/states.mjs';
import { canonicalForm, syntheticNumbers } from './support/synthetic.mjs';
import { secretsOf, withoutFixedNames } from './support/traces.mjs';
import { wireSize } from './support/wire_size.mjs';

const made = fixture(async (publisher) => ({
  mobile: await publisher.mobile(),
  aadhaar: await publisher.aadhaar(),
}));

for (const kind of ['mobile', 'aadhaar']) {
  test(`${kind}: a check asks for one bucket, and no request holds a trace of the number`, async (t) => {
    const { checker, recorder, site, seen } = await made.open(t);
    const list = site.lists[kind];
    const fields = await list.manifestFields();
    await checker.chooseKind(kind);
    await checker.untilWhole();
    const before = recorder.paths();
    const digits = made.lists[kind].members[7];
    await checker.number.pressSequentially(digits, { delay: 20 });
    await checker.page.waitForTimeout(400); // the hint, while typing
    assert.deepEqual(recorder.paths(), before, 'typing asks for nothing');

    recorder.clear();
    await checker.submit();
    assert.equal((await checker.readVerdict()).outcome, 'found');
    await checker.page.waitForTimeout(300);
    const requests = recorder.requests();
    const index = bucketIndex(canonicalForm(kind, digits), fields.bits);
    assert.deepEqual(recorder.paths(), [`/lists/${kind}/buckets/${fields.root}/${bucketFileName(index)}`]);
    assert.equal(fields.bits, kind === 'mobile' ? kMobileBits : 0);

    const secrets = secretsOf(kind, digits, fields);
    for (const request of await withoutFixedNames(requests, site, recorder)) {
      assert.deepEqual(secrets.filter((secret) => request.toLowerCase().includes(secret)), []);
      assert.doesNotMatch(request, /^(?:cookie|referer|authorization):/im);
      assert.match(request, /\r\n\r\n$/, 'no body');
    }
    // The recorder can't see what went elsewhere; the browser says whether anything did.
    const origins = new Set(seen.requests.map((request) => new URL(request.url()).origin));
    assert.deepEqual([...origins], [new URL(recorder.url).origin]);
    assert.deepEqual(seen.trouble, []);
  });
}

/** The page's own files that everybody loads: all that web/build.mjs made but the pins, what offline mode needs, and the pages around it. */
async function ownFiles(site) {
  // Of the two engines only the one that this browser can use.
  const own = (await readdir(site.directory)).filter((name) => /^(?!sw\.|offline_|pages-|lists_page-).*(?:\.(?:js|css|svg)|-simd-.*\.wasm)$/.test(name));
  // Of the languages only the one in use.
  const locales = await readdir(`${site.directory}/locales`, { recursive: true });
  const texts = locales.filter((name) => /(?:^|\/)en-/.test(name)).map((name) => `locales/${name}`);
  return ['/', ...[...own, ...texts].map((name) => `/${name}`)];
}

test('opening the page asks for the same files whoever opens it', async (t) => {
  const { recorder, site, checker } = await made.open(t);
  await checker.chooseKind('aadhaar');
  await checker.untilWhole();
  const listFiles = [];
  for (const [name, files] of Object.entries(site.lists)) {
    listFiles.push(`/lists/${name}/current.minisig`, (await files.manifest()).slice(site.directory.length));
  }
  const expected = [...(await ownFiles(site)), '/pins.json', ...listFiles];
  assert.deepEqual([...new Set(recorder.paths())].sort(), expected.sort());
});

test('two numbers in one bucket, one found and one not, cause the very same bytes to be sent', async (t) => {
  const { members } = made.lists.mobile;
  const bucketOf = (digits) => bucketIndex(canonicalForm('mobile', digits), kMobileBits);
  const member = members[0];
  const other = made.lists.mobile.others.find((digits) => bucketOf(digits) === bucketOf(member));
  const { checker, recorder } = await made.open(t);
  const sentFor = async (digits, outcome) => {
    await checker.open(recorder.url);
    await checker.chooseKind('mobile');
    await checker.untilWhole();
    recorder.clear();
    await checker.type(digits);
    await checker.submit();
    assert.equal((await checker.readVerdict()).outcome, outcome);
    await checker.page.waitForTimeout(300);
    return recorder.requests();
  };
  assert.deepEqual(await sentFor(member, 'found'), await sentFor(other, 'not_found'));
});

test('the worker, which holds the number, can reach nothing: not even its own site', async (t) => {
  const { page, checker, recorder } = await made.open(t);
  await checker.chooseKind('mobile');
  await checker.untilWhole();
  const [worker] = page.workers();
  const before = recorder.paths().length;
  const outcome = await worker.evaluate(() =>
    fetch('/pins.json').then(
      () => 'fetched',
      () => 'refused',
    ),
  );
  assert.equal(outcome, 'refused');
  assert.equal(recorder.paths().length, before);
});

/** The site's link can be copied, which only writes. */
const kMayCopy = ['clipboard-write'];

test("the browser's features that could tell of a reader are denied to the page, and so is a place among other pages of its host", async (t) => {
  const { page, seen } = await made.open(t);
  const allowed = await page.evaluate(() => document.featurePolicy.allowedFeatures());
  const telling = ['camera', 'microphone', 'geolocation', 'clipboard-read', 'clipboard-write', 'display-capture', 'local-fonts', 'usb', 'payment'];
  assert.deepEqual(allowed.filter((name) => [...telling, 'deferred-fetch', 'language-model', 'translator'].includes(name)), kMayCopy);
  assert.equal(await page.evaluate(() => window.originAgentCluster), true);
  assert.deepEqual(seen.trouble, []);
});

/** What a page can leave behind, outside its own fields. */
function whatIsKept(page) {
  return page.evaluate(async () => ({
    local: Object.keys(localStorage).length,
    session: Object.keys(sessionStorage).length,
    databases: (await indexedDB.databases()).length,
    caches: (await caches.keys()).length,
    cookies: document.cookie,
    title: document.title.replace('Error: ', ''),
    path: location.pathname + location.search + location.hash,
    name: window.name,
  }));
}

/** States in which the browser itself says on the console that a file is missing. */
const kFilesMissing = ['could_not_tell', 'lists_failed', 'no_lists'];

// In offline mode: offline.test.mjs.
test('nothing of the number is kept or shown, in any state: storage, history, title, address, console', async (t) => {
  const opened = await made.open(t);
  const { checker, page, context, recorder, seen } = opened;
  const typed = Object.values(made.lists).flatMap(({ members, others }) => [members[0], ...others.slice(0, 4)]);
  const nothing = await whatIsKept(page);
  assert.deepEqual({ ...nothing, title: '' }, {
    ...{ local: 0, session: 0, databases: 0, caches: 0, cookies: '', title: '', path: '/', name: '' },
  });
  const states = Object.entries(statesOf(made)).filter(([state]) => !state.startsWith('offline_'));
  for (const [state, reach] of states) {
    seen.console.length = 0;
    await checker.open(recorder.url);
    await reach(opened);
    assert.deepEqual(await whatIsKept(page), nothing, state);
    // How deep the step is, and nothing else.
    assert.ok([null, 1, 2].includes(await page.evaluate(() => history.state)), state);
    assert.deepEqual(await context.cookies(), [], state);
    // Nor in the page itself, outside the field.
    const texts = [await page.evaluate(() => document.documentElement.outerHTML), ...seen.console];
    for (const text of texts) assert.ok(!typed.some((digits) => text.includes(digits)), state);
    if (kFilesMissing.includes(state)) for (const line of seen.console) assert.match(line, /^Failed to load resource: /, state);
    else assert.deepEqual(seen.console, [], state);
    await page.unrouteAll({ behavior: 'ignoreErrors' });
  }
});

test('the browser is asked not to send the page or what is typed anywhere: no translation, spelling, suggestions, keeping', async (t) => {
  const { page, checker } = await made.open(t);
  await checker.chooseKind('mobile');
  const asked = await page.evaluate(() => ({
    translate: document.documentElement.translate,
    classes: document.documentElement.className,
    google: document.querySelector('meta[name=google]')?.content,
    // All that can be written in.
    fields: [...document.querySelectorAll('input, textarea, [contenteditable]')].map((field) =>
      ['translate', 'spellcheck', 'writingsuggestions', 'autocorrect', 'autocapitalize', 'autocomplete', 'name'].map((name) => field.getAttribute(name)),
    ),
  }));
  assert.deepEqual(asked, {
    translate: false,
    classes: 'notranslate',
    google: 'notranslate',
    fields: [['no', 'false', 'false', 'off', 'off', 'off', null]],
  });
});

test('leaving the page and coming back shows neither number nor verdict', async (t) => {
  const { checker, page, recorder } = await made.open(t);
  await checker.check('mobile', made.lists.mobile.members[4]);
  await page.goto(`${recorder.url}locales/`).catch(() => {});
  await page.goBack();
  await checker.kindButton('mobile').waitFor();
  assert.equal(await checker.number.inputValue(), '');
  assert.equal(await checker.readAs.textContent(), '');
  assert.equal(await checker.verdict.count(), 0);
});

test('a page kept for coming back shows no bucket of who left, and still counts the bits', async (t) => {
  const { checker, page } = await made.open(t);
  await checker.check('mobile', made.lists.mobile.members[4]);
  await checker.openLedger();
  await page.locator('.requests .path', { hasText: '/buckets/' }).waitFor();
  await checker.ledger.getByText('told 4 bits').waitFor();
  const shown = await page.evaluate(() => {
    window.dispatchEvent(new PageTransitionEvent('pagehide', { persisted: true }));
    return document.querySelector('.ledger').textContent;
  });
  assert.match(shown, /told 4 bits/);
  assert.doesNotMatch(shown, /Part \d|parts of|buckets/);
  // Nor when the ledger is drawn again: only the next reader's.
  await checker.check('mobile', syntheticNumbers('mobile', 1, 77)[0]);
  await checker.ledger.getByText('told 8 bits').waitFor();
  assert.equal(await page.locator('.requests .path', { hasText: '/buckets/' }).count(), 1);
});

test('the ledger lists exactly the requests that were made', async (t) => {
  const { checker, recorder, page, site } = await made.open(t);
  await checker.check('mobile', made.lists.mobile.members[5]);
  await checker.openLedger();
  const own = await ownFiles(site);
  const data = () => recorder.paths().filter((path) => !own.includes(path));
  // It is drawn a moment after what it tells of; the first path is the host.
  await page.waitForFunction((count) => document.querySelectorAll('.requests .path').length > count, data().length - 1);
  await page.locator('.requests', { hasText: 'Still loading' }).waitFor({ state: 'detached' });
  const [host, ...paths] = await page.locator('.requests .path').allTextContents();
  assert.equal(host, new URL(recorder.url).host);
  assert.deepEqual([...paths].sort(), data().sort());

  const text = await checker.ledger.innerText();
  const files = [...new Set(recorder.paths().filter((path) => own.includes(path)))];
  const sizes = await Promise.all(files.map((path) => wireSize(new URL(path, recorder.url))));
  const kilobytes = Math.round(sizes.reduce((sum, size) => sum + size, 0) / 1000);
  assert.match(text, new RegExp(`This page: ${files.length} files\\s+\\S+\\s+${kilobytes}\\skB\\s`));

  const { bits } = await site.lists.mobile.manifestFields();
  const index = bucketIndex(canonicalForm('mobile', made.lists.mobile.members[5]), bits);
  assert.match(text, new RegExp(`Part ${index + 1} of the 16 parts of a list\\. About 6\\.9\\scrore numbers`));
  assert.match(text, /told 4 bits/);
});

test('a list of one bucket: the ledger says that nothing about the number was sent', async (t) => {
  const { checker } = await made.open(t);
  await checker.check('aadhaar', made.lists.aadhaar.others[5]);
  await checker.ledger.getByText('Nothing about your number was sent.').waitFor();
});

test('bits add up over the numbers of a sitting, not over checks of one number', async (t) => {
  const { checker, page } = await made.open(t);
  const [first, second] = syntheticNumbers('mobile', 2, 77);
  for (const [digits, bits] of [
    [first, 4],
    [first, 4],
    [second, 8],
  ]) {
    await checker.check('mobile', digits);
    await checker.ledger.getByText(`told ${bits} bits`).waitFor();
    await checker.another();
  }
});
