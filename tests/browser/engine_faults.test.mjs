// An engine that does not load, or does not live, never gives a verdict.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { launchBrowser } from './support/browser.mjs';
import { fixture } from './support/fixture.mjs';

const made = fixture(async (publisher) => ({
  aadhaar: await publisher.publish('large', { kind: 'aadhaar', count: 3, memMib: 64 }),
}));

async function loadFailure(t, beforeOpen) {
  const { page } = await made.open(t, undefined, { beforeOpen });
  await page.getByRole('heading', { name: 'The lists could not be loaded' }).waitFor();
  return (await page.getByText(/^Reason code: /).textContent()).slice(13);
}

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

test('no WebAssembly: unsupported_browser', async (t) => {
  const code = await loadFailure(t, ({ page }) => page.addInitScript(() => delete globalThis.WebAssembly));
  assert.equal(code, 'unsupported_browser');
});

for (const [what, answer] of [
  ['missing', (route) => route.fulfill({ status: 404 })],
  ['out of reach', (route) => route.abort()],
]) {
  test(`an engine that is ${what}: engine_missing; loading the page again gets it`, async (t) => {
    const { checker, page } = await made.open(t, undefined, {
      beforeOpen: ({ page: p }) => p.route('**/*.wasm', answer),
    });
    await page.getByText('Reason code: engine_missing').waitFor();
    await page.unroute('**/*.wasm');
    await checker.press('Load the page again');
    await checker.chooseKind('aadhaar');
    await page.locator('.list-card').getByText('Synthetic Aadhaar numbers').waitFor();
  });
}

test('an engine that is damaged: engine_failed', async (t) => {
  const code = await loadFailure(t, ({ page }) =>
    page.route('**/*.wasm', (route) => route.fulfill({ contentType: 'application/wasm', body: '\0asm' })),
  );
  assert.equal(code, 'engine_failed');
});

test('a worker that does not load: engine_missing', async (t) => {
  const code = await loadFailure(t, ({ page }) => page.route('**/worker-*.js', (route) => route.abort()));
  assert.equal(code, 'engine_missing');
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
  assert.deepEqual({ outcome, codes }, { outcome: 'could_not_tell', codes: ['engine_failed'] });
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
