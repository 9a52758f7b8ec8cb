// Tries the package in Chromium: the README's example as it stands, under the README's policy, loaded in every way except by the
// bundlers of tests/bundlers.
import assert from 'node:assert/strict';
import { copyFile, mkdir } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { launchBrowser, openPage } from '../browser/support/browser.mjs';
import { FileServer } from '../browser/support/file_server.mjs';
import { webDirectory } from '../browser/support/paths.mjs';
import { check, ExampleProject } from './support/example_page.mjs';

const esbuild = createRequire(join(webDirectory, 'package.json'))('esbuild');

let project, scratch, list, browser;

before(async () => {
  project = await ExampleProject.make();
  ({ scratch, list } = project);
  browser = await launchBrowser();
  await scratch.write('pins.json', project.pins);
});
after(async () => {
  await browser?.close();
  await project?.remove();
});

/** Writes a page whose script is in `script`, and returns its address. */
async function writePage(name, script, content, more) {
  await scratch.write(`${name}.html`, await project.pageWithPolicy(script, more));
  if (content !== undefined) await scratch.write(script, content);
  return new URL(`${name}.html`, project.siteServer.url).href;
}

/** Returns the README's example, which loads the package from `from`. */
async function example(from = '@selfcheck/checker') {
  return (await scratch.example('In a browser')).replace("'@selfcheck/checker'", JSON.stringify(from));
}

/** Opens the page and waits for its script, since before that a press does nothing. */
async function goto(page, address) {
  await page.goto(address);
  await page.waitForFunction(() => document.querySelector('button').onclick);
}

async function expectAnswers(t, address, { beforeOpen } = {}) {
  const { context, page, seen } = await openPage(browser);
  t.after(() => context.close());
  await beforeOpen?.(page);
  await goto(page, address);
  assert.equal(await check(page, list.members[0]), 'found');
  assert.equal(await check(page, list.others[0]), 'not_found');
  assert.equal(await check(page, '12345'), 'bad_input');
  assert.deepEqual(seen.trouble, []);
  return { page, requests: seen.requests.map((request) => request.url()) };
}

const kPath = './node_modules/@selfcheck/checker/browser.js';

test('unbundled, by its path; the page’s list of requests stays as it was', async (t) => {
  const address = await writePage('unbundled', 'unbundled.js', await example(kPath));
  const { page, requests } = await expectAnswers(t, address);
  const listed = await page.evaluate(() => performance.getEntriesByType('resource').map(({ name }) => name));
  assert.ok(listed.includes(new URL('pins.json', project.siteServer.url).href), listed.join());
  // Only one of the two engines is loaded, and only once.
  assert.equal(requests.filter((url) => url.endsWith('.wasm')).length, 1);
  assert.ok(requests.every((url) => url.startsWith(project.siteServer.url) || url.startsWith(project.listServer.url)));
});

test('bundled by esbuild, with its files beside the bundle', async (t) => {
  const entry = await scratch.write('entry.js', await example());
  await mkdir(join(scratch.project, 'bundled'));
  await esbuild.build({
    entryPoints: [entry],
    outfile: join(scratch.project, 'bundled/app.js'),
    bundle: true,
    minify: true,
    format: 'esm',
    logLevel: 'error',
  });
  for (const name of ['worker.js', 'selfcheck.wasm', 'selfcheck-simd.wasm']) {
    await copyFile(join(scratch.installed, name), join(scratch.project, 'bundled', name));
  }
  const { requests } = await expectAnswers(t, await writePage('bundled', 'bundled/app.js'));
  assert.ok(requests.every((url) => !url.includes('node_modules')));
});

test('bundled, with its files elsewhere and `filesUrl`', async (t) => {
  const code = (await example()).replace('{ pins }', "{ pins, filesUrl: 'node_modules/@selfcheck/checker/' }");
  const entry = await scratch.write('entry_elsewhere.js', code);
  const { outputFiles } = await esbuild.build({ entryPoints: [entry], bundle: true, format: 'esm', write: false });
  await expectAnswers(t, await writePage('elsewhere', 'elsewhere.js', outputFiles[0].text));
});

test('from another origin, as from a CDN', async (t) => {
  const cdn = await FileServer.start(scratch.project);
  t.after(() => cdn.stop());
  const { origin } = new URL(cdn.url);
  const more = { 'script-src': origin, 'connect-src': origin, 'worker-src': 'blob:' };
  const address = await writePage('cdn', 'cdn.js', await example(new URL(kPath, cdn.url).href), more);
  const { page, requests } = await expectAnswers(t, address);
  assert.ok(requests.every((url) => !url.startsWith(project.siteServer.url) || !url.includes('node_modules')));
  assert.ok(page.workers().length > 0 && page.workers().every((worker) => worker.url().startsWith('blob:')));
});

test('where there are no workers, on the page itself', async (t) => {
  const address = await writePage('workerless', 'workerless.js', await example(kPath));
  await expectAnswers(t, address, { beforeOpen: (page) => page.addInitScript(() => delete window.Worker) });
});

test('a host out of reach and an engine that is missing: could not tell', async (t) => {
  const address = await writePage('failing', 'failing.js', await example(kPath));
  for (const files of ['**/*.bin', '**/current.minisig', '**/*.wasm', '**/worker.js']) {
    const { context, page } = await openPage(browser);
    t.after(() => context.close());
    await page.route(files, (route) => route.abort());
    await goto(page, address);
    assert.equal(await check(page, list.members[0]), 'could_not_tell', files);
  }
});

test('what a callback throws is the page’s uncaught exception, and changes no verdict', async (t) => {
  const code = (await example(kPath))
    .replace('{ pins }', "{ pins, onLedgerChange: () => { throw new Error('ledger'); } }")
    .replace('field.value)', "field.value, { onProgress: () => { throw new Error('progress'); } })");
  const { context, page, seen } = await openPage(browser);
  t.after(() => context.close());
  await goto(page, await writePage('throwing', 'throwing.js', code));
  assert.equal(await check(page, list.members[0]), 'found');
  assert.equal(await check(page, list.others[0]), 'not_found');
  assert.deepEqual([...new Set(seen.trouble)].sort(), ['exception: ledger', 'exception: progress']);
});
