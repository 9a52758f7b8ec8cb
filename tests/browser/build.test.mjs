// web/build.mjs: the same inputs give the same site, and what it refuses it explains.
import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { mkdir, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { test } from 'node:test';
import { promisify } from 'node:util';
import { engine, webDirectory } from './support/paths.mjs';
import { buildSite, makeTemporaryDirectory } from './support/site.mjs';
import { importWebModule } from './support/web_module.mjs';

const run = promisify(execFile);

async function contents(directory) {
  const names = (await readdir(directory, { recursive: true, withFileTypes: true }))
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.path ?? entry.parentPath, entry.name))
    .sort();
  return Object.fromEntries(
    await Promise.all(names.map(async (path) => [path.slice(directory.length), await readFile(path, 'latin1')])),
  );
}

async function temporary(t) {
  const directory = await makeTemporaryDirectory();
  t.after(() => rm(directory, { recursive: true, force: true }));
  return directory;
}

test('two builds are byte-identical, and have neither inline code nor a pins file without lists', async (t) => {
  const directory = await temporary(t);
  await buildSite(join(directory, 'a'));
  await buildSite(join(directory, 'b'));
  const site = await contents(join(directory, 'a'));
  assert.deepEqual(site, await contents(join(directory, 'b')));
  assert.equal(site['/pins.json'], undefined);
  assert.doesNotMatch(site['/index.html'], /<script>|<style>|style=|\son\w+=|%[A-Z]/);
});

test('the service worker serves every file of the check but those that must be asked for', async (t) => {
  const directory = await temporary(t);
  await buildSite(directory);
  const site = await contents(directory);
  const worker = site['/sw.js'];
  const isAround = (path) => /^\/(?:\w\w|docs)\/|\.txt$|^\/(?:(?:pages|lists_page)-.*|version\.json)$/.test(path);
  const missing = Object.keys(site).filter((path) => !worker.includes(`"${path.slice(1)}"`) && !isAround(path));
  assert.deepEqual(missing, ['/index.html', '/sw.js']);
});

test('the page of a build is told from what others send in its place', async (t) => {
  const { isOwnPage } = await importWebModule('offline/places.ts');
  const directory = await temporary(t);
  await buildSite(directory);
  const page = await readFile(join(directory, 'index.html'), 'utf8');
  assert.ok(isOwnPage(page));
  assert.ok(isOwnPage(page.replace(/app-[0-9a-f]{12}/, 'app-0123456789ab')), 'also of a build to come');
  const script = '<script type="module" crossorigin src="/assets/app-DYoiZ2cl.js"></script>';
  for (const other of ['', '<!doctype html><title>Sign in</title>', script]) assert.ok(!isOwnPage(other), other);
});

test('the policy names the origins of the pinned lists and no others', async (t) => {
  const directory = await temporary(t);
  const pins = join(directory, 'pins.json');
  const urls = ['https://b.example/x/', 'lists/mobile/', 'https://a.example/', 'https://b.example/y/'];
  await writeFile(pins, JSON.stringify({ format: 'selfcheck-pins/1', lists: urls.map((url, i) => ({ id: `list-${i}`, kind: 'mobile', url })) }));
  await buildSite(join(directory, 'site'), pins);
  const page = await readFile(join(directory, 'site/index.html'), 'utf8');
  assert.ok(page.includes("connect-src 'self' https://a.example https://b.example;"));
  assert.ok(page.includes("default-src 'none'; script-src 'self' 'wasm-unsafe-eval';"));
});

