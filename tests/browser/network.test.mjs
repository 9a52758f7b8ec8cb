// What the network makes of an answer, whatever its headers say: the file, or why it is none. No browser: the transport is given.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { setImmediate as nextTurn } from 'node:timers/promises';
import { importWebModule } from './support/web_module.mjs';

const { Network } = await importWebModule('network/network.ts');
const { Ledger } = await importWebModule('ledger.ts');

const kUrl = new URL('https://lists.example/x');
const kHtml = { 'Content-Type': 'text/html; charset=utf-8' };
const kHomePage = '<!DOCTYPE html><html><head><title>Welcome</title></head><body>Nothing here</body></html>';
/** Longer than any file may be. */
const kLongHomePage = `${kHomePage}${' '.repeat(2 * 1024 * 1024)}`;
const kSize = 60;

/** Fetches each kind of file from a server that answers like this. */
function files(body, headers = {}) {
  const transport = async () => new Response(body, { headers });
  const network = new Network(new Ledger(), { transport, clearTimings: () => {} });
  const file = { url: kUrl, list: 0 };
  return {
    texts: () => network.texts(kUrl),
    pins: () => network.pins(kUrl),
    pointer: () => network.listFile(file, 'pointer'),
    manifest: () => network.listFile(file, 'manifest'),
    bucket: () => network.bucket(file, 'bucket', { size: kSize }),
    whole_list: () => network.bucket(file, 'whole_list', { size: kSize }),
    script: () => network.engineFile(kUrl),
  };
}

test('a home page in the place of a file, also one that is longer than the file may be: not_the_file', async () => {
  for (const body of [kHomePage, kLongHomePage, `\ufeff\n\n  ${kHomePage}`]) {
    for (const [name, ask] of Object.entries(files(body))) {
      const [code, place] = name === 'script' ? ['engine_missing', 'not_the_file'] : ['not_the_file', undefined];
      await assert.rejects(ask, (error) => error.code === code && (place === undefined || error.place === place), name);
    }
  }
});

test('a file with another type is still the file', async () => {
  const text = new TextEncoder().encode('{"format":"selfcheck-pins/1","lists":[]}'.padEnd(kSize));
  // Nothing says what the first byte of a bucket is.
  const bucket = new TextEncoder().encode('<!doctype html>'.padEnd(kSize));
  for (const [name, ask] of Object.entries(files(text, kHtml))) assert.deepEqual(new Uint8Array(await ask()), text, name);
  for (const name of ['bucket', 'whole_list']) assert.deepEqual(new Uint8Array(await files(bucket, kHtml)[name]()), bucket);
});

test('a home page that the browser has in its cache is got over, where a file is named by its hash', async () => {
  const asked = [];
  const transport = async (_, { cache }) => {
    asked.push(cache);
    return new Response(cache === 'reload' ? '{}' : kHomePage);
  };
  const network = new Network(new Ledger(), { transport, clearTimings: () => {} });
  const file = { url: kUrl, list: 0 };
  for (const ask of [() => network.texts(kUrl), () => network.engineFile(kUrl), () => network.listFile(file, 'manifest')]) {
    assert.equal(new TextDecoder().decode(await ask()), '{}');
  }
  assert.deepEqual(asked, ['default', 'reload', 'default', 'reload', 'default', 'reload']);
  await assert.rejects(() => network.listFile(file, 'pointer'), { code: 'not_the_file' });
});

test('what is too long, cut short or empty, and no home page, is what it was', async () => {
  const long = files('x'.repeat(2 * 1024 * 1024), kHtml);
  for (const name of ['texts', 'pins', 'pointer', 'manifest']) {
    await assert.rejects(long[name], (error) => error.code === 'too_large' && error.place === name);
  }
  for (const body of ['x'.repeat(kSize - 1), 'x'.repeat(kSize + 1), '']) {
    await assert.rejects(files(body, kHtml).bucket, { code: 'bucket_length' });
  }
  // It begins like a page by chance.
  const bytes = Uint8Array.from({ length: kSize - 1 }, (_, i) => (i === 0 ? 0x3c : 250 - i));
  await assert.rejects(files(bytes).bucket, { code: 'bucket_length' });
  // Whoever reads it says what is wrong with it.
  for (const name of ['pins', 'pointer', 'manifest']) assert.equal((await files('', kHtml)[name]()).length, 0);
});

/** Stands in for timers: one goes off when the test says so. Returns the timers that are running, as functions, by number. */
function stoppedTimers(t) {
  const { setTimeout, clearTimeout } = globalThis;
  t.after(() => Object.assign(globalThis, { setTimeout, clearTimeout }));
  const running = new Map();
  let last = 0;
  globalThis.setTimeout = (act) => running.set((last += 1), act) && last;
  globalThis.clearTimeout = (number) => void running.delete(number);
  return running;
}

test('a few bytes now and then are no sign of life: only 2,048 of them make the patience begin anew', async (t) => {
  const running = stoppedTimers(t);
  let body;
  const stream = new ReadableStream({ start: (controller) => void (body = controller) });
  const transport = async () => new Response(stream);
  const network = new Network(new Ledger(), { transport, clearTimings: () => {} });
  let bytes = 0;
  const onBytes = (count) => void (bytes += count);
  const asked = assert.rejects(network.bucket({ url: kUrl, list: 0 }, 'bucket', { size: 5000, onBytes }), { code: 'timeout' });
  const send = async (size) => {
    const wanted = bytes + size;
    body.enqueue(new Uint8Array(size));
    while (bytes < wanted) await nextTurn();
    assert.equal(running.size, 1);
    return [...running.keys()][0];
  };
  const first = await send(1);
  for (let i = 0; i < 100; i += 1) assert.equal(await send(20), first);
  const second = await send(47);
  assert.notEqual(second, first);
  assert.equal(await send(2047), second);
  running.get(second)();
  body.error(new Error('called off'));
  await asked;
  assert.equal(running.size, 0);
});
