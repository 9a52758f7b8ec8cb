// An engine that computes wrongly, once, somewhere on the way from the number to the key's part in its tag: whatever goes wrong, a number that is in the
// list is never "not found".
import assert from 'node:assert/strict';
import { randomBytes } from 'node:crypto';
import { after, before, test } from 'node:test';
import { startFaulty } from './support/faulty_wasm.mjs';
import { answersTo, createModule, KeyedCheck, readEngine } from './support/keyed_engine.mjs';
import { keyedLists } from './support/keyed_lists.mjs';
import { Publisher } from './support/publisher.mjs';
import { importWebModule } from './support/web_module.mjs';

const { Engine } = await importWebModule('engine/engine.ts');

/** Faults in each step. */
const kBlinding = 40;
const kEvaluating = {
  anywhere: { count: 60 },
  // Almost all of it is the products of scalars and elements: what comes after these, besides.
  'at its end': { count: 60, last: 40_000 },
};
/** A step that goes round in a circle is ended after so many times what it takes. */
const kLongest = 20;

let publisher, list, faulty, check;

before(async () => {
  publisher = await Publisher.make();
  list = (await keyedLists(publisher, ['mobile'])).mobile;
  faulty = await startFaulty(createModule, await readEngine());
  check = await KeyedCheck.open(list, faulty.module);
  check.begin('mobile', list.members[0]);
});
after(() => publisher?.remove());

const kOk = { ok: true, code: 'none', place: '', number: 0 };

/** An engine for what the module has open: one that has trapped gives nothing any more. */
function reopened() {
  const answers = { start: () => kOk, readPins: () => ({ ...kOk, count: 1 }), pin: () => ({ ...kOk, kind: 'mobile', evaluators: '' }) };
  const module = Object.create(faulty.module, Object.fromEntries(Object.entries(answers).map(([name, value]) => [name, { value }])));
  const engine = new Engine(module, randomBytes(32));
  engine.readPins(new Uint8Array());
  return engine;
}

/**
 * What comes of `count` checks with a fault in `step()`, somewhere in the last `last` of its results, and without one in `rest(given)`: how often
 * found, and how often each failure. Fails if a number is not found that is in the list.
 */
async function tryFaults({ count, last = Infinity }, step, rest) {
  const restore = faulty.save();
  const results = faulty.count(step);
  const first = Math.max(0, results - last);
  const outcomes = {};
  for (let i = 0; i < count; i += 1) {
    restore();
    check.engine = reopened();
    const fault = { turn: first + 1 + Math.floor(((results - first) * (i + Math.random())) / count), bit: Math.floor(Math.random() * 64) };
    let outcome;
    try {
      outcome = await rest(faulty.fault({ ...fault, limit: kLongest * results }, step));
    } catch (error) {
      outcome = error.code ?? error.name;
    }
    assert.notEqual(outcome, 'not_found', JSON.stringify({ ...fault, results }));
    outcomes[outcome] = (outcomes[outcome] ?? 0) + 1;
  }
  restore();
  check.engine = reopened();
  return outcomes;
}

const evaluate = (question, answers) => check.evaluate(question, answers.slice(0, 2));

/** Enough of each to say something. */
function assertFaulty({ found = 0, ...failures }, count) {
  assert.ok(found > 0, 'some faults change nothing');
  assert.ok(Object.values(failures).reduce((sum, one) => sum + one, 0) > count / 4, 'many are noticed');
}

test('a fault while a number is blinded: found, or could not tell', async (t) => {
  const outcomes = await tryFaults(
    { count: kBlinding },
    () => check.ask(),
    async (question) => {
      const answers = await answersTo(question, publisher.evaluators);
      evaluate(question, answers);
      return check.decide();
    },
  );
  t.diagnostic(JSON.stringify(outcomes));
  assertFaulty(outcomes, kBlinding);
});

for (const [what, sample] of Object.entries(kEvaluating)) {
  test(`a fault while answers are verified and put together, ${what}: found, or could not tell`, async (t) => {
    const question = check.ask();
    const answers = await answersTo(question, publisher.evaluators);
    const outcomes = await tryFaults(sample, () => evaluate(question, answers), () => check.decide());
    t.diagnostic(JSON.stringify(outcomes));
    assertFaulty(outcomes, sample.count);
  });
}
