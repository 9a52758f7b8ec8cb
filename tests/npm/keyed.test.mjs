// Tests the package with keyed lists, under Node: whom a check asks, what it tells them, and how a check ends that they don't help.
import assert from 'node:assert/strict';
import { webcrypto } from 'node:crypto';
import { cp } from 'node:fs/promises';
import { join } from 'node:path';
import { after, before, beforeEach, test } from 'node:test';
import { setTimeout as sleep } from 'node:timers/promises';
import { pathToFileURL } from 'node:url';
import { CraftedList } from '../browser/support/crafted_list.mjs';
import { close, kPath, says, stall } from '../browser/support/evaluators.mjs';
import { kEvaluators, kThreshold, Publisher } from '../browser/support/publisher.mjs';
import { ListFiles, Server } from '../browser/support/site.mjs';
import { Scratch } from './support/scratch.mjs';

const kQuestionBytes = 80;
const kAnswerBytes = 112;

let scratch, publisher, keyed, server, openChecker;

before(async () => {
  scratch = await Scratch.make();
  publisher = await Publisher.make();
  keyed = await publisher.keyed('keyed', { kind: 'mobile', count: 5 });
  server = await Server.start(publisher.root);
  ({ openChecker } = await import(pathToFileURL(join(scratch.installed, 'node.js'))));
});
after(async () => {
  await server?.stop();
  await publisher?.remove();
  await scratch?.remove();
});
beforeEach(() => {
  publisher.evaluators.behave();
  publisher.evaluators.clear();
});

/** Opens a checker of the keyed list. `evaluators` and `url` replace those of the pin. */
async function open(t, { evaluators = keyed.pin.evaluators, url = 'keyed/', ...options } = {}) {
  const pins = { format: 'selfcheck-pins/1', lists: [{ ...keyed.pin, id: 'keyed', url, evaluators }] };
  const checker = await openChecker({ pins, baseUrl: server.url, ...options });
  t.after(() => checker.close());
  return checker;
}

const codes = ({ outcome, lists }) => [outcome, ...lists.flatMap(({ failure }) => failure?.code ?? [])];

async function until(holds) {
  while (!holds()) await sleep(10);
}

test('found and not found: every evaluator is asked once, and the ledger says whom, and that nothing was disclosed', async (t) => {
  const checker = await open(t);
  const [list] = checker.lists;
  assert.deepEqual(list.description.evaluation, { count: kEvaluators, threshold: kThreshold });
  assert.deepEqual(list.evaluators, keyed.pin.evaluators);
  for (const [numbers, outcome] of [
    [keyed.members, 'found'],
    [keyed.others, 'not_found'],
  ]) {
    publisher.evaluators.clear();
    const before = checker.ledger.length;
    assert.deepEqual(codes(await checker.check('mobile', numbers[0])), [outcome]);
    const { asked } = publisher.evaluators;
    assert.deepEqual(asked.map(({ method, path, body }) => [method, path, body.length]), Array(kEvaluators).fill(['POST', kPath, kQuestionBytes]));
    for (const { headers } of asked) assert.doesNotMatch(headers.join(), /cookie|referer|authorization|content-type/i);
    await until(() => checker.ledger.every(({ state }) => state === 'done'));
    const entries = checker.ledger.slice(before).filter(({ purpose }) => purpose === 'evaluation');
    const expected = keyed.pin.evaluators.map(({ index, url }) => ({
      ...{ url, purpose: 'evaluation', listId: 'keyed', bytes: kAnswerBytes, state: 'done', disclosure: undefined },
      evaluator: { index, count: kEvaluators, threshold: kThreshold },
    }));
    assert.deepEqual(entries, expected);
  }
  assert.equal(checker.disclosedBits, 0, 'the list has but one bucket');
});

test('an evaluator that never answers holds up no verdict, and is waited for until the checker is closed', async (t) => {
  const checker = await open(t);
  publisher.evaluators.behave(stall);
  assert.deepEqual(codes(await checker.check('mobile', keyed.members[0])), ['found']);
  assert.deepEqual(codes(await checker.check('mobile', keyed.others[0])), ['not_found']);
  const states = () => publisher.evaluators.middlemen[0].asked.map(({ state }) => state);
  await until(() => states().length === 2);
  assert.deepEqual(states(), ['pending', 'pending']);
  checker.close();
  await until(() => states().every((state) => state === 'given up'));
});

