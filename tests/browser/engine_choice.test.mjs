// Which of the two engines runs, where, and with how much memory: with SIMD or without, in a worker or on the page, given up and
// taken anew. Whatever it is, the verdicts are right.
import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { test } from 'node:test';
import { setTimeout as sleep } from 'node:timers/promises';
import { CraftedList } from './support/crafted_list.mjs';
import { fixture } from './support/fixture.mjs';
import { engine } from './support/paths.mjs';
import { spoilSimd } from './support/spoiled_wasm.mjs';
import { until } from './support/until.mjs';

/** Longer than a worker takes to answer that has nothing else to do, and shorter than its hash. */
const kHashingMs = 100;

const made = fixture(async (publisher) => ({
  mobile: await publisher.mobile(),
  aadhaar: await publisher.aadhaar(),
}));

/** The engines that were asked for: simd, plain. */
const enginesOf = (recorder) =>
  recorder.paths().flatMap((path) => (/\.wasm$/.test(path) ? [/-simd-/.test(path) ? 'simd' : 'plain'] : []));

/** A member is found, and another number is not. */
async function checkBoth(checker) {
  const { members, others } = made.lists.mobile;
  assert.equal((await checker.check('mobile', members[1])).outcome, 'found');
  await checker.another();
  assert.equal((await checker.check('mobile', others[1])).outcome, 'not_found');
}

const readSimd = () => readFile(join(engine, 'selfcheck-simd.wasm'));

test('SIMD, where the browser has it: nothing else is fetched', async (t) => {
  const { checker, recorder } = await made.open(t);
  await checkBoth(checker);
  assert.deepEqual(enginesOf(recorder), ['simd']);
});

test('a browser without SIMD gets the plain engine alone', async (t) => {
  const { checker, recorder } = await made.open(t, undefined, {
    beforeOpen: ({ page }) => page.addInitScript(() => (WebAssembly.validate = () => false)),
  });
  await checkBoth(checker);
  assert.deepEqual(enginesOf(recorder), ['plain']);
});

test('SIMD that does not compile after all: the plain engine', async (t) => {
  const damage = (site) => site.useSimdEngine(Buffer.from('\0asm'));
  const { checker, recorder } = await made.open(t, undefined, { damage });
  await checkBoth(checker);
  assert.deepEqual(enginesOf(recorder), ['simd', 'plain']);
});

test('SIMD that computes wrongly is found out before any verdict, and left for the plain engine', async (t) => {
  const { checker, recorder } = await made.open(t, undefined, {
    damage: async (site) => site.useSimdEngine(spoilSimd(await readSimd())),
  });
  await checkBoth(checker);
  assert.deepEqual(enginesOf(recorder), ['simd', 'plain']);
});

test('a canary that comes out wrong in both engines: could not tell', async (t) => {
  const { checker, recorder } = await made.open(t, undefined, {
    damage: async (site) => {
      const list = await CraftedList.read(site.lists.mobile);
      list.fields.canary.hash = '00'.repeat(32);
      await list.write(made.publisher.secretKey);
    },
  });
  const { outcome, codes } = await checker.check('mobile', made.lists.mobile.members[0]);
  assert.deepEqual({ outcome, codes }, { outcome: 'could_not_tell', codes: ['canary_hash'] });
  assert.deepEqual(enginesOf(recorder), ['simd', 'plain']);
});

test('a list whose canary is wrong keeps no other list from its answer', async (t) => {
  const healthy = await made.publisher.publish('healthy', { kind: 'mobile', count: 30, seed: 6 });
  const { checker } = await made.open(t, { wrong: made.lists.mobile, healthy }, {
    damage: async (site) => {
      const list = await CraftedList.read(site.lists.wrong);
      list.fields.canary.hash = '00'.repeat(32);
      await list.write(made.publisher.secretKey);
    },
  });
  const { outcome, codes } = await checker.check('mobile', healthy.members[0]);
  assert.deepEqual({ outcome, codes }, { outcome: 'found', codes: ['canary_hash'] });
});

test('where there are no workers the page does it, and says that it will stand still', async (t) => {
  const { checker, page } = await made.open(t, undefined, {
    beforeOpen: async ({ page: p }) => {
      await p.addInitScript(() => delete globalThis.Worker);
      await p.addInitScript(() => {
        globalThis.notices = [];
        new MutationObserver(() => {
          const text = document.querySelector('.progress')?.textContent;
          if (text) globalThis.notices.push(text);
        }).observe(document, { childList: true, subtree: true });
      });
    },
  });
  await checkBoth(checker);
  const notices = await page.evaluate(() => globalThis.notices);
  assert.ok(notices.some((text) => text.includes('The page will stand still for some seconds.')));
});

