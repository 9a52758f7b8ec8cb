// Browsers whose WebAssembly computes wrongly now and then without failing, as WebKit's does while it compiles. That can't be had to
// order, so answers of engines are replaced here, on their way from the worker.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { fixture } from './support/fixture.mjs';
import { hold } from './support/hold.mjs';
import { keyedLists } from './support/keyed_lists.mjs';
import { kEvaluators } from './support/publisher.mjs';

const kNotFound = { ok: true, value: { outcome: 'not_found' } };
const kFailed = { ok: false, problem: { code: 'signature_invalid', place: '', number: 0 } };

/** A computation of this engine's own that came out wrong. */
const kOwnFault = { ok: false, problem: { code: 'evaluation_invalid', place: 'own check', number: 0 } };

const made = fixture(async (publisher) => ({ aadhaar: await publisher.aadhaar(), ...(await keyedLists(publisher, ['mobile'])) }));

/**
 * Opens the site in a browser that says it is `vendor`'s. The first engines that are to hash answer every call of `method` with their
 * one of `lies`, and the first of the session's with theirs of `sessionLies`. One that `dies` stops in that call; one that `speaksLater` answers
 * every call of its successor before that does, with its lie, and then fails. Gives how many engines have given a verdict, and how many the
 * session has had, too. `beforeOpen(page)` does something first.
 */