test('too few evaluators: could not tell, each with its reason, and the next check asks anew', async (t) => {
  const checker = await open(t);
  for (const [behaviour, code, number] of [
    [close, 'evaluators_unreachable', 0],
    [says(404), 'evaluation_ended', 0],
    [says(429, { 'Retry-After': '17' }), 'evaluators_busy', 17],
    [says(429, { 'Retry-After': 'Sun, 06 Nov 2050 08:49:37 GMT' }), 'evaluators_busy', 0],
    [says(200, {}, 'x'.repeat(kAnswerBytes)), 'evaluation_invalid', 0],
    [says(200, {}, 'x'.repeat(kAnswerBytes + 1)), 'evaluation_invalid', 0],
  ]) {
    publisher.evaluators.behave(behaviour, behaviour);
    const result = await checker.check('mobile', keyed.others[0]);
    assert.deepEqual(codes(result), ['could_not_tell', code]);
    assert.equal(result.lists[0].failure.number, number);
  }
  publisher.evaluators.behave(close);
  assert.deepEqual(codes(await checker.check('mobile', keyed.others[0])), ['not_found'], 'two are enough');
});

test('a check that is stopped gives its questions up', async (t) => {
  const checker = await open(t);
  publisher.evaluators.behave(stall, stall, stall);
  const stop = new AbortController();
  const checking = checker.check('mobile', keyed.members[0], { signal: stop.signal });
  const states = () => publisher.evaluators.asked.map(({ state }) => state);
  await until(() => states().length === kEvaluators);
  stop.abort(new Error('enough'));
  await assert.rejects(checking, { message: 'enough' });
  await until(() => states().every((state) => state === 'given up'));
  assert.deepEqual(checker.ledger.map(({ purpose, state }) => `${purpose} ${state}`).slice(-kEvaluators), Array(kEvaluators).fill('evaluation failed'));
});

test('whole lists first, then the evaluators; a list that can not be had whole asks nobody', async (t) => {
  const checker = await open(t);
  assert.deepEqual(codes(await checker.check('mobile', keyed.members[0], { wholeLists: true })), ['found']);
  const purposes = checker.ledger.map(({ purpose }) => purpose);
  assert.ok(purposes.lastIndexOf('whole_list') < purposes.indexOf('evaluation'));
  assert.equal(publisher.evaluators.asked.length, kEvaluators);

  publisher.evaluators.clear();
  const elsewhere = await Server.start(publisher.root);
  t.after(() => elsewhere.stop());
  const late = await open(t, { baseUrl: elsewhere.url });
  await elsewhere.stop();
  assert.deepEqual(codes(await late.check('mobile', keyed.members[0], { wholeLists: true })), ['could_not_tell', 'network_failed']);
  assert.deepEqual(publisher.evaluators.asked, []);
});

test('of a list on disk the evaluators are asked all the same, but no file in the place of one', async (t) => {
  const baseUrl = pathToFileURL(`${publisher.root}/`);
  assert.deepEqual(codes(await (await open(t, { baseUrl })).check('mobile', keyed.members[0])), ['found']);
  publisher.evaluators.clear();
  const relative = await open(t, { baseUrl, evaluators: keyed.pin.evaluators.map(({ index }) => ({ index, url: `evaluator-${index}/` })) });
  assert.equal(relative.lists[0].failure.code, 'keyed_offline');
  assert.deepEqual(codes(await relative.check('mobile', keyed.members[0])), ['could_not_tell', 'keyed_offline']);
  assert.deepEqual(publisher.evaluators.asked, []);
});

test('an edition that has been replaced and removed: the new one is looked into with the answers that are there', async (t) => {
  await cp(keyed.directory, join(publisher.root, 'replaced'), { recursive: true });
  const checker = await open(t, { url: 'replaced/' });
  const list = await CraftedList.read(new ListFiles(join(publisher.root, 'replaced')));
  list.fields.sequence += 1;
  // The changed value may be the canary's, since the new edition's verdict does not matter here.
  list.buckets[0][0] -= 1n;
  await list.write(publisher.secretKey);
  const before = checker.ledger.length;
  await checker.check('mobile', keyed.members[0]);
  const purposes = checker.ledger.slice(before).map(({ purpose }) => purpose);
  assert.deepEqual(purposes.sort(), ['bucket', 'bucket', ...Array(kEvaluators).fill('evaluation'), 'manifest', 'pointer']);
});

test('fewer pinned evaluators than are needed: the list is refused, and nobody asked', async (t) => {
  const checker = await open(t, { evaluators: keyed.pin.evaluators.slice(0, kThreshold - 1) });
  assert.deepEqual(codes(await checker.check('mobile', keyed.members[0])), ['could_not_tell', 'evaluators_pinned']);
  assert.deepEqual(publisher.evaluators.asked, []);
});

test('without chance nobody is asked', async (t) => {
  const checker = await open(t);
  const prototype = Object.getPrototypeOf(webcrypto);
  const { getRandomValues } = prototype;
  t.after(() => (prototype.getRandomValues = getRandomValues));
  prototype.getRandomValues = function (array) {
    if (array.length === 64) throw new Error('no entropy');
    return getRandomValues.call(this, array);
  };
  assert.deepEqual(codes(await checker.check('mobile', keyed.members[0])), ['could_not_tell', 'no_randomness']);
  assert.deepEqual(publisher.evaluators.asked, []);
});
