// What the page says only once there is something to say of: its code and words come after everything that a number can be typed with. An
// answer does not wait for them, and nobody can tell anything from when they are asked for.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { fixture } from './support/fixture.mjs';
import { hold } from './support/hold.mjs';

const made = fixture(async (publisher) => ({ mobile: await publisher.mobile() }));

const kLater = /\/later-|\/locales\/later\//;
const kDetails = /What to do now/;

test('they are asked for once, after the lists and before anything is typed', async (t) => {
  const { checker, page, recorder } = await made.open(t);
  await checker.ledger.locator('summary').waitFor();
  const paths = recorder.paths();
  const later = paths.filter((path) => kLater.test(path));
  assert.deepEqual(later.map((path) => path.replace(/-[0-9a-f]{12}/, '')), ['/later.js', '/later.css', '/locales/later/en.json']);
  assert.ok(paths.indexOf(later[0]) > paths.findIndex((path) => path.includes('/manifest-')));
  recorder.clear();
  await checker.check('mobile', made.lists.mobile.members[0]);
  await page.getByText(kDetails).waitFor();
  assert.deepEqual(recorder.paths().filter((path) => kLater.test(path)), []);
});

test('an answer is there before them, with what must be said with it; then the rest, and the focus stays', async (t) => {
  let held;
  const { checker, page } = await made.open(t, undefined, {
    beforeOpen: async ({ page: p }) => {
      held = await hold(p, '**/later-*.js');
    },
  });
  await checker.chooseKindEarly('mobile');
  await checker.type(made.lists.mobile.members[0]);
  await checker.submit();
  await page.locator('.verdict.found h2:focus').waitFor();
  await checker.verdict.getByText('This is not your fault.').waitFor();
  assert.equal(await page.getByText(kDetails).count(), 0);
  assert.equal(await checker.ledger.getByRole('heading').count(), 1);
  held.release();
  await page.getByText(kDetails).waitFor();
  await checker.ledger.locator('summary').waitFor();
  assert.equal(await checker.heading.evaluate((node) => node === document.activeElement), true);
});

test('a mistake in the number is a problem before them, and then says which', async (t) => {
  let held;
  const { checker, page } = await made.open(t, undefined, {
    beforeOpen: async ({ page: p }) => {
      held = await hold(p, '**/later-*.js');
    },
  });
  await checker.chooseKindEarly('mobile');
  await checker.type(`${made.lists.mobile.members[0]}a`);
  await checker.submit();
  const summary = page.getByRole('alert');
  await summary.getByRole('link', { name: 'There is a problem' }).waitFor();
  held.release();
  await summary.getByRole('link', { name: 'There are letters in the number.' }).waitFor();
  assert.equal(await summary.evaluate((node) => node === document.activeElement), true);
});

test('an offer waits for them in its place', async (t) => {
  let held;
  const { checker, page } = await made.open(t, undefined, {
    beforeOpen: async ({ page: p }) => {
      held = await hold(p, '**/later-*.js');
    },
  });
  await checker.chooseKindEarly('mobile');
  for (const digits of made.lists.mobile.others.slice(0, 5)) {
    await checker.type(digits);
    await checker.submit();
    await page.locator('.verdict h2:focus, .offer h2:focus').waitFor();
  }
  assert.equal(await page.locator('.offer').innerText(), 'Checking…');
  held.release();
  await page.locator('.offer').getByText('You did nothing wrong.').waitFor();
  assert.equal(await page.locator('.offer h2').evaluate((node) => node === document.activeElement), true);
});

for (const file of ['**/later-*.js', '**/locales/later/**']) {
  test(`where they can not be had it says so, and can be tried again: ${file}`, async (t) => {
    const { checker, page, recorder } = await made.open(t, undefined, { beforeOpen: ({ page: p }) => p.route(file, (route) => route.abort()) });
    await checker.ledger.getByRole('alert').getByText('This part of the page did not load.').waitFor();
    const { outcome, codes } = await checker.check('mobile', made.lists.mobile.others[0]);
    assert.deepEqual([outcome, codes], ['not_found', []]);
    await checker.verdict.getByText('This does not mean that the number is safe.').waitFor();
    await page.unrouteAll();
    await checker.verdict.getByRole('button', { name: 'Try again' }).press('Enter');
    await checker.verdict.getByText('Look at the number again.').waitFor();
    await checker.openLedger();
    await checker.ledger.locator('.requests li').nth(1).waitFor();
    assert.equal(await checker.heading.evaluate((node) => node === document.activeElement), false, 'who has gone on is left alone');
    assert.equal(recorder.paths().filter((path) => path.includes('/buckets/')).length > 0, true);
  });
}

test('a failure has its code without them, and another try asks for them again', async (t) => {
  const { checker, page } = await made.open(t, undefined, {
    beforeOpen: async ({ page: p }) => {
      for (const file of [/later/, /buckets/]) await p.route(file, (route) => route.abort());
    },
  });
  const { outcome, codes } = await checker.check('mobile', made.lists.mobile.others[0]);
  assert.deepEqual([outcome, codes], ['could_not_tell', ['network_failed']]);
  await page.unrouteAll();
  await checker.verdict.getByRole('button', { name: 'Try again' }).press('Enter');
  await page.locator('.verdict.not_found').waitFor();
  await checker.verdict.getByText('Look at the number again.').waitFor();
});

test('in another language both come, or neither', async (t) => {
  const { checker, page } = await made.open(t);
  await checker.ledger.locator('summary').waitFor();
  await page.route('**/locales/later/hi-*', (route) => route.abort());
  await page.locator('select').selectOption('hi');
  await page.getByRole('alert').getByText('That language could not be loaded.').waitFor();
  assert.equal(await page.locator('html').getAttribute('lang'), 'en');
  await page.unrouteAll();
  await checker.speak('hi');
  assert.doesNotMatch(await checker.ledger.innerText(), /What|Nothing|request/);
});