async function open(t, { vendor = 'Apple Computer, Inc.', method = 'decide', lies = [], sessionLies = [], beforeOpen }) {
  const { checker, page, recorder } = await made.open(t, undefined, {
    beforeOpen: async ({ page: p }) => {
      await beforeOpen?.(p);
      await p.addInitScript(
        ([vendor, method, lies, sessionLies]) => {
          Object.defineProperty(Navigator.prototype, 'vendor', { get: () => vendor });
          const decided = (window.decided = new Set());
          const ofSession = (window.ofSession = new Set());
          const replaced = new Set();
          window.spokenLater = 0;
          window.Worker = class extends Worker {
            #lie;
            #isTested = false;
            #calls = new Set();
            #receive;
            postMessage(message, transfer) {
              if (message.method === 'selfTest') {
                this.#isTested = true;
                this.#lie = lies.shift();
              }
              // The session's engine, which never hashes, is not tested.
              if (message.method === 'readPins' && !this.#isTested) {
                ofSession.add(this);
                this.#lie = sessionLies.shift();
                setTimeout(() => window.onSession?.());
              }
              if (ofSession.has(this)) for (const earlier of replaced) earlier.speakLater(message);
              if (message.method === 'decide') decided.add(this);
              const lie = message.method === method && this.#lie;
              if (lie?.dies) this.dispatchEvent(new ErrorEvent('error'));
              if (lie) this.#calls.add(message.id);
              super.postMessage(message, transfer);
            }
            speakLater({ id }) {
              window.spokenLater += 1;
              this.#receive({ data: { id, ...this.#lie } });
              this.dispatchEvent(new ErrorEvent('error'));
            }
            terminate() {
              super.terminate();
              if (this.#lie?.speaksLater) replaced.add(this);
            }
            set onmessage(receive) {
              this.#receive = receive;
              super.onmessage = ({ data }) => receive({ data: this.#calls.has(data.id) ? { ...data, ...this.#lie } : data });
            }
          };
        },
        [vendor, method, lies, sessionLies],
      );
    },
  });
  const engines = () => page.evaluate(() => window.decided.size);
  return { checker, page, recorder, engines, sessionEngines: () => page.evaluate(() => window.ofSession.size) };
}

const members = () => made.lists.aadhaar.members;
const others = () => made.lists.aadhaar.others;

test('“not found” is what two engines have computed, from one bucket', async (t) => {
  const { checker, recorder, engines } = await open(t, {});
  assert.equal((await checker.check('aadhaar', others()[0])).outcome, 'not_found');
  assert.equal(await engines(), 2);
  assert.equal(recorder.paths().filter((path) => path.endsWith('.bin')).length, 1);
  await checker.another();
  assert.equal((await checker.check('aadhaar', members()[0])).outcome, 'found');
});

test('elsewhere one engine is enough; here “found” is what as many have looked for, so that it takes as long', async (t) => {
  const steady = await open(t, { vendor: 'Google Inc.' });
  assert.equal((await steady.checker.check('aadhaar', others()[0])).outcome, 'not_found');
  assert.equal(await steady.engines(), 1);
  const erratic = await open(t, {});
  assert.equal((await erratic.checker.check('aadhaar', members()[0])).outcome, 'found');
  assert.equal(await erratic.engines(), 2);
});

test('one engine that does not find a number of the list is not believed', async (t) => {
  const { checker } = await open(t, { lies: [kNotFound] });
  assert.equal((await checker.check('aadhaar', members()[0])).outcome, 'found');
});

for (const method of ['openManifest', 'proveCanary', 'hash', 'decide']) {
  test(`one engine that fails, in ${method}, does not keep the others from answering`, async (t) => {
    const { checker } = await open(t, { method, lies: [kFailed] });
    assert.equal((await checker.check('aadhaar', others()[0])).outcome, 'not_found');
    await checker.another();
    assert.equal((await checker.check('aadhaar', members()[0])).outcome, 'found');
  });
}

test('engines that do not agree: could not tell', async (t) => {
  const { checker } = await open(t, { lies: [kFailed, kFailed] });
  const { outcome, codes } = await checker.check('aadhaar', others()[0]);
  assert.deepEqual({ outcome, codes }, { outcome: 'could_not_tell', codes: ['canary_hash'] });
});

test('engines that all fail: could not tell, and why', async (t) => {
  const { checker } = await open(t, { lies: [kNotFound, kFailed, kFailed] });
  const { outcome, codes } = await checker.check('aadhaar', others()[0]);
  assert.deepEqual({ outcome, codes }, { outcome: 'could_not_tell', codes: ['signature_invalid'] });
});

for (const [what, lie] of [
  ['computes wrongly', kOwnFault],
  ['fails', kFailed],
]) {
  test(`a keyed list: when one engine ${what}, the next one gets the answers that there are, and nobody is asked again`, async (t) => {
    const { checker, engines } = await open(t, { method: 'evaluate', lies: [lie] });
    made.publisher.evaluators.clear();
    assert.equal((await checker.check('mobile', made.lists.mobile.others[0])).outcome, 'not_found');
    assert.equal(await engines(), 2);
    assert.equal((await made.publisher.evaluators.untilAsked(kEvaluators)).length, kEvaluators);
  });
}

test('a keyed list: engines that all compute wrongly can’t tell, and nobody is asked again', async (t) => {
  const { checker } = await open(t, { method: 'evaluate', lies: [kOwnFault, kOwnFault, kOwnFault] });
  made.publisher.evaluators.clear();
  const { outcome, codes } = await checker.check('mobile', made.lists.mobile.others[0]);
  assert.deepEqual({ outcome, codes }, { outcome: 'could_not_tell', codes: ['evaluation_invalid'] });
  assert.equal((await made.publisher.evaluators.untilAsked(kEvaluators)).length, kEvaluators);
});

for (const method of ['readPins', 'openPointer', 'openManifest', 'describe']) {
  test(`the session’s engine refuses what is sound, in ${method}: another one opens it, and nothing is fetched again`, async (t) => {
    const { checker, recorder, sessionEngines } = await open(t, { method, sessionLies: [kFailed] });
    assert.equal((await checker.check('aadhaar', members()[0])).outcome, 'found');
    assert.equal(await sessionEngines(), 2);
    const fetched = recorder.paths().filter((path) => /pins\.json|\.minisig|manifest/.test(path));
    assert.deepEqual(fetched, [...new Set(fetched)]);
    assert.equal(fetched.length, 1 + 2 * 2, 'pins, and two lists');
  });
}

test('the session’s engine stops in the middle of its work: another one opens the lists', async (t) => {
  const { checker, sessionEngines } = await open(t, { method: 'openManifest', sessionLies: [{ dies: true }] });
  assert.equal((await checker.check('aadhaar', others()[0])).outcome, 'not_found');
  assert.equal(await sessionEngines(), 2);
});

test('the session’s engine that was replaced has still something to say: it is not listened to', async (t) => {
  const { checker, page, sessionEngines } = await open(t, { method: 'openManifest', sessionLies: [{ ...kFailed, speaksLater: true }] });
  assert.equal((await checker.check('aadhaar', members()[0])).outcome, 'found');
  await checker.another();
  assert.equal((await checker.check('aadhaar', others()[0])).outcome, 'not_found');
  assert.equal(await sessionEngines(), 2);
  assert.ok((await page.evaluate(() => window.spokenLater)) > 0);
});

test('a number that is typed, and a check that is asked for, while the session’s engine is replaced: found', async (t) => {
  let held;
  const { checker, page, sessionEngines } = await open(t, {
    method: 'openManifest',
    sessionLies: [kFailed],
    beforeOpen: async (p) => {
      held = await hold(p, '**/lists/mobile/current.minisig');
    },
  });
  await held.firstAsked;
  await checker.answerKind('aadhaar');
  await checker.type(members()[0].slice(0, 5));
  await page.evaluate((digits) => {
    // As soon as the second engine has been called.
    window.onSession = () => {
      window.onSession = undefined;
      const field = document.querySelector('#number');
      field.value = digits;
      field.dispatchEvent(new InputEvent('input', { bubbles: true }));
      field.form.querySelector('.primary').click();
    };
  }, members()[0]);
  held.release();
  assert.equal((await checker.readVerdict()).outcome, 'found');
  assert.equal(await sessionEngines(), 2);
});

test('two of the session’s engines refuse the same: it is the list', async (t) => {
  const { checker, sessionEngines } = await open(t, { method: 'openManifest', sessionLies: [kFailed, kFailed, kFailed] });
  const { outcome, codes } = await checker.check('aadhaar', members()[0]);
  assert.deepEqual({ outcome, codes }, { outcome: 'could_not_tell', codes: ['signature_invalid'] });
  assert.equal(await sessionEngines(), 2);
});

test('elsewhere the session’s engine is believed', async (t) => {
  const { checker, sessionEngines } = await open(t, { vendor: 'Google Inc.', method: 'openManifest', sessionLies: [kFailed] });
  const { outcome, codes } = await checker.check('aadhaar', members()[0]);
  assert.deepEqual({ outcome, codes }, { outcome: 'could_not_tell', codes: ['signature_invalid'] });
  assert.equal(await sessionEngines(), 1);
});
