// A few hundred worlds: in none of them the page says what is not true, in all of them together everything went wrong that can, and a page
// with a mistake in it, or a machine that lies, is found out.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { run, shrink } from './run.mjs';
import { kLie, Universe } from './world/world.mjs';

const kWorlds = 200;

/** Mistakes, and what is said of a world in which one of them shows. Which seed's world that is changes with the page's code. */
const kFoundOut = {
  [kLie]: /^a false not found: the number is in /,
  'a bucket that did not come counts as empty': /^a false not found: the number is in /,
  'one list that says no is enough': /^not found, though \w+ did not say so$/,
};

/**
 * The seed that must fail where every engine lies. Until it does nothing else goes wrong in its world, and its reader does nothing but ask: they choose the
 * kind of number that they have, type a number of the list `small`, and press the button. If the page can't be used like that any more, another such seed has to be
 * named here and in PROOF.md.
 */
const kMustFail = 93;

/** Returns the first seed whose world fails with the mistake, and what is said of it. */
async function firstFailing(mistake) {
  for (let seed = 1; seed <= kWorlds; seed += 1) {
    const { violation } = await universe.live(seed, { mistake });
    if (violation) return { seed, what: violation.what };
  }
  return { what: 'no world fails' };
}

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

test('the seed that must fail does, and tells the truth where no engine lies', async () => {
  const { violation, met } = await universe.live(kMustFail, { mistake: kLie });
  assert.equal(violation?.what, 'a false not found: the number is in small');
  assert.deepEqual(met.filter(({ what }) => !['waits', 'kind chosen', 'number typed', 'check pressed'].includes(what)), []);
  const { violation: none, outcomes } = await universe.live(kMustFail);
  assert.equal(none, undefined);
  assert.ok(outcomes.found > 0);
});

for (const [mistake, expected] of Object.entries(kFoundOut)) {
  test(`found out: ${mistake}`, async () => {
    const { seed, what } = await firstFailing(mistake);
    assert.match(what, expected);
    assert.equal((await universe.live(seed)).violation, undefined);
  });
}

test('a seed is one world: what happens in it happens again', async () => {
  for (const seed of [2, 8]) assert.deepEqual(await universe.live(seed), await universe.live(seed));
});

test('of a world that fails, the least that it takes is found', async () => {
  const mistake = kLie;
  const { seed, what } = await firstFailing(mistake);
  const { violation, met } = await shrink(universe, seed, { mistake });
  assert.equal(violation.what, what);
  assert.ok(met.length < (await universe.live(seed, { mistake })).met.length);
  assert.ok(met.some(({ what: one }) => one === 'check pressed'));
});
