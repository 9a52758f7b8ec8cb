// The shared vectors in real browsers: the engine as it is shipped, without the page around it.
import assert from 'node:assert/strict';
import { cp, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { browserNames, openBrowser } from './support/browsers/index.mjs';
import { Host } from './support/host.mjs';
import { engine } from './support/paths.mjs';
import { makeTemporaryDirectory, Server } from './support/site.mjs';

const beside = (path) => fileURLToPath(new URL(path, import.meta.url));

const kBinaries = ['selfcheck-simd.wasm', 'selfcheck.wasm'];

/** WebKit computes wrongly now and then, once (docs/THREAT-MODEL.md); an engine that is wrong is so every time. */
const kTries = { chromium: 1, firefox: 1, webkit: 3 };

let directory, server;

before(async () => {
  directory = await makeTemporaryDirectory();
  for (const name of ['selfcheck.mjs', ...kBinaries]) await cp(join(engine, name), join(directory, name));
  await cp(beside('../wasm/vectors.mjs'), join(directory, 'vectors.mjs'));
  await cp(beside('../vectors'), join(directory, 'vectors'), { recursive: true });
  server = await Server.start(directory);
});

after(async () => {
  await server?.stop();
  await rm(directory, { recursive: true, force: true });
});

/** In the page. `from` is where the files are. */
async function runVectors(from, runner, file, binary) {
  const { default: createModule } = await import(`${from}selfcheck.mjs`);
  const wasm = await WebAssembly.compileStreaming(fetch(from + binary));
  const run = (await import(`${from}vectors.mjs`))[runner];
  const vectors = await (await fetch(`${from}vectors/${file}.json`)).json();
  return { cases: vectors.cases.length, failures: await run(() => createModule({ wasm }), vectors) };
}

for (const name of browserNames) {
  test(`identifiers and checks, with SIMD and without, in ${name}`, async (t) => {
    const browser = await openBrowser(name);
    t.after(() => browser.close());
    // On a page of the site no script would run whose hash the page does not know.
    const host = await Host.start(t);
    await browser.goto(host.page('vectors', '<!doctype html><title>Vectors</title>'));
    for (const binary of kBinaries) {
      for (const [runner, file] of [
        ['runIdentifiers', 'identifiers'],
        ['runChecks', 'checks'],
        ['runChecks', 'keyed_checks'],
      ]) {
        let result;
        for (let tries = 0; tries < kTries[name] && result?.failures.length !== 0; tries += 1) {
          // A trap is one as well.
          result = await browser.evaluate(runVectors, server.url, runner, file, binary).catch(({ message }) => ({ failures: [message] }));
        }
        assert.deepEqual(result.failures, [], binary);
        assert.ok(result.cases > 50, 'there are vectors');
      }
    }
  });
}