/** Of the workers. Chromium lets one that is ended go on for up to two seconds. */
async function onlySessionIsLeft(page) {
  await until(() => page.workers().length <= 1, 'another worker is left than the session’s');
  assert.equal(page.workers().length, 1, 'the session’s');
}

/** Until a worker that is about to hash does: it then answers nothing else. */
async function untilHashing(worker) {
  const answers = () => Promise.race([worker.evaluate(() => true), sleep(kHashingMs, false)]);
  for (let i = 0; await answers(); i += 1) assert.ok(i < 1000, 'it hashes nothing');
}

/** Runs in the page: presses Stop, and returns true if there was something to stop. */
function pressStop() {
  const stop = [...document.querySelectorAll('button')].find(({ textContent }) => textContent === 'Stop');
  stop?.click();
  return stop !== undefined;
}

/** Has one of the `numbers` checked, and stops it in the middle of its hash. Where a hash was done before, the next number is tried. */
async function stopInTheMiddle(checker, page, numbers) {
  for (const number of numbers) {
    await checker.type(number);
    await checker.submit();
    const [, lane] = page.workers();
    const hashing = untilHashing(lane).then(() => true);
    const answered = checker.verdict.waitFor().then(() => false);
    if ((await Promise.race([hashing, answered])) && (await page.evaluate(pressStop))) return;
    assert.equal((await checker.readVerdict()).outcome, 'not_found');
  }
  assert.fail('every hash was done before it could be stopped');
}

test('a check stopped in the middle of its hash gives the memory back, and the next one is right', async (t) => {
  // Ten passes over 64 MiB: time enough to press Stop.
  const slow = await made.publisher.publish('slow', { kind: 'aadhaar', count: 3, memMib: 64, ops: 10 });
  const { checker, page } = await made.open(t, { slow });
  // The canary is then proven, and the next hash is the number's.
  assert.equal((await checker.check('aadhaar', slow.members[0])).outcome, 'found');
  await stopInTheMiddle(checker, page, slow.others);
  await page.getByRole('status').getByText('The check was stopped.').waitFor();
  await onlySessionIsLeft(page);
  await checker.submit();
  assert.equal((await checker.readVerdict()).outcome, 'not_found');
});

test('memory is given back after a minute, and taken again', async (t) => {
  const { checker, page } = await made.open(t, undefined, { beforeOpen: ({ page: p }) => p.clock.install() });
  await checkBoth(checker);
  assert.equal(page.workers().length, 2);
  await page.clock.fastForward(61_000);
  await onlySessionIsLeft(page);
  await checker.another();
  await checkBoth(checker);
});

/** A device as browsers describe it. */
const device = (hardwareConcurrency, deviceMemory) => ({
  beforeOpen: ({ page }) =>
    page.addInitScript(
      (values) => {
        for (const [name, value] of Object.entries(values)) Object.defineProperty(navigator, name, { value });
      },
      { hardwareConcurrency, deviceMemory },
    ),
});

test('one salt, several lists: one lane, which is at work before the number is there, hashes for all of them', async (t) => {
  const lists = {};
  for (const seed of [1, 2]) {
    lists[`l${seed}`] = await made.publisher.publish(`one-salt-${seed}`, {
      ...{ kind: 'mobile', count: 20, seed, options: ['--group-salt', '000102030405060708090a0b0c0d0e0f'] },
    });
  }
  const { checker, page } = await made.open(t, lists, device(8, 8));
  await checker.chooseKind('mobile');
  await until(() => page.workers().length > 1, 'no worker hashes');
  assert.equal(page.workers().length, 2);
  const verdict = await checker.check('mobile', lists.l2.members[0]);
  assert.equal(verdict.heading, 'This mobile number is in 1 of 2 lists of leaked numbers');
  assert.equal(page.workers().length, 2);
});

for (const [what, cores, gib, lanes] of [
  ['several salts, several cores: a lane for each', 8, 8, 3],
  ['several salts, two cores: one lane for all', 2, 8, 1],
  ['several salts, little memory: one lane for all', 8, 1, 1],
]) {
  test(what, async (t) => {
    // The smallest first, so that a lane with room for the largest has to be made before it.
    const lists = {};
    for (const memMib of [8, 32, 64]) {
      lists[`m${memMib}`] = await made.publisher.publish(`${cores}-${gib}-${memMib}`, {
        ...{ kind: 'mobile', count: 20, seed: memMib, memMib },
      });
    }
    const { checker, page } = await made.open(t, lists, device(cores, gib));
    const verdict = await checker.check('mobile', lists.m32.members[0]);
    assert.equal(verdict.heading, 'This mobile number is in 1 of 3 lists of leaked numbers');
    assert.equal(page.workers().length, 1 + lanes);
  });
}
