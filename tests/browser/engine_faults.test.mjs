// An engine that does not load, or does not live, never gives a verdict.
import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { test } from 'node:test';
import { launchBrowser } from './support/browser.mjs';
import { fixture } from './support/fixture.mjs';
import { engine } from './support/paths.mjs';
import { neverEnding } from './support/spoiled_wasm.mjs';
import { until } from './support/until.mjs';

const made = fixture(async (publisher) => ({
  aadhaar: await publisher.publish('large', { kind: 'aadhaar', count: 3, memMib: 64 }),
}));

/** Opens a site whose lists can't be loaded. Gives the reason's code, too. */
async function openFailing(t, beforeOpen, damage) {
  const opened = await made.open(t, undefined, { beforeOpen, damage });
  await opened.page.getByRole('heading', { name: 'The lists could not be loaded' }).waitFor();
  return { ...opened, code: (await opened.page.getByText(/^Reason code: /).textContent()).slice(13) };
}

const loadFailure = async (...args) => (await openFailing(...args)).code;

const kWorker = '**/worker-*.js';
const isOnPage = (page) => page.locator('script[src*="worker-"]').count();

test('no memory for the hash: out_of_memory, and what to do', async (t) => {
  // 32 MiB: enough for the engine to start, too little for the list's 64.
  const browser = await launchBrowser(['--js-flags=--wasm-max-mem-pages=512']);
  t.after(() => browser.close());
  const { checker } = await made.open(t, undefined, { browser });
  const { outcome, codes } = await checker.check('aadhaar', made.lists.aadhaar.others[0]);
  assert.deepEqual({ outcome, codes }, { outcome: 'could_not_tell', codes: ['out_of_memory'] });
  assert.match(await checker.verdict.innerText(), /Close other apps and tabs/);
  await checker.verdict.getByRole('button', { name: 'Try again' }).waitFor();
});

test('no memory for one list: the others, on the same lane, are answered all the same', async (t) => {
  const browser = await launchBrowser(['--js-flags=--wasm-max-mem-pages=512']);
  t.after(() => browser.close());
  const small = await made.publisher.publish('small', { kind: 'aadhaar', count: 3, seed: 5 });
  const { checker } = await made.open(t, { large: made.lists.aadhaar, small }, { browser });
  const { outcome, codes } = await checker.check('aadhaar', small.members[0]);
  assert.deepEqual({ outcome, codes }, { outcome: 'found', codes: ['out_of_memory'] });
});

test('no WebAssembly, as in a lockdown mode: no_webassembly, which says so', async (t) => {
  const { code, page } = await openFailing(t, ({ page: p }) => p.addInitScript(() => delete globalThis.WebAssembly));
  assert.equal(code, 'no_webassembly');
  await page.getByText('Lockdown mode and strict security settings').waitFor();
});

test('a browser that can compile neither engine, whose files are sound: unsupported_browser', async (t) => {
  const code = await loadFailure(t, ({ page }) =>
    page.addInitScript(() => {
      WebAssembly.compile = () => Promise.reject(new WebAssembly.CompileError('what is this?'));
    }),
  );
  assert.equal(code, 'unsupported_browser');
});

for (const [what, from] of [
  ['WebAssembly', " 'wasm-unsafe-eval'"],
  ['workers', "worker-src 'self'"],
]) {
  test(`a policy without ${what}: the site’s server forbids it, and the page does not get round it`, async (t) => {
    const { code, page } = await openFailing(t, undefined, (site) =>
      site.changePolicy(from, from.startsWith('worker') ? "worker-src 'none'" : ''),
    );
    assert.equal(code, 'engine_forbidden');
    await page.getByText('The server of this site does not allow this page to do the check.').waitFor();
    assert.equal(await isOnPage(page), 0);
  });
}

