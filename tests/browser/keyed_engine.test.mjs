// The page's engine and a keyed list, without a page: what it asks evaluators is like random bytes, and none of what they can answer makes it give a wrong
// verdict.
import assert from 'node:assert/strict';
import { randomBytes } from 'node:crypto';
import { after, before, test } from 'node:test';
import { answersTo, createModule, KeyedCheck, readEngine } from './support/keyed_engine.mjs';
import { keyedLists } from './support/keyed_lists.mjs';
import { Publisher } from './support/publisher.mjs';
import { notRandom, randomElements } from './support/random_elements.mjs';
import { flipBit, kAnswerBytes, kFormat, tamperings } from './support/tampering.mjs';

/** Of each sort. */
const kChecks = 3400;

let publisher, lists, check;

before(async () => {
  publisher = await Publisher.make();
  lists = await keyedLists(publisher);
  check = await KeyedCheck.open(lists.mobile, await createModule({ wasm: await readEngine() }));
});
after(() => publisher?.remove());

/** A number, and the answers to a question about it. */
async function asked(digits) {
  check.begin('mobile', digits);
  const question = check.ask();
  return { question, answers: await answersTo(question, publisher.evaluators) };
}

/** What it comes to: an outcome, or the error's code. The number is entered again, so that nothing is left of what was evaluated before. */
function outcomeOf(digits, question, answers) {
  check.begin('mobile', digits);
  try {
    check.evaluate(question, answers);
  } catch (error) {
    assert.equal(error.name, 'CheckError');
    // Nor is there a verdict after it.
    assert.throws(() => check.decide(), { code: 'not_ready' });
    return error.code;
  }
  return check.decide();
}

test('any two of the three evaluators are enough, in any order, and one is not', async () => {
  for (const [who, outcome] of [
    ['members', 'found'],
    ['others', 'not_found'],
  ]) {
    const [digits] = lists.mobile[who];
    const { question, answers } = await asked(digits);
    assert.deepEqual(answers.map(({ status, body }) => [status, body.length]), Array(3).fill([200, kAnswerBytes]));
    for (const a of answers) {
      assert.equal(outcomeOf(digits, question, [a]), 'evaluators_unreachable', 'nobody has lied');
      assert.equal(outcomeOf(digits, question, [a, a]), 'evaluators_unreachable', 'twice the same is one');
      for (const b of answers) if (a !== b) assert.equal(outcomeOf(digits, question, [a, b]), outcome);
    }
    assert.equal(outcomeOf(digits, question, []), 'evaluators_unreachable');
    assert.equal(outcomeOf(digits, question, answers), outcome);
  }
});

test('every bit of an answer that is not what it was, and every tampering: no verdict, or with two good ones the right one', async () => {
  const [digits] = lists.mobile.others;
  const { question, answers } = await asked(digits);
  const { answers: earlier } = await asked(lists.mobile.members[0]);
  const [one, two, three] = answers;
  const bad = {};
  for (let at = 0; at < kAnswerBytes; at += 1) bad[`byte ${at}`] = flipBit(one.body, at, at % 8);
  for (const [name, tamper] of Object.entries(tamperings)) {
    bad[name] = tamper(one.body, { other: two.body, earlier: earlier[0].body });
  }
  for (const [name, body] of Object.entries(bad)) {
    const spoiled = { index: 1, status: 200, body };
    assert.equal(outcomeOf(digits, question, [spoiled, two]), 'evaluation_invalid', name);
    assert.equal(outcomeOf(digits, question, [spoiled, two, three]), 'not_found', name);
  }
});

