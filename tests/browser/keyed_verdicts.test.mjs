// Keyed lists on the page: the right verdict as long as enough evaluators answer, and "could not tell", with the reason, if they don't; whatever an
// evaluator says, never another verdict.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { stopClock } from './support/clock.mjs';
import { ask, changed, close, endless, kCors, kPath, passOn, says, stall } from './support/evaluators.mjs';
import { fixture } from './support/fixture.mjs';
import { inManyBuckets, keyedLists, kManyBits } from './support/keyed_lists.mjs';
import { kEvaluators } from './support/publisher.mjs';
import { flipBit, tamperings } from './support/tampering.mjs';
import { until } from './support/until.mjs';

const kQuestionBytes = 80;
/** After which the page gives a question up. */
const kPatienceMs = 20_000;

const made = fixture(keyedLists);

const evaluators = () => made.publisher.evaluators;

/** Opens a site of both lists, or of `lists`, with evaluators that behave. */
async function open(t, lists, options) {
  evaluators().behave();
  const opened = await made.open(t, lists, options);
  evaluators().clear();
  return opened;
}

/** The outcome of one more check in the sitting, and the reasons' codes. */
async function checkNext(checker, kind, digits) {
  if (await checker.verdict.count()) await checker.another();
  const { outcome, codes } = await checker.check(kind, digits);
  return [outcome, ...codes];
}

/** Until there is nothing that has not been answered or given up. */
function untilQuiet(asked = evaluators().asked) {
  return until(() => asked.every(({ state }) => state !== 'pending'), 'a question is still open');
}

test('members are found and others are not, of both kinds; each evaluator is asked once, at once, and the same', async (t) => {
  const { checker, seen } = await open(t);
  for (const kind of ['mobile', 'aadhaar']) {
    const { members, others } = made.lists[kind];
    for (const [numbers, outcome] of [
      [members, 'found'],
      [others, 'not_found'],
    ]) {
      evaluators().clear();
      assert.deepEqual(await checkNext(checker, kind, numbers[0]), [outcome]);
      const asked = await evaluators().untilAsked(kEvaluators);
      assert.deepEqual(asked.map(({ method, path, body }) => [method, path, body.length]), Array(kEvaluators).fill(['POST', kPath, kQuestionBytes]));
      assert.equal(new Set(asked.map(({ body }) => body.toString('hex', 48))).size, 1, 'the same B');
      assert.equal(new Set(asked.map(({ body }) => body.toString('hex', 16, 48))).size, kEvaluators, 'each about its own share');
    }
  }
  assert.deepEqual(seen.trouble, []);
});

test('lists with one key share a question', async (t) => {
  const second = await made.publisher.keyed('second', { kind: 'mobile', count: 5, seed: 3 });
  const { checker } = await open(t, { first: made.lists.mobile, second });
  assert.deepEqual(await checkNext(checker, 'mobile', second.members[0]), ['found']);
  assert.match(await checker.heading.textContent(), /1 of 2 lists/);
  assert.equal((await evaluators().untilAsked(kEvaluators)).length, kEvaluators);
});

test('a static list beside a keyed one: evaluators that are down keep it from nothing', async (t) => {
  const plain = await made.publisher.publish('plain', { kind: 'mobile', count: 5, seed: 4 });
  const { checker } = await open(t, { keyed: made.lists.mobile, plain });
  evaluators().behave(close, close, close);
  assert.deepEqual(await checkNext(checker, 'mobile', plain.members[0]), ['found', 'evaluators_unreachable']);
  assert.deepEqual(await checkNext(checker, 'mobile', made.lists.mobile.others[0]), ['could_not_tell', 'evaluators_unreachable']);
  evaluators().behave();
  assert.deepEqual(await checkNext(checker, 'mobile', made.lists.mobile.members[0]), ['found']);
  assert.deepEqual(await checkNext(checker, 'mobile', made.lists.mobile.others[0]), ['not_found']);
});

