// The site as it is deployed: scripts/dist makes it, the same each time, and the hosts that it has headers for send them.
import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { createHash } from 'node:crypto';
import { mkdir, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { get } from 'node:https';
import { join } from 'node:path';
import { test } from 'node:test';
import { promisify } from 'node:util';
import { freePort } from './support/browsers/processes.mjs';
import { makeCertificate, serveWithNginx } from './support/nginx.mjs';
import { distScript, engine, webDirectory } from './support/paths.mjs';
import { makeTemporaryDirectory } from './support/site.mjs';

const run = promisify(execFile);

const kBucket = `lists/mobile/buckets/${'ab'.repeat(32)}/3338.bin`;
const kManifest = `lists/mobile/manifest-${'cd'.repeat(32)}.json`;
const kPins = { format: 'selfcheck-pins/1', lists: [{ id: 'one', kind: 'mobile', url: 'lists/mobile/' }, { id: 'two', kind: 'mobile', url: 'https://lists.example/two/' }] };

const dist = (args, options) => run(distScript, args, { env: { ...process.env, SELFCHECK_ENGINE: engine }, ...options });

/** Pins, and what looks like a list. */
async function prepare(t) {
  const directory = await makeTemporaryDirectory();
  t.after(() => rm(directory, { recursive: true, force: true }));
  await writeFile(join(directory, 'pins.json'), JSON.stringify(kPins));
  for (const path of [kBucket, kManifest, 'lists/mobile/current.minisig']) {
    await mkdir(join(directory, path, '..'), { recursive: true });
    await writeFile(join(directory, path), 'a list');
  }
  return directory;
}

async function contents(directory) {
  const entries = await readdir(directory, { recursive: true, withFileTypes: true });
  const paths = entries.filter((entry) => entry.isFile()).map((entry) => join(entry.path ?? entry.parentPath, entry.name));
  return Object.fromEntries(await Promise.all(paths.sort().map(async (path) => [path.slice(directory.length + 1), await readFile(path, 'latin1')])));
}

test('one command makes the site, the same each time, with its origin wherever it is needed', async (t) => {
  const directory = await prepare(t);
  // Paths are relative to whoever runs it.
  const args = ['--origin', 'https://check.example', '--pins', 'pins.json', '--lists', 'lists', '--out'];
  for (const out of ['a', 'b']) await dist([...args, out], { cwd: directory });
  const site = await contents(join(directory, 'a'));
  assert.deepEqual(site, await contents(join(directory, 'b')));
  assert.equal(site[kBucket], 'a list');
  const policy = "script-src https://check.example 'wasm-unsafe-eval'; worker-src blob:; style-src https://check.example; connect-src https://check.example https://lists.example;";
  assert.ok(site['widget.html'].includes(policy));
  assert.doesNotMatch(site['widget.html'], /'self'|<script>|<style>|style=|\son\w+=|%[A-Z]/);
  assert.doesNotMatch(site['embed.html'], /<script>|<style>|style=|\son\w+=|%[A-Z]/);
  for (const name of ['headers.nginx.conf', '_headers', '.htaccess']) assert.ok(site[name].includes(policy), name);

  // What an article names is the same for every site.
  const script = (names) => Object.keys(names).filter((name) => /^embed-[0-9a-f]{12}\.js$/.test(name));
  await dist(['--origin', 'https://other.example/selfcheck', '--pins', 'pins.json', '--out', 'a'], { cwd: directory });
  const other = await contents(join(directory, 'a'));
  assert.deepEqual(script(other), script(site));
  assert.ok(other['widget.html'].includes("script-src https://other.example 'wasm-unsafe-eval'"));
});

test('a script that an article may name is never taken away', async (t) => {
  const directory = await prepare(t);
  const args = ['--origin', 'https://check.example', '--pins', 'pins.json', '--out', 'site'];
  await mkdir(join(directory, 'site'));
  await writeFile(join(directory, 'site/embed-0123456789ab.js'), 'published once');
  await dist(args, { cwd: directory });
  const site = await contents(join(directory, 'site'));
  assert.equal(site['embed-0123456789ab.js'], 'published once');
  for (const name of await readdir(join(webDirectory, 'released'))) {
    if (!name.endsWith('.js')) continue;
    assert.equal(name, `embed-${createHash('sha256').update(site[name], 'latin1').digest('hex').slice(0, 12)}.js`);
  }
});

test('what is missing or wrong is told in a line', async (t) => {
  const directory = await prepare(t);
  for (const [args, message] of [
    [['--pins', 'pins.json'], /--origin is missing/],
    [['--origin', 'https://check.example'], /--pins is missing/],
    [['--origin', 'check.example', '--pins', 'pins.json'], /is no address/],
    [['--origin', 'ftp://check.example', '--pins', 'pins.json'], /not the address of a site/],
    [['--origin', 'https://check.example', '--pins', 'pins.json', '--lists', 'none'], /no directory .*none/],
    [['--frobnicate'], /frobnicate/],
  ]) {
    await assert.rejects(dist([...args, ...(args.length > 2 ? ['--out', 'site'] : [])], { cwd: directory }), (error) => {
      assert.match(error.stderr, message);
      assert.equal(error.stderr.trim().split('\n').length, 1, error.stderr);
      return true;
    });
  }
});

/** What each file must come with, by header. A pattern, or none at all. */
const kExpected = {
  'index.html': { 'content-security-policy': /^frame-ancestors 'none'$/, 'cache-control': /^no-cache, no-transform$/, 'cross-origin-opener-policy': /^same-origin$/ },
  'embed.html': { 'content-security-policy': /^frame-ancestors 'none'$/, 'cache-control': /^no-cache/ },
  'widget.html': {
    'content-security-policy': /^sandbox allow-scripts (?!.*allow-same-origin).*; default-src 'none'; script-src https:\/\/check\.example 'wasm-unsafe-eval'/,
    'cross-origin-embedder-policy': /^require-corp$/,
    'cache-control': /^no-cache/,
    'permissions-policy': /camera=\(\)/,
    'x-frame-options': undefined,
  },
  worker: { 'content-security-policy': /^default-src 'none'; script-src 'wasm-unsafe-eval'$/, 'cache-control': /immutable, no-transform$/ },
  embed: { 'cache-control': /immutable, no-transform$/ },
  wasm: { 'content-type': /^application\/wasm$/, 'cache-control': /immutable, no-transform$/ },
  locale: { 'content-type': /^application\/json/, 'cache-control': /immutable/ },
  [kBucket]: { 'cache-control': /immutable, no-transform$/ },
  [kManifest]: { 'cache-control': /immutable/ },
  'lists/mobile/current.minisig': { 'cache-control': /^no-cache, no-transform$/ },
  'pins.json': { 'cache-control': /^no-cache/ },
  'lists/mobile/none.bin': { 'cache-control': undefined },
};
const kEverywhere = {
  'access-control-allow-origin': /^\*$/,
  'cross-origin-resource-policy': /^cross-origin$/,
  'x-content-type-options': /^nosniff$/,
  'referrer-policy': /^no-referrer$/,
};

/** The file's name in this build. */
async function pathOf(directory, what) {
  const pattern = { worker: /^worker-/, embed: /^embed-/, wasm: /-simd-.*\.wasm$/ }[what];
  if (what === 'locale') return `locales/${(await readdir(join(directory, 'locales')))[0]}`;
  return pattern ? (await readdir(directory)).find((name) => pattern.test(name)) : what;
}

function request(url, ca) {
  return new Promise((resolve, reject) => {
    get(url, { ca, headers: { 'Accept-Encoding': 'gzip' } }, (response) => {
      response.resume();
      resolve({ status: response.statusCode, headers: response.headers });
    }).on('error', reject);
  });
}

test('nginx sends the headers, on errors too, and compresses what is worth it', async (t) => {
  const directory = await prepare(t);
  await dist(['--origin', 'https://check.example', '--pins', 'pins.json', '--lists', 'lists', '--out', 'site'], { cwd: directory });
  const site = join(directory, 'site');
  const certificate = await makeCertificate(t);
  const port = await freePort();
  await serveWithNginx(t, { directory: site, port, certificate });
  const wrong = [];
  for (const [what, expected] of Object.entries(kExpected)) {
    const path = await pathOf(site, what);
    const { status, headers } = await request(`https://127.0.0.1:${port}/${path}`, certificate.cert);
    if ((status === 200) === path.includes('none')) wrong.push(`${path}: ${status}`);
    for (const [name, pattern] of Object.entries({ ...kEverywhere, ...expected })) {
      const right = pattern ? pattern.test(headers[name] ?? '') : headers[name] === undefined;
      if (!right) wrong.push(`${path}: ${name}: ${headers[name]}`);
    }
    const compressed = headers['content-encoding'] === 'gzip';
    const worthIt = path.endsWith('.html') || ['worker', 'embed', 'wasm', 'locale'].includes(what);
    if (compressed !== worthIt) wrong.push(`${path}: compressed: ${compressed}`);
  }
  const root = await request(`https://127.0.0.1:${port}/`, certificate.cert);
  if (root.headers['content-security-policy'] !== "frame-ancestors 'none'") wrong.push('the site itself can be framed');
  assert.deepEqual(wrong, []);
});

/** Of Netlify's and Cloudflare's `_headers`: each path with its headers. */
function parsePages(text) {
  const rules = {};
  let path;
  for (const line of text.split('\n').filter((one) => one !== '' && !one.startsWith('#'))) {
    if (line.startsWith('/')) {
      assert.equal(rules[line], undefined, `${line} is there once`);
      rules[(path = line)] = {};
    } else {
      const [, name, value] = /^ {2}([\w-]+): (.*)$/.exec(line);
      rules[path][name.toLowerCase()] = value;
    }
  }
  return rules;
}

/** Of Apache's: what holds for a file name. */
function apacheHeaders(text, name) {
  const headers = {};
  let applies = true;
  for (const line of text.split('\n').map((one) => one.trim())) {
    const [, pattern] = /^<FilesMatch "(.*)">$/.exec(line) ?? [];
    if (pattern) applies = new RegExp(pattern).test(name);
    if (line === '</FilesMatch>') applies = true;
    const [, header, value] = /^Header (?:always )?set ([\w-]+) "(.*)"$/.exec(line) ?? [];
    if (header && applies) headers[header.toLowerCase()] = value;
    if (applies && line.startsWith('ForceType ')) headers['content-type'] = line.slice(10);
  }
  return headers;
}

test('the headers for Netlify, Cloudflare and Apache say the same', async (t) => {
  const directory = await prepare(t);
  await dist(['--origin', 'https://check.example', '--pins', 'pins.json', '--out', 'site'], { cwd: directory });
  const site = join(directory, 'site');
  const pages = parsePages(await readFile(join(site, '_headers'), 'utf8'));
  const apache = await readFile(join(site, '.htaccess'), 'utf8');
  const wrong = [];
  for (const [what, expected] of Object.entries(kExpected)) {
    const path = await pathOf(site, what);
    const rules = Object.entries(pages).filter(([rule]) => (rule.endsWith('*') ? `/${path}`.startsWith(rule.slice(0, -1)) : rule === `/${path}`));
    const names = rules.flatMap(([, headers]) => Object.keys(headers));
    // They would be joined, and be wrong.
    if (new Set(names).size < names.length) wrong.push(`${path}: a header twice`);
    const sent = { pages: Object.assign({}, ...rules.map(([, headers]) => headers)), apache: apacheHeaders(apache, path.split('/').at(-1)) };
    for (const [host, headers] of Object.entries(sent)) {
      for (const [name, pattern] of Object.entries({ ...kEverywhere, ...expected })) {
        // The hosts know types, and what they send with errors; of lists Netlify sends what it always sends.
        if (!pattern || (name === 'content-type' && what === 'locale')) continue;
        if (host === 'pages' && name === 'cache-control' && !Object.hasOwn(pages, `/${path}`)) continue;
        if (!pattern.test(headers[name] ?? '')) wrong.push(`${host}: ${path}: ${name}: ${headers[name]}`);
      }
    }
  }
  for (const short of ['/', '/widget', '/embed']) if (!pages[short]?.['content-security-policy']) wrong.push(`${short} has no policy`);
  if (Object.keys(pages).length > 100) wrong.push('Cloudflare takes 100 rules');
  assert.deepEqual(wrong, []);
});
