// The course of a check: impatient readers, changed minds, several lists, several numbers.
import assert from 'node:assert/strict';
import { rm } from 'node:fs/promises';
import { test } from 'node:test';
import { countEngines } from './support/count_engines.mjs';
import { fixture } from './support/fixture.mjs';
import { hold } from './support/hold.mjs';
import { Server } from './support/site.mjs';

const made = fixture(async (publisher) => ({
  mobile: await publisher.mobile(),
  aadhaar: await publisher.aadhaar(),
}));

/** A member's check whose bucket has been asked for and does not come until `release`, which is given back. */
async function startHeldCheck(checker, page) {
  const { release, firstAsked } = await hold(page, '**/buckets/**');
  await checker.chooseKind('mobile');
  await checker.type(made.lists.mobile.members[0]);
  await checker.submit();
  await firstAsked;
  return release;
}

test('a kind that is chosen while the last list is still coming: what hashes is started once, when all lists are there', async (t) => {
  let held;
  const { checker, page } = await made.open(t, made.lists, {
    beforeOpen: async ({ page: p }) => {
      await p.addInitScript(countEngines);
      held = await hold(p, '**/lists/aadhaar/current.minisig');
    },
  });
  await page.waitForFunction(() => window.described > 0);
  await checker.answerKind('mobile');
  await checker.type(made.lists.mobile.members[0]);
  // So far there is only the session's engine.
  assert.equal(await page.evaluate(() => window.engines), 1);
  held.release();
  await page.waitForFunction(() => window.engines === 2);
  assert.equal((await checker.check('mobile', made.lists.mobile.members[0])).outcome, 'found');
  assert.equal(await page.evaluate(() => window.engines), 2);
});

test('a double click is one check', async (t) => {
  const { checker, recorder, page } = await made.open(t);
  await checker.chooseKind('mobile');
  await checker.type(made.lists.mobile.members[0]);
  // What it makes come up moves the button.
  await checker.readAs.waitFor();
  recorder.clear();
  await page.getByRole('button', { name: 'Check', exact: true }).dblclick();
  assert.equal((await checker.readVerdict()).outcome, 'found');
  assert.equal(recorder.paths().length, 1);
  assert.equal(await checker.verdict.count(), 1);
});

test('a number changed while it is being checked gets no verdict, and the new one its own', async (t) => {
  const { checker, page } = await made.open(t);
  const release = await startHeldCheck(checker, page);
  await checker.type(made.lists.mobile.others[0]);
  release();
  await page.waitForTimeout(500);
  assert.equal(await checker.verdict.count(), 0);
  await checker.submit();
  assert.equal((await checker.readVerdict()).outcome, 'not_found');
});

test('a check that is stopped ends at once, without a verdict', async (t) => {
  const { checker, page } = await made.open(t);
  const release = await startHeldCheck(checker, page);
  await checker.press('Stop');
  await page.getByRole('status').getByText('The check was stopped.').waitFor();
  await page.getByRole('button', { name: 'Check', exact: true }).waitFor();
  release();
  await page.waitForTimeout(300);
  assert.equal(await checker.verdict.count(), 0);
});

test('a verdict goes as soon as the number is changed', async (t) => {
  const { checker } = await made.open(t);
  await checker.check('mobile', made.lists.mobile.members[0]);
  await checker.number.press('End');
  await checker.number.press('Backspace');
  assert.equal(await checker.verdict.count(), 0);
});

test('a check that is asked for before the lists are there waits for them', async (t) => {
  let held;
  const { checker, page } = await made.open(t, undefined, {
    beforeOpen: async ({ page: p }) => {
      held = await hold(p, '**/pins.json');
    },
  });
  await checker.answerKind('mobile');
  await checker.type(made.lists.mobile.members[0]);
  await checker.submit();
  await page.waitForTimeout(200);
  held.release();
  assert.equal((await checker.readVerdict()).outcome, 'found');
});

