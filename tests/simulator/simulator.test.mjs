// A few hundred worlds: in none of them the page says what is not true, in all of them together everything went wrong that can, and a page
// with a mistake in it, or a machine that lies, is found out.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { run, shrink } from './run.mjs';
import { kLie, Universe } from './world/world.mjs';

const kWorlds = 200;

/**
 * A seed whose world fails with the mistake, and what is then said of it. When the page's code changes so much that another seed does,
 * `scripts/simulate 100 1 --mistake NAME` tells which.
 */
const kFailing = [
  [kLie, 19, 'a false not found: the number is in small'],
  ['a bucket that did not come counts as empty', 16, 'a false not found: the number is in small'],
  ['one list that says no is enough', 2, 'not found, though single did not say so'],
];

/** What has to have happened in some world, each a class of events or an outcome. */
const kClasses = ['network', 'evaluators', 'workers', 'memory', 'machine', 'storage', 'device', 'reader'];
const kOutcomes = ['found', 'not_found', 'could_not_tell', 'stands_out', 'bad_input', 'stopped'];

let universe;
before(async () => {
  universe = await Universe.make();
});
after(() => universe?.stop());

// A browser notes such a promise in its console and goes on.
process.on('unhandledRejection', () => {});

test('no world shows a false “not found” or “found”, and every check ends', async () => {
  const { failures, events, outcomes } = await run(universe, { count: kWorlds });
  assert.deepEqual(failures, []);
  const met = new Set([...events.keys()].map((event) => event.split(': ')[0]));
  assert.deepEqual(kClasses.filter((one) => !met.has(one)), []);
  assert.deepEqual(kOutcomes.filter((one) => !outcomes.has(one)), []);
});

for (const [mistake, seed, what] of kFailing) {
  test(`found out by seed ${seed}: ${mistake}`, async () => {
    assert.equal((await universe.live(seed, { mistake })).violation?.what, what);
    assert.equal((await universe.live(seed)).violation, undefined);
  });
}

test('a seed is one world: what happens in it happens again', async () => {
  for (const seed of [2, 8]) assert.deepEqual(await universe.live(seed), await universe.live(seed));
});

test('of a world that fails, the least that it takes is found', async () => {
  const [mistake, seed, what] = kFailing[0];
  const { violation, met } = await shrink(universe, seed, { mistake });
  assert.equal(violation.what, what);
  assert.ok(met.length < (await universe.live(seed, { mistake })).met.length);
  assert.ok(met.some(({ what: one }) => one === 'check pressed'));
});
