// What a check of a keyed list leaves in the engine's memory: nothing that leads to the number, nor to what the evaluators were asked about.
import assert from 'node:assert/strict';
import { createHash, randomBytes } from 'node:crypto';
import { readFile, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { Evaluators } from './support/evaluators.mjs';
import { answersTo, createModule, KeyedCheck, readEngine } from './support/keyed_engine.mjs';
import { buildList, makeKey, selfcheck } from './support/lists.mjs';
import { makeTemporaryDirectory } from './support/site.mjs';
import { canonicalForm, syntheticNumbers } from './support/synthetic.mjs';

/** Of ristretto255. */
const kOrder = 2n ** 252n + 27742317777372353535851937790883648493n;
/** Of an answer: the format's name comes first. */
const kElement = [16, 48];

let directory, evaluators, list;

// A single evaluator has the whole key, so that its answer to what was blinded with 1 is what a check must not leave.
before(async () => {
  directory = await makeTemporaryDirectory();
  const key = join(directory, 'key');
  const until = new Date(Date.now() + 300 * 24 * 3600 * 1000).toISOString().slice(0, 10);
  await selfcheck(['deal', '--threshold', '1', '--of', '1', '--until', until, '--out', key, '--no-password']);
  evaluators = await Evaluators.start([join(key, 'share-1.key')]);
  const options = ['--evaluation', join(key, 'evaluation.json'), '--share', join(key, 'share-0.key'), '--evaluator', evaluators.pinned[0].url];
  const files = { directory: join(directory, 'list'), pinFile: join(directory, 'pin.json'), secretKey: await makeKey(directory, 'publisher') };
  await buildList({ ...files, kind: 'mobile', numbers: syntheticNumbers('mobile', 5, 1), options });
  const { lists } = JSON.parse(await readFile(files.pinFile, 'utf8'));
  list = { directory: files.directory, pin: lists[0] };
});
after(async () => {
  await evaluators?.stop();
  if (directory) await rm(directory, { recursive: true, force: true });
});

const scalar = (number, size = 32) => Buffer.from(number.toString(16).padStart(2 * size, '0'), 'hex').reverse();
const numberIn = (bytes) => BigInt(`0x${Buffer.from(bytes).reverse().toString('hex')}`);

/** By Fermat. */
function inverse(number) {
  let result = 1n;
  for (let power = kOrder - 2n, base = number; power > 0n; power >>= 1n) {
    if (power & 1n) result = (result * base) % kOrder;
    base = (base * base) % kOrder;
  }
  return result;
}

/** All that is asked and answered about `number`, blinded with what `uniform` says. */
async function evaluated(wasm, number, uniform) {
  const module = await createModule({ wasm });
  const check = await KeyedCheck.open(list, module);
  check.begin('mobile', number);
  const asked = check.ask(uniform);
  const answers = await answersTo(asked, evaluators);
  check.evaluate(asked, answers);
  return { module, check, blinded: Buffer.from(asked.blinded), element: answers[0].body.subarray(...kElement) };
}

test('nothing that leads to the number, or to what it was blinded with, is left once it is cleared', async () => {
  const wasm = await WebAssembly.compile(await readEngine());
  const [number] = syntheticNumbers('mobile', 1, 2);
  const form = Buffer.from(canonicalForm('mobile', number));
  const { blinded: hashed, element: unblinded } = await evaluated(wasm, number, scalar(1n, 64));
  const sized = (bytes) => Buffer.concat([Buffer.of(0, bytes.length), bytes]);
  const output = createHash('sha512').update(sized(form)).update(sized(unblinded)).update('Finalize').digest();

  const uniform = randomBytes(64);
  const blind = numberIn(uniform) % kOrder;
  const { module, check } = await evaluated(wasm, number, uniform);
  assert.equal(check.decide(), 'not_found');
  const memory = Buffer.from(module.heap().buffer);
  assert.notEqual(memory.indexOf(output), -1, 'held while it is needed, so this test can see it');

  check.engine.clearIdentifier();
  const secrets = { form, uniform, blind: scalar(blind), inverse: scalar(inverse(blind)), hashed, unblinded, output };
  for (const [what, bytes] of Object.entries(secrets)) {
    assert.equal(memory.indexOf(bytes), -1, what);
    assert.equal(memory.indexOf(bytes.subarray(0, 16)), -1, `half of ${what}`);
  }
});
