// What leaves the device when a keyed list is checked: to its host and to its evaluators, byte for byte, and to nobody else.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { fixture } from './support/fixture.mjs';
import { keyedLists } from './support/keyed_lists.mjs';
import { kEvaluators, kThreshold } from './support/publisher.mjs';
import { secretsOf, withoutFixedNames } from './support/traces.mjs';

const made = fixture(keyedLists);
const evaluators = () => made.publisher.evaluators;

async function open(t, options) {
  evaluators().behave();
  evaluators().clear();
  return made.open(t, undefined, options);
}

/** As the browser sent it. */
const asText = ({ method, path, headers, body }) =>
  [`${method} ${path}`, ...headers.map((one) => one.join(': ')), '', body.toString('latin1')].join('\r\n');

for (const kind of ['mobile', 'aadhaar']) {
  test(`${kind}: nobody is asked while a number is typed; then each evaluator once; and nothing holds a trace of it`, async (t) => {
    const { checker, page, recorder, site, seen } = await open(t);
    const [digits] = made.lists[kind].members;
    await checker.chooseKind(kind);
    await checker.untilWhole();
    await checker.number.pressSequentially(digits, { delay: 20 });
    // The lists' canaries are proven meanwhile, without anybody.
    await page.waitForTimeout(400);
    assert.deepEqual(evaluators().asked, []);
    recorder.clear();
    await checker.submit();
    assert.equal((await checker.readVerdict()).outcome, 'found');
    await page.waitForTimeout(300);
    assert.equal(recorder.paths().length, 1);
    const asked = await evaluators().untilAsked(kEvaluators);
    assert.equal(asked.length, kEvaluators);
    const requests = await withoutFixedNames([...recorder.requests(), ...asked.map(asText)], site, recorder);
    const secrets = secretsOf(kind, digits, await site.lists[kind].manifestFields());
    for (const request of requests) {
      // In an evaluator's own words: addresses with ports of five digits.
      const text = evaluators().pinned.reduce((left, { url }) => left.replaceAll(new URL(url).host, '<fixed>'), request.toLowerCase());
      assert.deepEqual(secrets.filter((secret) => text.includes(secret)), []);
      assert.doesNotMatch(text, /^(?:cookie|referer|authorization|content-type):/im);
    }
    const origins = new Set(seen.requests.map((request) => new URL(request.url()).origin));
    assert.deepEqual([...origins].sort(), [recorder.url, ...evaluators().pinned.map(({ url }) => url)].map((url) => new URL(url).origin).sort());
    assert.deepEqual(seen.trouble, []);
  });
}

test('of two numbers, one found and one not, evaluators get the same but for what is random, and the host the same', async (t) => {
  const { checker, recorder } = await open(t);
  const sentFor = async (digits, outcome) => {
    await checker.open(recorder.url);
    await checker.chooseKind('mobile');
    await checker.untilWhole();
    recorder.clear();
    evaluators().clear();
    await checker.type(digits);
    await checker.submit();
    assert.equal((await checker.readVerdict()).outcome, outcome);
    await evaluators().untilAsked(kEvaluators);
    await checker.page.waitForTimeout(300);
    const asked = evaluators().middlemen.map((middleman) => middleman.asked.map((one) => asText({ ...one, body: one.body.subarray(0, 48) })));
    return { asked, host: recorder.requests() };
  };
  const { members, others } = made.lists.mobile;
  const found = await sentFor(members[0], 'found');
  assert.deepEqual(found.asked.map(({ length }) => length), Array(kEvaluators).fill(1));
  assert.deepEqual(await sentFor(others[0], 'not_found'), found);
  assert.deepEqual(await sentFor(members[0], 'found'), found);
});

test('neither page nor worker reaches more than the evaluators’ whole addresses, and the worker not even these', async (t) => {
  const { page, checker } = await open(t);
  await checker.chooseKind('mobile');
  const [{ url }] = evaluators().pinned;
  const attempt = (address) =>
    fetch(address, { method: 'POST', mode: 'no-cors' }).then(
      () => 'sent',
      () => 'refused',
    );
  assert.equal(await page.evaluate(attempt, url), 'sent');
  const before = (await evaluators().untilAsked(1)).length;
  // A path of theirs, another port of theirs, and anything else.
  const elsewhere = new URL(url);
  elsewhere.port = Number(elsewhere.port) === 9 ? 10 : 9;
  for (const address of [new URL('/other', url).href, elsewhere.href, 'https://elsewhere.example/']) assert.equal(await page.evaluate(attempt, address), 'refused', address);
  assert.equal(await page.workers()[0].evaluate(attempt, url), 'refused');
  assert.equal(evaluators().asked.length, before);
});

test('nothing of it is kept: storage, caches, cookies, history, address, console', async (t) => {
  const { checker, page, context, seen } = await open(t);
  const digits = made.lists.mobile.members[0];
  await checker.check('mobile', digits);
  await checker.another();
  const kept = await page.evaluate(async () => ({
    local: localStorage.length,
    session: sessionStorage.length,
    databases: (await indexedDB.databases()).length,
    caches: (await caches.keys()).length,
    cookies: document.cookie,
    name: window.name,
    path: location.pathname + location.search + location.hash,
  }));
  assert.deepEqual(kept, { local: 0, session: 0, databases: 0, caches: 0, cookies: '', name: '', path: '/' });
  assert.deepEqual(await context.cookies(), []);
  assert.ok(!(await page.evaluate(() => document.documentElement.outerHTML)).includes(digits));
  assert.deepEqual(seen.console, []);
});

test('the ledger lists each evaluator’s request, with what it was told, also of one that gave no answer', async (t) => {
  const { checker, page } = await open(t);
  evaluators().behave(async ({ response }) => void response.destroy());
  await checker.check('mobile', made.lists.mobile.members[0]);
  await checker.openLedger();
  for (const { index, url } of evaluators().pinned) {
    const entry = page.locator('.requests > li', { hasText: `Key holder ${index} of ${kEvaluators}` });
    const text = await entry.innerText();
    assert.ok(text.includes(new URL(url).host), text);
    assert.match(text, /80 bytes that look random/);
    assert.match(text, new RegExp(`${kThreshold} answers are enough`));
    assert.equal(/no answer that can be used/.test(text), index === 1);
  }
  const text = await checker.ledger.innerText();
  assert.match(text, /Your number was not sent/);
  assert.match(text, new RegExp(`asked ${kEvaluators} organisations`));
  assert.doesNotMatch(text, /Nothing about your number was sent/);
});

test('offline mode says that it can’t look into a locked list, asks nobody, and goes on with the others', async (t) => {
  const plain = await made.publisher.publish('plain', { kind: 'mobile', count: 5, seed: 4 });
  evaluators().behave();
  const opened = await made.open(t, { keyed: made.lists.mobile, plain }, { context: { serviceWorkers: 'allow' } });
  const { checker } = opened;
  await checker.keep('mobile');
  evaluators().clear();
  const { outcome, codes } = await checker.check('mobile', made.lists.mobile.others[0]);
  assert.deepEqual({ outcome, codes }, { outcome: 'could_not_tell', codes: ['keyed_offline'] });
  assert.match(await checker.verdict.innerText(), /Without a network it cannot/);
  assert.deepEqual(evaluators().asked, []);
  await checker.another();
  assert.equal((await checker.check('mobile', plain.members[0])).outcome, 'found');
  assert.deepEqual(evaluators().asked, []);
});
