// What the answers of one or several engines about a list come to: every course that a vote can take.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { importWebModule } from './support/web_module.mjs';

const { isSettled, resultOf, kSteady, kErratic } = await importWebModule('check/vote.ts');

const found = { outcome: 'found', coincidence: 0.01 };
const notFound = { outcome: 'not_found' };
const failed = (code, final = false) => ({ outcome: 'could_not_tell', failure: { code, place: '', number: 0 }, final });
const trap = failed('engine_failed');

/** Asks engines that answer like this until nobody else has to be asked: how many were, and what it comes to. */
function vote(rule, answers) {
  const given = [];
  while (given.length === 0 || !isSettled(given, rule)) given.push(answers[given.length]);
  const { outcome, failure } = resultOf(given, rule);
  return [given.length, outcome, failure?.code];
}

test('where engines are steady one is asked, and its answer counts', () => {
  assert.deepEqual(vote(kSteady, [found]), [1, 'found', undefined]);
  assert.deepEqual(vote(kSteady, [notFound]), [1, 'not_found', undefined]);
  assert.deepEqual(vote(kSteady, [trap]), [1, 'could_not_tell', 'engine_failed']);
});

test('where they are erratic “not found” takes two, and “found” as many, of which one has to find it', () => {
  assert.deepEqual(vote(kErratic, [found, found]), [2, 'found', undefined]);
  assert.deepEqual(vote(kErratic, [found, notFound]), [2, 'found', undefined]);
  assert.deepEqual(vote(kErratic, [found, trap, notFound]), [3, 'found', undefined]);
  assert.deepEqual(vote(kErratic, [found, trap, trap]), [3, 'found', undefined]);
  assert.deepEqual(vote(kErratic, [found, failed('out_of_memory', true)]), [2, 'found', undefined]);
  assert.deepEqual(vote(kErratic, [notFound, notFound]), [2, 'not_found', undefined]);
  assert.deepEqual(vote(kErratic, [notFound, found]), [2, 'found', undefined]);
  assert.deepEqual(vote(kErratic, [trap, found, notFound]), [3, 'found', undefined]);
  assert.deepEqual(vote(kErratic, [trap, notFound, notFound]), [3, 'not_found', undefined]);
  assert.deepEqual(vote(kErratic, [notFound, trap, notFound]), [3, 'not_found', undefined]);
  assert.deepEqual(vote(kErratic, [notFound, trap, found]), [3, 'found', undefined]);
});

test('after three there is no other: too few that agree is no answer', () => {
  assert.deepEqual(vote(kErratic, [trap, trap, notFound]), [3, 'could_not_tell', 'canary_hash']);
  assert.deepEqual(vote(kErratic, [notFound, trap, failed('canary_hash')]), [3, 'could_not_tell', 'canary_hash']);
  assert.deepEqual(vote(kErratic, [notFound, trap, failed('signature_invalid')]), [3, 'could_not_tell', 'signature_invalid']);
});

test('what would be the same in another engine is not asked of one', () => {
  assert.deepEqual(vote(kErratic, [failed('file_missing', true)]), [1, 'could_not_tell', 'file_missing']);
  assert.deepEqual(vote(kErratic, [notFound, failed('out_of_memory', true)]), [2, 'could_not_tell', 'out_of_memory']);
});

test('how many are asked does not depend on what they say of the number: the page around a widget can feel it', () => {
  const asked = (answers) => vote(kErratic, answers)[0];
  for (const course of [['look', 'look'], ['look', 'trap', 'look'], ['trap', 'look', 'look'], ['look', 'trap', 'trap'], ['trap', 'trap', 'look']]) {
    const said = (answer) => course.map((one) => (one === 'trap' ? trap : answer));
    assert.equal(asked(said(found)), asked(said(notFound)), course.join());
  }
});

test('no answer at all is never “not found”', () => {
  for (const rule of [kSteady, kErratic]) assert.equal(resultOf([], rule).outcome, 'could_not_tell');
});