/** What an evaluator can say or do, and why nothing can be told if two of three do. */
const kHtml = { ...kCors, 'Content-Type': 'text/html' };
const kElsewhere = { ...kCors, Location: 'https://elsewhere.example/' };
const misbehaviours = {
  ...Object.fromEntries(
    Object.entries(tamperings).map(([name, tamper]) => [name, [changed(withMaterial(tamper)), 'evaluation_invalid']]),
  ),
  'a flipped bit in the element': [changed((body) => flipBit(body, 20)), 'evaluation_invalid'],
  'a flipped bit in the proof': [changed((body) => flipBit(body, 100)), 'evaluation_invalid'],
  'an answer without end': [endless, 'evaluation_invalid'],
  'a home page': [says(200, kHtml, '<!doctype html><title>Welcome</title>'), 'evaluation_invalid'],
  'a good answer that no page may read': [
    async ({ ask: askIt, response }) => {
      const { status, body } = await askIt();
      response.writeHead(status).end(body);
    },
    'evaluators_unreachable',
  ],
  'a good answer with another status': [
    async ({ ask: askIt, response }) => {
      const { headers, body } = await askIt();
      response.writeHead(203, headers).end(body);
    },
    'evaluators_unreachable',
  ],
  redirect: [says(307, kElsewhere), 'evaluators_unreachable'],
  'redirect to a good answer': [
    async ({ response, target }) => response.writeHead(307, { ...kCors, Location: target }).end(),
    'evaluators_unreachable',
  ],
  400: [says(400), 'evaluators_unreachable'],
  404: [says(404), 'evaluation_ended'],
  410: [says(410), 'evaluation_ended'],
  429: [says(429), 'evaluators_busy'],
  '429 and when': [says(429, { ...kCors, 'Retry-After': '30' }), 'evaluators_busy'],
  '429 that no page may read': [says(429, { 'Retry-After': '30' }), 'evaluators_unreachable'],
  500: [says(500), 'evaluators_unreachable'],
  503: [says(503), 'evaluators_busy'],
  close: [close, 'evaluators_unreachable'],
};

/** For `changed`: has the evaluator's answer to an earlier question, and another evaluator's to this one. */
function withMaterial(tamper) {
  return async (body, question) => {
    const middleman = evaluators().middlemen.find(({ asked }) => asked.some((one) => one.body === question));
    const neighbour = evaluators().middlemen.find(({ index }) => index !== middleman.index);
    const theirs = neighbour.asked.at(-1).body;
    const [other, earlier] = await Promise.all([ask(neighbour.target, theirs), ask(middleman.target, earlierQuestion(question))]);
    return tamper(body, { other: other.body, earlier: earlier.body });
  };
}

/** With a B that is nobody's: P_i itself. */
const earlierQuestion = (question) => Buffer.concat([question.subarray(0, 48), question.subarray(16, 48)]);

test('two of three evaluators lie, fail or refuse: could not tell, and why; one of them: the right verdict', async (t) => {
  const { checker } = await open(t);
  const { members, others } = made.lists.mobile;
  const results = {};
  for (const [name, [behaviour]] of Object.entries(misbehaviours)) {
    evaluators().behave(behaviour, passOn, behaviour);
    results[name] = await checkNext(checker, 'mobile', others[0]);
  }
  assert.deepEqual(results, Object.fromEntries(Object.entries(misbehaviours).map(([name, [, code]]) => [name, ['could_not_tell', code]])));
  for (const name of ['another share’s answer', 'the identity', 's + q', 'an answer without end', 'redirect', '429 and when', 'close']) {
    const [behaviour] = misbehaviours[name];
    evaluators().behave(passOn, behaviour);
    assert.deepEqual([name, ...(await checkNext(checker, 'mobile', members[0]))], [name, 'found']);
    assert.deepEqual([name, ...(await checkNext(checker, 'mobile', others[0]))], [name, 'not_found']);
  }
  evaluators().behave();
});

test('answers that are there before the bucket: the same verdicts; what is wrong with both is told of the bucket', async (t) => {
  const { checker, page } = await open(t);
  const { members, others } = made.lists.mobile;
  const lie = changed((body) => flipBit(body, 100));
  const goOn = (route) => route.continue();
  const checkLate = async (number, behaviours, endRequest) => {
    if (await checker.verdict.count()) await checker.another();
    evaluators().clear();
    evaluators().behave(...behaviours);
    let release;
    const released = new Promise((resolve) => (release = resolve));
    await page.route('**/buckets/**', async (route) => {
      await released;
      await endRequest(route);
    });
    await checker.chooseKind('mobile');
    await checker.type(number);
    await checker.submit();
    await untilQuiet(await evaluators().untilAsked(kEvaluators));
    assert.equal(await checker.verdict.count(), 0);
    release();
    const { outcome, codes } = await checker.readVerdict();
    await page.unroute('**/buckets/**');
    return [outcome, ...codes];
  };
  assert.deepEqual(await checkLate(members[0], [], goOn), ['found']);
  assert.deepEqual(await checkLate(others[0], [lie], goOn), ['not_found']);
  assert.deepEqual(await checkLate(others[0], [lie, lie], goOn), ['could_not_tell', 'evaluation_invalid']);
  assert.deepEqual(await checkLate(others[0], [lie, lie], (route) => route.fulfill({ status: 500 })), ['could_not_tell', 'server_error 500']);
  evaluators().behave();
});