test('an answer under another evaluator’s index, to another question, or to another number is none', async () => {
  const [digits, another] = lists.mobile.others;
  const { question, answers } = await asked(digits);
  const [one, two, three] = answers;
  for (const index of [0, 2, 3, 4, 255]) assert.equal(outcomeOf(digits, question, [{ ...one, index }, three]), 'evaluation_invalid', String(index));
  const again = await asked(digits);
  assert.equal(outcomeOf(digits, again.question, [one, two]), 'evaluation_invalid', 'the same number, asked before');
  // Who holds the answers, and not what they were asked with.
  assert.equal(outcomeOf(another, question, [one, two]), 'evaluation_invalid', 'another number');
  assert.equal(outcomeOf(digits, { ...question, uniform: again.question.uniform }, [one, two]), 'evaluation_invalid', 'another blind');
  assert.equal(outcomeOf(digits, { ...question, blinded: again.question.blinded }, [one, two]), 'evaluation_invalid', 'another B');
});

test('why there are too few good answers: the first that holds', () => {
  const [digits] = lists.mobile.others;
  check.begin('mobile', digits);
  const question = check.ask();
  const says = (...statuses) => statuses.map((status, i) => ({ index: i + 1, status }));
  assert.equal(outcomeOf(digits, question, says(200, 404, 429)), 'evaluators_busy');
  assert.equal(outcomeOf(digits, question, says(503, 500, 0)), 'evaluators_busy');
  assert.equal(outcomeOf(digits, question, says(200, 410, 0)), 'evaluation_ended');
  assert.equal(outcomeOf(digits, question, says(200, 500, 0)), 'evaluation_invalid');
  assert.equal(outcomeOf(digits, question, says(0, 302, 500)), 'evaluators_unreachable');
  for (const [waits, number] of [
    [[90, 40, 0], 40],
    [[3601, 0, 0], 0],
    [[3600, 65535, 0], 3600],
  ]) {
    const busy = waits.map((retryAfter, i) => ({ index: i + 1, status: 429, retryAfter }));
    check.begin('mobile', digits);
    assert.throws(() => check.evaluate(question, busy), { code: 'evaluators_busy', number });
  }
});

test('randomness that is none: no question', () => {
  check.begin('mobile', lists.mobile.others[0]);
  assert.throws(() => check.ask(Buffer.alloc(64)), { code: 'no_randomness' });
});

test('10,000 questions, about numbers in the list, others, and one again and again: to an evaluator they are random elements, no two alike', async () => {
  const { members, others } = lists.mobile;
  const ask = (digits, uniform) => {
    check.engine.setIdentifier('mobile', new TextEncoder().encode(digits));
    return check.ask(uniform);
  };
  const sorts = {
    found: (i) => members[i % members.length],
    not_found: (i) => others[i % others.length],
    repeated: () => members[0],
  };
  const seen = Object.fromEntries(
    Object.entries(sorts).map(([sort, digits]) => [
      sort,
      Array.from({ length: kChecks }, (_, i) => {
        const { questions, blinded } = ask(digits(i));
        for (const question of questions) {
          assert.equal(question.length, 80);
          assert.equal(question.toString('latin1', 0, kFormat.length), kFormat);
          assert.deepEqual(question.subarray(48), blinded);
        }
        return Buffer.from(blinded);
      }),
    ]),
  );
  const random = await randomElements(3 * kChecks);
  assert.deepEqual(notRandom(random), []);
  for (const [sort, elements] of Object.entries(seen)) assert.deepEqual(notRandom(elements), [], sort);
  const all = Object.values(seen).flat();
  assert.ok(all.length > 10_000);
  assert.deepEqual(notRandom(all), []);
  // Members and others in turn: what they have in common with their neighbours is nothing.
  assert.deepEqual(notRandom(seen.found.flatMap((one, i) => [one, seen.not_found[i]])), []);

  // The test would see what is wrong: a byte that tells something, and a blind that is used again.
  assert.ok(notRandom(all.map((one, i) => (i % 8 === 0 ? Buffer.from(one).fill(0x55, 9, 10) : one))).length > 0);
  assert.deepEqual(notRandom([...all, all[0]]), ['two are alike']);
  const uniform = randomBytes(64);
  assert.deepEqual(ask(members[0], uniform).blinded, ask(members[0], uniform).blinded);
});
