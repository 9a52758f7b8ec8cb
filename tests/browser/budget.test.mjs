// What a reader on a slow line waits for. Bytes as brotli makes them, which is what a host should send; docs/PERFORMANCE.md says where
// they go.
import assert from 'node:assert/strict';
import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { test } from 'node:test';
import { brotliCompressSync } from 'node:zlib';
import { fixture } from './support/fixture.mjs';
import { hold } from './support/hold.mjs';

const kEngineBudget = 49_500;
const kFirstLoadBudget = 80_000;

const made = fixture(async (publisher) => ({ mobile: await publisher.mobile() }));

const compressed = async (path) => brotliCompressSync(await readFile(path)).length;
const sum = (sizes) => sizes.reduce((total, size) => total + size, 0);

test('an engine, script and module together, is at most 49.5 KB: with SIMD and without', async (t) => {
  const { site } = await made.open(t);
  const names = await readdir(site.directory);
  const one = (pattern) => join(site.directory, names.find((name) => pattern.test(name)));
  const script = await compressed(one(/^worker-.*\.js$/));
  for (const module of [/^selfcheck-simd-.*\.wasm$/, /^selfcheck-[0-9a-f]{12}\.wasm$/]) {
    const size = script + (await compressed(one(module)));
    assert.ok(size <= kEngineBudget, `${module}: ${size} bytes`);
  }
});

test('all that the browser asks for until a number can be typed is at most 80 KB, in any language', async (t) => {
  // What comes after that is not waited for (later.test.mjs).
  const { checker, recorder, site } = await made.open(t, undefined, { beforeOpen: ({ page }) => hold(page, '**/later-*.js') });
  await checker.chooseKindEarly('mobile');
  await checker.type(made.lists.mobile.members[0]);
  await checker.readAs.waitFor();
  const paths = [...new Set(recorder.paths())].map((path) => (path === '/' ? '/index.html' : path));
  for (const needed of [/app-.*js$/, /worker-.*js$/, /\.wasm$/, /locales\//, /style-/, /manifest-/]) {
    assert.ok(paths.some((path) => needed.test(path)), `${needed}`);
  }
  const files = paths.filter((path) => !path.startsWith('/locales/')).map((path) => join(site.directory, path));
  const names = (await readdir(join(site.directory, 'locales'))).filter((name) => name.endsWith('.json'));
  const languages = names.map((name) => join(site.directory, 'locales', name));
  const size = sum(await Promise.all(files.map(compressed))) + Math.max(...(await Promise.all(languages.map(compressed))));
  assert.ok(size <= kFirstLoadBudget, `${size} bytes`);
  t.diagnostic(`${size} bytes`);
});