test('of several reasons the one that helps most is given, and of times to wait the shortest', async (t) => {
  const { checker } = await open(t);
  const [digits] = made.lists.mobile.others;
  const busyFor = (seconds) => says(429, { ...kCors, 'Retry-After': String(seconds) });
  evaluators().behave(busyFor(90), busyFor(40), says(404));
  assert.deepEqual(await checkNext(checker, 'mobile', digits), ['could_not_tell', 'evaluators_busy']);
  const text = await checker.verdict.innerText();
  assert.match(text, /\b40\b/);
  assert.doesNotMatch(text, /\b90\b/);
  evaluators().behave(says(404), close, says(200));
  assert.deepEqual(await checkNext(checker, 'mobile', digits), ['could_not_tell', 'evaluation_ended']);
  evaluators().behave(close, says(200));
  assert.deepEqual(await checkNext(checker, 'mobile', digits), ['could_not_tell', 'evaluation_invalid']);
});

test('a check that could not tell is made again by the reader, and nobody is asked before', async (t) => {
  const { checker, page } = await open(t);
  evaluators().behave(close, close);
  assert.deepEqual(await checkNext(checker, 'aadhaar', made.lists.aadhaar.members[0]), ['could_not_tell', 'evaluators_unreachable']);
  assert.match(await checker.verdict.innerText(), /neither a yes nor a no/);
  const before = (await evaluators().untilAsked(kEvaluators)).length;
  await page.waitForTimeout(1000);
  assert.equal(evaluators().asked.length, before);
  evaluators().behave();
  await checker.press('Try again');
  await checker.page.locator('.verdict.found').waitFor();
});

/** Two numbers, one in the list and one not, checked while the first evaluator does not answer: what becomes of its question is the same. */
for (const [outcome, who] of [
  ['found', 'members'],
  ['not_found', 'others'],
]) {
  test(`an evaluator that does not answer sees nothing of the verdict, which is “${outcome}”: after twenty seconds it is given up`, async (t) => {
    const { checker, page } = await open(t, undefined, { beforeOpen: ({ page: p }) => p.clock.install() });
    evaluators().behave(stall);
    await checker.chooseKind('mobile');
    await checker.type(made.lists.mobile[who][0]);
    const clock = await stopClock(page);
    await checker.submit();
    assert.equal((await clock.slowly(() => checker.readVerdict())).outcome, outcome);
    await clock.slowly(() => evaluators().untilAsked(kEvaluators));
    const [{ asked }] = evaluators().middlemen;
    await clock.runUntil(kPatienceMs - 1000);
    await page.waitForTimeout(200);
    assert.deepEqual(asked.map(({ state }) => state), ['pending']);
    await clock.runUntil(2 * kPatienceMs);
    await untilQuiet();
    assert.deepEqual(asked.map(({ state }) => state), ['given up']);
  });
}

test('two that never answer: could not tell after twenty seconds, and not before', async (t) => {
  const { checker, page } = await open(t, undefined, { beforeOpen: ({ page: p }) => p.clock.install() });
  evaluators().behave(stall, stall);
  await checker.chooseKind('mobile');
  await checker.type(made.lists.mobile.others[0]);
  const clock = await stopClock(page);
  await checker.submit();
  await clock.slowly(() => evaluators().untilAsked(kEvaluators));
  await clock.runUntil(kPatienceMs - 1000);
  await page.waitForTimeout(200);
  assert.equal(await checker.verdict.count(), 0);
  await clock.runUntil(2 * kPatienceMs);
  const { outcome, codes } = await clock.slowly(() => checker.readVerdict());
  assert.deepEqual({ outcome, codes }, { outcome: 'could_not_tell', codes: ['evaluators_unreachable'] });
});

test('stopped while evaluators are asked: no verdict, and the questions end', async (t) => {
  const { checker, page } = await open(t);
  evaluators().behave(stall, stall);
  await checker.chooseKind('mobile');
  await checker.type(made.lists.mobile.members[0]);
  await checker.submit();
  await evaluators().untilAsked(kEvaluators);
  await checker.press('Stop');
  await page.getByRole('status').getByText('The check was stopped.').waitFor();
  await untilQuiet();
  assert.equal(await checker.verdict.count(), 0);
  evaluators().behave();
  await checker.submit();
  assert.equal((await checker.readVerdict()).outcome, 'found');
});

