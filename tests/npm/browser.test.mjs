// The package in Chromium: the README's example as it stands, under the README's policy, in each way to load it.
import assert from 'node:assert/strict';
import { copyFile, mkdir } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { launchBrowser, openPage } from '../browser/support/browser.mjs';
import { webDirectory } from '../browser/support/paths.mjs';
import { Publisher } from '../browser/support/publisher.mjs';
import { Server } from '../browser/support/site.mjs';
import { Scratch } from './support/scratch.mjs';

const esbuild = createRequire(join(webDirectory, 'package.json'))('esbuild');

let scratch, publisher, list, listServer, siteServer, browser;

before(async () => {
  scratch = await Scratch.make();
  publisher = await Publisher.make();
  list = await publisher.mobile();
  listServer = await Server.start(publisher.root);
  siteServer = await Server.start(scratch.project);
  browser = await launchBrowser();
  const pins = { format: 'selfcheck-pins/1', lists: [{ ...list.pin, url: new URL('mobile/', listServer.url).href }] };
  await scratch.write('pins.json', JSON.stringify(pins));
});
after(async () => {
  await browser?.close();
  await siteServer?.stop();
  await listServer?.stop();
  await publisher?.remove();
  await scratch?.remove();
});

/** The README's, for the lists of these tests; `more` adds to directives. */
async function policy(more = {}) {
  const [, text] = /^## Content-Security-Policy\n\n```text\n([^]*?)```/m.exec(await scratch.readme());
  const directives = text.trim().replace('https://lists.example.org', new URL(listServer.url).origin).split(/;\s*/);
  return directives.map((one) => `${one} ${more[one.split(' ')[0]] ?? ''}`.trim()).join('; ');
}

/** Writes a page whose script is in `script`; gives its address. */
async function writePage(name, script, content, more) {
  await scratch.write(
    `${name}.html`,
    `<!doctype html><html lang="en"><meta charset="utf-8"><title>Test</title>
    <meta http-equiv="Content-Security-Policy" content="${await policy(more)}">
    <input aria-label="Number"><button>Check</button><output></output>
    <script type="module" src="${script}"></script></html>`,
  );
  if (content !== undefined) await scratch.write(script, content);
  return new URL(`${name}.html`, siteServer.url).href;
}

/** The README's example, with the package from where a test has it. */
async function example(from = '@selfcheck/checker') {
  return (await scratch.example('In a browser')).replace("'@selfcheck/checker'", JSON.stringify(from));
}

/** Checks a number by the page; gives what it says. */
async function check(page, number) {
  await page.locator('output').evaluate((output) => (output.value = ''));
  await page.getByLabel('Number').fill(number);
  // Until the script has come, a press does nothing.
  await page.waitForFunction(() => document.querySelector('button').onclick);
  await page.getByRole('button').click();
  await page.waitForFunction(() => document.querySelector('output').value !== '');
  return page.locator('output').evaluate((output) => output.value);
}

async function expectAnswers(t, address, { beforeOpen } = {}) {
  const { context, page, seen } = await openPage(browser);
  t.after(() => context.close());
  await beforeOpen?.(page);
  await page.goto(address);
  assert.equal(await check(page, list.members[0]), 'found');
  assert.equal(await check(page, list.others[0]), 'not_found');
  assert.equal(await check(page, '12345'), 'bad_input');
  assert.deepEqual(seen.trouble, []);
  return { page, requests: seen.requests.map((request) => request.url()) };
}

const kPath = './node_modules/@selfcheck/checker/browser.js';

test('unbundled, by its path', async (t) => {
  const address = await writePage('unbundled', 'unbundled.js', await example(kPath));
  const { requests } = await expectAnswers(t, address);
  // One engine of the two, and once.
  assert.equal(requests.filter((url) => url.endsWith('.wasm')).length, 1);
  assert.ok(requests.every((url) => url.startsWith(siteServer.url) || url.startsWith(listServer.url)));
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
  const cdn = await Server.start(scratch.project);
  t.after(() => cdn.stop());
  const { origin } = new URL(cdn.url);
  const more = { 'script-src': origin, 'connect-src': origin, 'worker-src': 'blob:' };
  const address = await writePage('cdn', 'cdn.js', await example(new URL(kPath, cdn.url).href), more);
  const { page, requests } = await expectAnswers(t, address);
  assert.ok(requests.every((url) => !url.startsWith(siteServer.url) || !url.includes('node_modules')));
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
    await page.goto(address);
    assert.equal(await check(page, list.members[0]), 'could_not_tell', files);
  }
});
