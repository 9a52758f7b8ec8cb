// The shared vectors in real browsers: the engine as it is shipped, without the page around it.
import assert from 'node:assert/strict';
import { cp, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { browserNames, openBrowser } from './support/browsers/index.mjs';
import { engine } from './support/paths.mjs';
import { makeTemporaryDirectory, Server } from './support/site.mjs';

const beside = (path) => fileURLToPath(new URL(path, import.meta.url));

const kBinaries = ['selfcheck-simd.wasm', 'selfcheck.wasm'];

/** WebKit computes wrongly now and then, once (docs/THREAT-MODEL.md); an engine that is wrong is so every time. */
const kTries = { chromium: 1, firefox: 1, webkit: 3 };

let directory, server;

before(async () => {
  directory = await makeTemporaryDirectory();
  await writeFile(join(directory, 'index.html'), '<!doctype html><title>Vectors</title>');
  for (const name of ['selfcheck.mjs', ...kBinaries]) await cp(join(engine, name), join(directory, name));
  await cp(beside('../wasm/vectors.mjs'), join(directory, 'vectors.mjs'));
  await cp(beside('../vectors'), join(directory, 'vectors'), { recursive: true });
  server = await Server.start(directory);
});

after(async () => {
  await server?.stop();
  await rm(directory, { recursive: true, force: true });
});

/** In the page. */
async function runVectors(runner, file, binary) {
  const { default: createModule } = await import('/selfcheck.mjs');
  const wasm = await WebAssembly.compileStreaming(fetch(`/${binary}`));
  const run = (await import('/vectors.mjs'))[runner];
  const vectors = await (await fetch(`/vectors/${file}.json`)).json();
  return { cases: vectors.cases.length, failures: await run(() => createModule({ wasm }), vectors) };
}

for (const name of browserNames) {
  test(`identifiers and checks, with SIMD and without, in ${name}`, async (t) => {
    const browser = await openBrowser(name);
    t.after(() => browser.close());
    await browser.goto(server.url);
    for (const binary of kBinaries) {
      for (const [runner, file] of [
        ['runIdentifiers', 'identifiers'],
        ['runChecks', 'checks'],
        ['runChecks', 'keyed_checks'],
      ]) {
        let result;
        for (let tries = 0; tries < kTries[name] && result?.failures.length !== 0; tries += 1) {
          // A trap is one as well.
          result = await browser.evaluate(runVectors, runner, file, binary).catch(({ message }) => ({ failures: [message] }));
        }
        assert.deepEqual(result.failures, [], binary);
        assert.ok(result.cases > 50, 'there are vectors');
      }
    }
  });
}