test('a reader who leaves leaves no question behind', async (t) => {
  const { checker, page } = await open(t);
  evaluators().behave(stall);
  assert.deepEqual(await checkNext(checker, 'mobile', made.lists.mobile.members[0]), ['found']);
  await evaluators().untilAsked(kEvaluators);
  for (const { asked } of evaluators().middlemen.slice(1)) await untilQuiet(asked);
  await page.goto('about:blank');
  await untilQuiet();
  assert.deepEqual(evaluators().asked.map(({ state }) => state).sort(), ['answered', 'answered', 'given up']);
});

test('no randomness: no_randomness, and nobody is asked', async (t) => {
  const { checker } = await open(t, undefined, {
    beforeOpen: ({ page }) =>
      page.addInitScript(() => {
        // An engine's own key, of 32 bytes, is not what this is about.
        const real = crypto.getRandomValues;
        Object.getPrototypeOf(crypto).getRandomValues = function (array) {
          if (array.length >= 64) throw new DOMException('no entropy', 'OperationError');
          return real.call(this, array);
        };
      }),
  });
  assert.deepEqual(await checkNext(checker, 'mobile', made.lists.mobile.others[0]), ['could_not_tell', 'no_randomness']);
  assert.deepEqual(evaluators().asked, []);
});

test('too few evaluators in the pin, or one that there is not: evaluators_pinned, and nobody is asked', async (t) => {
  for (const change of [(pinned) => pinned.slice(0, 1), (pinned) => [...pinned, { index: 7, url: 'https://seventh.example/' }]]) {
    const { checker } = await open(t, undefined, {
      damage: (site) => site.pin(site.pins.map((pin) => ({ ...pin, evaluators: change(pin.evaluators) }))),
    });
    assert.deepEqual(await checkNext(checker, 'mobile', made.lists.mobile.others[0]), ['could_not_tell', 'evaluators_pinned']);
    assert.deepEqual(evaluators().asked, []);
  }
});

test('a list that can’t give a verdict is not asked about', async (t) => {
  const { checker, page } = await open(t, undefined, { beforeOpen: ({ page: p }) => p.clock.install() });
  await checker.chooseKind('mobile');
  await page.clock.setFixedTime(Date.now() + 500 * 24 * 3600 * 1000);
  assert.deepEqual(await checkNext(checker, 'mobile', made.lists.mobile.others[0]), ['could_not_tell', 'expired']);
  assert.deepEqual(evaluators().asked, []);
});

test('the whole list first, and then the evaluators: both verdicts, and no bucket is told', async (t) => {
  const { checker, recorder } = await open(t, undefined, {
    damage: (site) => inManyBuckets(site.lists.mobile, made.publisher.secretKey),
  });
  const { members, others } = made.lists.mobile;
  await checker.untilWhole();
  assert.deepEqual(await checkNext(checker, 'mobile', members[0]), ['found']);
  assert.deepEqual(await checkNext(checker, 'mobile', others[0]), ['not_found']);
  assert.equal(recorder.paths().filter((path) => path.endsWith('.bin')).length, 2);
  evaluators().clear();
  await checker.another();
  await checker.chooseKind('mobile');
  await checker.type(members[1]);
  await checker.submit();
  await checker.page.locator('.offer h2:focus').waitFor();
  // Nobody is asked about a number of which nothing is checked.
  assert.deepEqual(evaluators().asked, []);
  recorder.clear();
  await checker.press(/^Load [\d.]+ \w+ and check/);
  assert.equal((await checker.readVerdict()).outcome, 'found');
  assert.equal(recorder.paths().length, 2 ** kManyBits);
  assert.equal((await evaluators().untilAsked(kEvaluators)).length, kEvaluators);
});

// The last one: they don't come back.
test('one evaluator’s machine goes down: right verdicts; a second one: could not tell', async (t) => {
  const { checker } = await open(t);
  const { members, others } = made.lists.aadhaar;
  await evaluators().kill(1);
  assert.deepEqual(await checkNext(checker, 'aadhaar', members[0]), ['found']);
  assert.deepEqual(await checkNext(checker, 'aadhaar', others[0]), ['not_found']);
  await evaluators().kill(3);
  assert.deepEqual(await checkNext(checker, 'aadhaar', members[0]), ['could_not_tell', 'evaluators_unreachable']);
  assert.deepEqual(await checkNext(checker, 'aadhaar', others[0]), ['could_not_tell', 'evaluators_unreachable']);
});
