// engine.ts over the real module, without a browser: arguments that the module would bend are refused, and a module that has
// trapped once is not asked again.
import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { test } from 'node:test';
import { pathToFileURL } from 'node:url';
import { engine as engineDirectory } from './support/paths.mjs';
import { syntheticNumbers } from './support/synthetic.mjs';
import { importWebModule } from './support/web_module.mjs';

const { Engine } = await importWebModule('engine/engine.ts');

async function createModule() {
  const { default: create } = await import(pathToFileURL(join(engineDirectory, 'selfcheck.mjs')));
  return create({ wasm: await readFile(join(engineDirectory, 'selfcheck-simd.wasm')) });
}

const logKey = () => new Uint8Array(32).fill(7);
const bytes = (text) => new TextEncoder().encode(text);
const pins = JSON.stringify({
  format: 'selfcheck-pins/1',
  lists: [
    {
      id: 'mobile',
      url: 'lists/mobile/',
      // An Ed25519 key of minisign's own manual page.
      keys: ['RWQf6LRCGA9i53mlYecO4IzT51TGPpvWucNSCh1CBM0QTaLn73Y7GFO3'],
      list_id: '00'.repeat(16),
      kind: 'mobile',
      min_sequence: 1,
    },
  ],
});

test('lists that are not lists, times that are not times, kinds that are none are refused', async () => {
  const engine = new Engine(await createModule(), logKey());
  assert.deepEqual(engine.readPins(bytes(pins)), [{ id: 'mobile', url: 'lists/mobile/', kind: 'mobile', evaluators: [] }]);
  for (const list of [1, -1, 0.5, NaN, '0', null, undefined, 2 ** 32]) {
    assert.throws(() => engine.request(list, 0), TypeError);
    assert.throws(() => engine.describe(list, 'en'), TypeError);
  }
  for (const now of [-1, 1.5, NaN, Infinity, '7', 2 ** 53]) {
    assert.throws(() => engine.openManifest(0, bytes('{}'), now), TypeError);
    assert.throws(() => engine.decide(0, bytes(''), now), TypeError);
  }
  assert.throws(() => engine.validate('pan', bytes('')), TypeError);
  assert.throws(() => new Engine(engine, new Uint8Array(31)), TypeError);
});

test('failures are thrown with code, place and number', async () => {
  const engine = new Engine(await createModule(), logKey());
  assert.throws(() => engine.readPins(bytes('{')), { name: 'CheckError', code: 'json_syntax' });
  engine.readPins(bytes(pins));
  assert.throws(() => engine.request(0, 0), { name: 'CheckError', code: 'not_ready' });
  assert.throws(() => engine.validate('mobile', bytes('98')), { code: 'too_short', number: 8 });
  assert.throws(() => engine.openPointer(0, bytes('')), { code: 'signature_format' });
});

test('what was typed is wiped from the bytes it came in', async () => {
  const engine = new Engine(await createModule(), logKey());
  for (const method of ['validate', 'setIdentifier']) {
    const typed = bytes(syntheticNumbers('mobile', 1, 4)[0]);
    engine[method]('mobile', typed);
    assert.deepEqual(typed, new Uint8Array(10));
  }
});

test('a module that has trapped gives nothing any more, least of all a verdict', async () => {
  for (const [thrown, code] of [
    [new WebAssembly.RuntimeError('unreachable'), 'engine_failed'],
    [new RangeError('Maximum call stack size exceeded'), 'engine_failed'],
    [new WebAssembly.RuntimeError('Aborted(OOM)'), 'out_of_memory'],
    [new RangeError('WebAssembly.Memory.grow(): could not allocate'), 'out_of_memory'],
    [42, 'engine_failed'],
  ]) {
    const module = await createModule();
    const faulty = Object.create(module, {
      hash: {
        value: () => {
          throw thrown;
        },
      },
      decide: { value: () => ({ ok: true, code: 'none', place: '', number: 0, outcome: 'not_found', coincidence: 0 }) },
    });
    const engine = new Engine(faulty, logKey());
    engine.readPins(bytes(pins));
    assert.throws(() => engine.hash(0), { code });
    assert.throws(() => engine.decide(0, bytes(''), 0), { code });
  }
});

test('an outcome that is none of the three is no verdict', async () => {
  const answer = { ok: true, code: 'none', place: '', number: 0, outcome: 'probably', coincidence: 0 };
  const module = await createModule();
  const engine = new Engine(Object.create(module, { decide: { value: () => answer } }), logKey());
  engine.readPins(bytes(pins));
  assert.throws(() => engine.decide(0, bytes(''), 0), { code: 'engine_failed' });
});