for (const [what, answer] of [
  ['missing', (route) => route.fulfill({ status: 404 })],
  ['out of reach', (route) => route.abort()],
  ['a home page', (route) => route.fulfill({ contentType: 'text/html', body: '<!doctype html>' })],
  ['cut short', async (route) => {
    const response = await route.fetch();
    await route.fulfill({ response, body: (await response.body()).subarray(0, 20_000) });
  }],
]) {
  test(`an engine that is ${what}: engine_missing; trying again gets it`, async (t) => {
    const { checker, page } = await made.open(t, undefined, {
      beforeOpen: ({ page: p }) => p.route('**/*.wasm', answer),
    });
    await page.getByText('Reason code: engine_missing').waitFor();
    await page.unroute('**/*.wasm');
    await checker.press('Try again');
    await checker.chooseKind('aadhaar');
    await page.locator('.list-card').getByText('Synthetic Aadhaar numbers').waitFor();
  });
}

test('a worker’s script that does not come once is fetched again; the engine stays in a worker', async (t) => {
  let failures = 1;
  const { checker, page } = await made.open(t, undefined, {
    beforeOpen: ({ page: p }) =>
      p.route(kWorker, (route) => (failures-- > 0 ? route.fulfill({ status: 503 }) : route.continue())),
  });
  assert.equal((await checker.check('aadhaar', made.lists.aadhaar.members[0])).outcome, 'found');
  assert.equal(await isOnPage(page), 0);
  assert.ok(page.workers().every((worker) => worker.url().startsWith('http')));
});

for (const [what, answer] of [
  ['does not come', (route) => route.fulfill({ status: 503 })],
  ['is a home page', (route) => route.fulfill({ contentType: 'text/html', body: '<!doctype html>' })],
]) {
  test(`a worker’s script that ${what}: engine_missing; trying again gets it`, async (t) => {
    const { checker, page, code } = await openFailing(t, ({ page: p }) => p.route(kWorker, answer));
    assert.equal(code, 'engine_missing');
    await page.unroute(kWorker);
    await checker.press('Try again');
    await checker.chooseKind('aadhaar');
    await page.locator('.list-card').getByText('Synthetic Aadhaar numbers').waitFor();
    assert.equal(await isOnPage(page), 0);
  });
}

test('a worker’s script that is another when it is fetched again does not run', async (t) => {
  let requests = 0;
  // What the page compares is sound, the worker's own request fails, and from then on the script is another.
  const answer = async (route) => {
    requests += 1;
    if (requests === 1) return route.continue();
    if (requests === 2) return route.abort();
    const response = await route.fetch();
    return route.fulfill({ response, body: `${await response.text()}\n` });
  };
  const { page, code } = await openFailing(t, ({ page: p }) => p.route(kWorker, answer));
  assert.equal(code, 'engine_missing');
  assert.ok(requests > 2);
  assert.equal(page.workers().length, 0);
});

/** Longer than anything is waited for, with timers that fire; and as on a device that sleeps meanwhile. */
const wait = (page) => page.clock.runFor('15:00');
const sleepAnHour = (page) => page.clock.fastForward('01:00:00');

/** Begins a check whose hash does not end; gives back when nothing else is waited for. */
async function beginCheck(checker, number) {
  await checker.chooseKind('aadhaar');
  await checker.type(number);
  await checker.openLedger();
  await checker.submit();
  await checker.ledger.getByText('the whole list in one file').last().waitFor();
  await checker.ledger.getByText('Still loading').first().waitFor({ state: 'detached' });
}

/** Until the worker is done with what it can't be done with. */
const occupy = (worker) =>
  void worker
    .evaluate(() => {
      for (;;);
    })
    .catch(() => {}); // it is ended

test('a hash that never ends: could not tell, but not because the device has slept', async (t) => {
  const { checker, page } = await made.open(t, undefined, {
    beforeOpen: ({ page: p }) => p.clock.install(),
    damage: async (site) => site.useSimdEngine(neverEnding(await readFile(join(engine, 'selfcheck-simd.wasm')))),
  });
  await beginCheck(checker, made.lists.aadhaar.members[0]);
  await sleepAnHour(page);
  assert.equal(await checker.verdict.count(), 0);
  await wait(page);
  const { outcome, codes } = await checker.readVerdict();
  assert.deepEqual({ outcome, codes }, { outcome: 'could_not_tell', codes: ['engine_hung'] });
});

