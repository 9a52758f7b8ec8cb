// An engine that computes wrongly, once, somewhere on the way from the number to the key's part in its tag: whatever goes wrong, a number that is in the
// list is never "not found".
import assert from 'node:assert/strict';
import { randomBytes } from 'node:crypto';
import { after, before, test } from 'node:test';
import { startFaulty } from './support/faulty_wasm.mjs';
import { answersTo, createModule, KeyedCheck, readEngine } from './support/keyed_engine.mjs';
import { Publisher } from './support/publisher.mjs';
import { importWebModule } from './support/web_module.mjs';

const { Engine } = await importWebModule('engine/engine.ts');

/** Of each step. Some are without consequence. */
const kFaults = 250;
/** A step that goes round in a circle is ended after so many times what it takes. */
const kLongest = 20;

let publisher, list, faulty;

before(async () => {
  publisher = await Publisher.make();
  list = await publisher.keyed('keyed-mobile', { kind: 'mobile', count: 40 });
  faulty = await startFaulty(createModule, await readEngine());
});
after(() => publisher?.remove());

const kOk = { ok: true, code: 'none', place: '', number: 0 };
/** Another wrapper round a module that has its lists open: one that has trapped gives nothing any more. */
const reopened = (module) => {
  const engine = new Engine(Object.create(module, { start: { value: () => kOk }, readPins: { value: () => ({ ...kOk, count: 1 }) }, pin: { value: () => ({ ...kOk, kind: 'mobile', evaluators: '' }) } }), randomBytes(32));
  engine.readPins(new Uint8Array());
  return engine;
};

/** The outcome of what is left of a check, or how it failed. */
function outcomeOf(rest) {
  try {
    return rest();
  } catch (error) {
    return error.code ?? error.name;
  }
}

/** What comes of `kFaults` faults in `step()`, before `rest()`, how often. */
function tryFaults(step, rest) {
  const restore = faulty.save();
  const results = faulty.count(step);
  restore();
  const outcomes = {};
  for (let i = 0; i < kFaults; i += 1) {
    const turn = 1 + Math.floor((results * (i + Math.random())) / kFaults);
    const bit = Math.floor(Math.random() * 64);
    const outcome = outcomeOf(() => {
      const given = faulty.fault({ turn, bit, limit: kLongest * results }, step);
      return rest(given);
    });
    outcomes[outcome] = (outcomes[outcome] ?? 0) + 1;
    restore();
  }
  return { results, outcomes };
}

test('a bit flipped somewhere in each step of the client: found, or could not tell, and never not found', async (t) => {
  const check = await KeyedCheck.open(list, faulty.module);
  check.begin('mobile', list.members[0]);
  const uniform = randomBytes(64);
  const question = check.ask(uniform);
  const answers = await answersTo(question, publisher.evaluators);
  const on = (use) => () => {
    check.engine = reopened(faulty.module);
    return use();
  };
  const evaluateAndDecide = () => {
    check.evaluate(question, answers.slice(0, 2));
    return check.decide();
  };
  assert.equal(on(evaluateAndDecide)(), 'found');
  check.begin('mobile', list.members[0]);

  const evaluating = tryFaults(on(() => check.evaluate(question, answers.slice(0, 2))), () => check.decide());
  t.diagnostic(JSON.stringify(evaluating));
  assert.equal(evaluating.outcomes.not_found ?? 0, 0, JSON.stringify(evaluating));
});