test('of evaluators the policies name the whole address, and the pins what the format knows', async (t) => {
  const directory = await temporary(t);
  const pins = join(directory, 'pins.json');
  const build = async (evaluators) => {
    const lists = [{ id: 'a', kind: 'mobile', url: 'https://lists.example/a/', evaluators }, { id: 'b', kind: 'aadhaar', url: 'lists/b/' }];
    await writeFile(pins, JSON.stringify({ format: 'selfcheck-pins/1', lists }));
    await buildSite(join(directory, 'site'), pins, undefined, 'https://check.example/');
    return Promise.all(['index.html', 'widget.html', 'pins.json'].map((name) => readFile(join(directory, 'site', name), 'utf8')));
  };
  const [page, frame, published] = await build([
    { index: 1, url: 'https://lists.example/evaluate/', note: 'by telephone' },
    { index: 2, url: 'https://eval.example:8443/a/' },
    { index: 3, url: 'evaluate/' },
  ]);
  const others = 'https://eval.example:8443/a/ https://lists.example https://lists.example/evaluate/;';
  assert.ok(page.includes(`connect-src 'self' ${others}`));
  assert.ok(frame.includes(`connect-src https://check.example ${others}`));
  assert.deepEqual(JSON.parse(published).lists[0].evaluators.map((one) => Object.keys(one).join()), ['index,url', 'index,url', 'index,url']);
  for (const url of ['https://eval.example/a;b/', 'https://eval.example/%3b/', 'https://eval.example/$host/', "https://eval.example/'/"]) {
    await assert.rejects(build([{ index: 1, url }]), /can't be written into a policy/);
  }
  await assert.rejects(build([{ index: 1 }]), /is no pins file/);
});

test('a rebuild takes its old files away and leaves the lists', async (t) => {
  const directory = await temporary(t);
  await mkdir(join(directory, 'lists'));
  await writeFile(join(directory, 'lists/current.minisig'), 'a list');
  await writeFile(join(directory, 'app-0123456789ab.js'), 'an old build');
  await buildSite(directory);
  const names = await readdir(directory);
  assert.ok(names.includes('lists'));
  assert.ok(!names.includes('app-0123456789ab.js'));
});

test('a missing engine, missing pins and wrong options are told in a line', async (t) => {
  const directory = await temporary(t);
  const builds = [
    [['--engine', directory], /can't read .*selfcheck(?:-simd)?\.wasm .*build the WebAssembly engine first/],
    [['--engine', engine, '--pins', join(directory, 'none.json')], /can't read .*none\.json/],
    [[], /--engine is missing/],
    [['--frobnicate'], /frobnicate/],
  ];
  for (const [args, message] of builds) {
    await assert.rejects(
      run(process.execPath, [join(webDirectory, 'build.mjs'), '--out', join(directory, 'site'), ...args]),
      (error) => {
        assert.equal(error.code, 2);
        assert.match(error.stderr, /^build\.mjs: error: /);
        assert.match(error.stderr, message);
        assert.equal(error.stderr.trim().split('\n').length, 1);
        return true;
      },
    );
  }
});

/** Of offline mode: what keeps lists, what keeps the page, and what opens it. */
const kKeepers = ['offline/cache_store.ts', 'offline/own_files.ts', 'sw/sw.ts'];

test('only network/network.ts talks to the network, and nothing is parsed as markup or kept', async () => {
  const sources = await readdir(join(webDirectory, 'src'), { recursive: true });
  for (const name of sources.map(String).filter((file) => /(?<!\.d)\.ts$/.test(file))) {
    const source = await readFile(join(webDirectory, 'src', name), 'utf8');
    const code = source.replace(/\/\/.*$|\/\*[^]*?\*\//gm, '');
    // A service worker hears of what others fetch, under this name; it makes no request.
    const requests = name === 'sw/sw.ts' ? /\bfetch\(|\bself\.fetch|cache\.add|importScripts/ : /\bfetch\b/;
    if (name !== 'network/network.ts') assert.doesNotMatch(code, requests, name);
    if (name !== 'network/network.ts') assert.doesNotMatch(code, /\b(?:XMLHttpRequest|WebSocket|sendBeacon)\b/, name);
    assert.doesNotMatch(code, /innerHTML|outerHTML|insertAdjacentHTML|document\.write|\beval\b|new Function/, name);
    assert.doesNotMatch(code, /localStorage|sessionStorage|indexedDB|\bcookie\b/, name);
    if (!kKeepers.includes(name)) assert.doesNotMatch(code, /\bcaches\b|serviceWorker\.register/, name);
    // What a newsroom's editor has misspelt is for their eyes.
    if (!['embed/embed.ts', 'widget/options.ts'].includes(name)) assert.doesNotMatch(code, /console\./, name);
    if (/^(?:widget|embed)/.test(name)) assert.doesNotMatch(code, /document\.referrer|ancestorOrigins/, name);
  }
});