test('several lists: each has its verdict, and a number found in one is found', async (t) => {
  const second = await made.publisher.publish('second', { kind: 'mobile', count: 30, seed: 9 });
  const { checker } = await made.open(t, { first: made.lists.mobile, second });
  const found = await checker.check('mobile', second.members[0]);
  assert.equal(found.outcome, 'found');
  assert.equal(found.heading, 'This mobile number is in 1 of 2 lists of leaked numbers');
  const blocks = await checker.page.locator('.list-verdict').allInnerTexts();
  assert.match(blocks[0], /^(Test list\s+)?In this list/);
  assert.match(blocks[1], /^(Test list\s+)?Not in this list/);
});

test('several lists, one of them gone: found is found, and not found is not said', async (t) => {
  const second = await made.publisher.publish('third', { kind: 'mobile', count: 30, seed: 9 });
  const { checker, page } = await made.open(t, { first: made.lists.mobile, second }, {
    damage: (site) => rm(site.lists.second.pointer),
  });
  assert.equal((await checker.check('mobile', made.lists.mobile.members[0])).outcome, 'found');
  await checker.another();
  const verdict = await checker.check('mobile', made.lists.mobile.others[0]);
  assert.deepEqual([verdict.outcome, verdict.codes], ['could_not_tell', ['file_missing']]);
  assert.match(verdict.heading, /^The answer is incomplete: 1 list could not be searched\./);
  await page.getByRole('button', { name: 'Try again' }).waitFor();
});

test('a list on another origin, named in the policy, is checked like any other', async (t) => {
  const elsewhere = await Server.start(made.lists.aadhaar.directory);
  t.after(() => elsewhere.stop());
  const { checker, seen, page } = await made.open(t, undefined, {
    damage: (site) => site.pin([{ ...made.lists.aadhaar.pin, url: elsewhere.url }]),
  });
  assert.equal((await checker.check('aadhaar', made.lists.aadhaar.members[0])).outcome, 'found');
  const policy = await page.locator('meta[http-equiv]').getAttribute('content');
  assert.ok(policy.includes(`connect-src 'self' ${new URL(elsewhere.url).origin};`));
  assert.deepEqual(seen.trouble, []);
});

test('numbers that together would single a person out: the whole list is offered, and tells nothing', async (t) => {
  const { checker, page, recorder, seen } = await made.open(t);
  const { members, others } = made.lists.mobile;
  // Four bits a number: the fourth leaves 1.1e9 / 2^16, the fifth would leave too few.
  for (const digits of others.slice(0, 4)) {
    await checker.check('mobile', digits);
    await checker.another();
  }
  await checker.chooseKind('mobile');
  recorder.clear();
  await checker.type(members[0]);
  await checker.submit();
  await page.locator('.offer h2:focus').filter({ hasText: 'To check more numbers, load the whole list' }).waitFor();
  const offer = await page.locator('.offer').innerText();
  assert.match(offer, /You did nothing wrong/);
  assert.match(offer, /The whole list is [\d.]+\s\w+\./);
  assert.doesNotMatch(offer, /who you are|about you/);
  assert.deepEqual(recorder.paths(), []);
  await checker.press(/^Load [\d.]+ \w+ and check/);
  assert.equal((await checker.readVerdict()).outcome, 'found');
  assert.equal(recorder.paths().length, 16);
  // As the page made them; over several connections they may arrive in another order.
  const asked = seen.requests.slice(-16).map((request) => request.url());
  assert.deepEqual(asked, [...asked].sort(), 'in the same order for everybody');
  await checker.ledger.getByText('told 16 bits').waitFor();

  // The same number, asked for again, adds nothing; declining leaves everything as it was.
  await checker.type(members[1]);
  await checker.submit();
  recorder.clear();
  await checker.press('Not now');
  assert.equal(await checker.verdict.count(), 0);
  assert.deepEqual(recorder.paths(), []);
});
