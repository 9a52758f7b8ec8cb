// The map of the page, without a page: which step follows which, and what is left of the one before.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { importWebModule } from './support/web_module.mjs';

const { begin, depthOf, next, offeredKinds } = await importWebModule('page/state.ts');

const kLoading = { status: 'loading' };
const listsOf = (...kinds) => ({ status: 'ready', all: kinds.map((kind) => ({ pin: { kind } })) });
const kBoth = listsOf('mobile', 'aadhaar');
const kTooShort = { code: 'too_short', place: '', number: 3 };
const kVerdict = { status: 'verdict', outcome: 'not_found', lists: [{}] };

/** Events without more are written as their names. */
const follow = (state, ...events) =>
  events.reduce((at, event) => next(at, typeof event === 'string' ? { type: event } : event), state);
const choose = (kind) => ({ type: 'kindChosen', kind });
const note = (how, problem) => ({ type: 'noted', note: { how, problem } });
const answer = (result) => ({ type: 'answered', result });
const lists = (known) => ({ type: 'lists', lists: known });

const atQuestion = begin(undefined, kBoth);
const atNumber = follow(atQuestion, choose('mobile'), note('hint', undefined));
const atChecking = follow(atNumber, 'checked', { type: 'progressed', progress: { stage: 'working', blocksPage: false } });
const atOutcome = follow(atChecking, answer(kVerdict));

test('from the question to a verdict, one step deeper each, and back', () => {
  const back = [1, 0].map((depth) => follow(atOutcome, { type: 'wentBack', depth }));
  const steps = [atQuestion, atNumber, atChecking, atOutcome, ...back];
  assert.deepEqual(steps.map(({ step }) => step.name), ['question', 'number', 'checking', 'outcome', 'number', 'question']);
  assert.deepEqual(steps.map(depthOf), [0, 1, 1, 2, 1, 0]);
});

test('whatever ends a verdict leaves nothing of it, and an edited number nothing that was said of it', () => {
  for (const event of ['edited', 'stopped', 'checked', 'ended', choose('aadhaar'), lists({ status: 'failed', failure: {} })]) {
    const { step } = follow(atOutcome, event);
    assert.ok(!('answer' in step) && !('progress' in step && step.progress), JSON.stringify(event));
  }
  for (const event of ['edited', choose('aadhaar')]) assert.equal(follow(atOutcome, event).step.note, undefined);
  assert.equal(follow(atOutcome, 'stopped').step.note, atOutcome.step.note);
  // Also what somebody before has hidden.
  assert.equal(follow(atNumber, { type: 'masked', masked: true }, 'ended').masked, false);
});

test('what comes too late changes nothing', () => {
  const late = [answer(kVerdict), { type: 'progressed', progress: { stage: 'downloading', bytes: 1, totalBytes: 2 } }];
  for (const state of [atQuestion, atNumber, follow(atChecking, 'stopped'), atOutcome]) {
    for (const event of late) assert.equal(follow(state, event), state);
  }
  for (const event of ['edited', 'checked', 'stopped', note('hint', kTooShort)]) assert.equal(follow(atQuestion, event), atQuestion);
  assert.equal(follow(atChecking, 'checked'), atChecking, 'a check is not begun twice');
});

test('an error stays until the number is another; what is right of a number stays during its check', () => {
  const wrong = follow(atNumber, 'checked', answer({ status: 'bad_input', problem: kTooShort }));
  assert.deepEqual(wrong.step, { name: 'number', kind: 'mobile', note: { how: 'summary', problem: kTooShort } });
  assert.equal(follow(wrong, note('hint', kTooShort)), wrong);
  assert.equal(follow(wrong, 'edited').step.note, undefined);
  assert.equal(follow(wrong, 'checked').step.note, undefined);
  assert.deepEqual(atChecking.step.note, { how: 'hint', problem: undefined });
});

test('what is known of the lists moves nobody, unless there is nothing to look in', () => {
  assert.deepEqual(offeredKinds(kLoading), ['mobile', 'aadhaar']);
  const early = follow(begin(undefined, kLoading), choose('aadhaar'), note('hint', kTooShort));
  assert.deepEqual(follow(early, lists(kBoth)).step, early.step);
  const asked = follow(early, lists(listsOf('mobile')));
  assert.deepEqual([asked.step.name, offeredKinds(asked.lists), asked.turn], ['question', ['mobile'], early.turn + 1]);
  for (const status of ['none', 'failed']) assert.equal(follow(early, lists({ status })).step.name, 'question');
  assert.equal(follow(atOutcome, lists(listsOf('mobile'))).step, atOutcome.step);
});

test('where one kind is left there is no question, and no way back to one', () => {
  const loading = begin(undefined, kLoading);
  assert.equal(follow(loading, lists(listsOf('mobile'))).step.name, 'question', 'not under the eyes of who reads it');
  const again = follow(loading, lists(listsOf('mobile')), choose('mobile'), 'ended');
  assert.deepEqual([again.step.name, again.step.kind, again.asked, depthOf(again)], ['number', 'mobile', false, 0]);
  assert.equal(follow(again, { type: 'wentBack', depth: 0 }), again);
  // Who was asked finds the question where it was.
  const back = follow(loading, lists(listsOf('mobile')), choose('mobile'), { type: 'wentBack', depth: 0 });
  assert.deepEqual([back.step.name, back.asked], ['question', true]);
  const fixed = begin('aadhaar', kLoading);
  assert.deepEqual([fixed.step.kind, fixed.asked], ['aadhaar', false]);
  assert.equal(follow(fixed, lists(listsOf('mobile'))).step.kind, 'aadhaar');
});