test('an engine that hangs is replaced when the reader tries again', async (t) => {
  const { checker, page } = await made.open(t, undefined, { beforeOpen: ({ page: p }) => p.clock.install() });
  await checker.chooseKind('aadhaar');
  await until(() => page.workers().length > 1, 'no worker hashes');
  occupy(page.workers()[1]);
  await beginCheck(checker, made.lists.aadhaar.others[0]);
  await wait(page);
  const { outcome, codes } = await checker.readVerdict();
  assert.deepEqual({ outcome, codes }, { outcome: 'could_not_tell', codes: ['engine_hung'] });
  await checker.press('Try again');
  await page.locator('.verdict.not_found').waitFor();
});

test('the session’s engine hangs: engine_failed, and a reload', async (t) => {
  const { checker, page } = await made.open(t, undefined, { beforeOpen: ({ page: p }) => p.clock.install() });
  await checker.chooseKind('aadhaar');
  occupy(page.workers()[0]);
  await checker.type(made.lists.aadhaar.others[0]);
  await checker.submit();
  await wait(page);
  const { outcome, codes } = await checker.readVerdict();
  assert.deepEqual({ outcome, codes }, { outcome: 'could_not_tell', codes: ['engine_failed'] });
  await page.getByRole('button', { name: 'Load the page again' }).waitFor();
});

const lose = (worker) =>
  worker.evaluate(() => {
    setTimeout(() => {
      throw new Error('lost');
    });
  });

test('the session’s engine is lost: engine_failed, in every later check', async (t) => {
  const { checker, page } = await made.open(t);
  await checker.chooseKind('aadhaar'); // the lists are open: the engine is there
  const [session] = page.workers();
  await lose(session);
  for (let i = 0; i < 2; i += 1) {
    const { outcome, codes } = await checker.check('aadhaar', made.lists.aadhaar.others[0]);
    assert.deepEqual({ outcome, codes }, { outcome: 'could_not_tell', codes: ['engine_failed'] });
    await page.getByRole('button', { name: 'Load the page again' }).waitFor();
    await checker.another();
  }
});

test('an engine is lost after it has hashed: another one takes its place, in the same check', async (t) => {
  const { checker, page } = await made.open(t);
  // The lane has its memory, and has proven the canary.
  await checker.check('aadhaar', made.lists.aadhaar.others[0]);
  await checker.another();
  let lost = 0;
  await page.route('**/buckets/**', async (route) => {
    await page.waitForTimeout(2000); // the hash is long done
    const [, lane] = page.workers();
    await lose(lane);
    lost += 1;
    await page.waitForTimeout(200);
    await route.continue();
  });
  const { outcome } = await checker.check('aadhaar', made.lists.aadhaar.members[0]);
  assert.deepEqual({ outcome, lost }, { outcome: 'found', lost: 1 });
});

test('an engine does not start again after its memory was given back: could not tell, until it does', async (t) => {
  const { checker, page } = await made.open(t, undefined, { beforeOpen: ({ page: p }) => p.clock.install() });
  const { members, others } = made.lists.aadhaar;
  assert.equal((await checker.check('aadhaar', members[0])).outcome, 'found');
  await page.clock.fastForward(61_000);
  await page.route('**/worker-*.js', (route) => route.abort());
  await checker.another();
  const { outcome, codes } = await checker.check('aadhaar', others[0]);
  assert.deepEqual({ outcome, codes }, { outcome: 'could_not_tell', codes: ['engine_missing'] });
  await page.unroute('**/worker-*.js');
  await checker.another();
  assert.equal((await checker.check('aadhaar', others[0])).outcome, 'not_found');
});

test('an engine served as another type than wasm works', async (t) => {
  const { checker, page } = await made.open(t, undefined, {
    beforeOpen: ({ page: p }) =>
      p.route('**/*.wasm', async (route) =>
        route.fulfill({ response: await route.fetch(), contentType: 'application/octet-stream' }),
      ),
  });
  await checker.chooseKind('aadhaar');
  await page.locator('.list-card').getByText('Synthetic Aadhaar numbers').waitFor();
});

test('English that does not load: the page says so in the words it came with', async (t) => {
  const { page, recorder } = await made.open(t);
  await page.route('**/locales/**', (route) => route.abort());
  await page.goto(recorder.url);
  await page.getByText('Part of this page did not load.').waitFor();
});
