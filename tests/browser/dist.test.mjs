// The site as it is deployed: scripts/dist makes it, the same each time, and the hosts that it has headers for send them.
import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { createHash } from 'node:crypto';
import { cp, mkdir, readdir, readFile, rename, rm, symlink, utimes, writeFile } from 'node:fs/promises';
import { get } from 'node:https';
import { join } from 'node:path';
import { test } from 'node:test';
import { promisify } from 'node:util';
import { kHostFiles } from '../../web/headers.mjs';
import { freePort } from './support/browsers/processes.mjs';
import { contents, dist, kArguments, kOrigin, publishedFolder, publisherFolder } from './support/dist.mjs';
import { makeCertificate, serveWithNginx } from './support/nginx.mjs';
import { engine, repository, webDirectory } from './support/paths.mjs';
import { ListFiles, makeTemporaryDirectory, Server } from './support/site.mjs';
import { importWebModule } from './support/web_module.mjs';

const run = promisify(execFile);

const kHeaderFiles = ['server/nginx.conf', 'server/netlify/_headers', 'server/cloudflare/_headers', 'server/apache/.htaccess'];

test('one command makes the site, the same each time, with its origin wherever it is needed', async (t) => {
  const { directory } = await publishedFolder(t);
  await rename(join(directory, 'dist'), join(directory, 'a'));
  // Paths are relative to whoever runs it.
  await dist(directory, [...kArguments, '--out', 'b']);
  const made = await contents(join(directory, 'a'));
  assert.deepEqual(made, await contents(join(directory, 'b')));
  const policy = "script-src https://check.example 'wasm-unsafe-eval'; worker-src blob:; style-src https://check.example; connect-src https://check.example https://lists.example;";
  assert.ok(made['site/widget.html'].includes(policy));
  assert.doesNotMatch(made['site/widget.html'], /'self'|<script>|<style>|style=|\son\w+=|%[A-Z]/);
  // The codes that it shows have styles in them, which are no markup there.
  const builder = made['site/embed.html'].replace(/<textarea[^]*?<\/textarea>/g, '');
  assert.doesNotMatch(builder, /<script>|<style>|style=|\son\w+=|%[A-Z]/);
  for (const name of kHeaderFiles) assert.ok(made[name].includes(policy), name);

  // What an article names is the same for every site, but for the site's address. The one of the address before stays.
  const scripts = (files) => Object.entries(files).filter(([name]) => /^site\/embed-[0-9a-f]{12}\.js$/.test(name));
  await dist(directory, ['--origin', 'https://other.example/selfcheck', ...kArguments.slice(2), '--out', 'a']);
  const other = await contents(join(directory, 'a'));
  const [[name, script]] = scripts(made);
  assert.equal(other[name], script);
  assert.match(script, /"https:\/\/check\.example\/"/);
  const [[, moved]] = scripts(other).filter(([one]) => one !== name);
  assert.equal(moved.replaceAll('https://other.example/selfcheck/', 'https://check.example/'), script);
  assert.ok(other['site/widget.html'].includes("script-src https://other.example 'wasm-unsafe-eval'"));
});

test('another folder, umask, language, time zone, time and user name give the same bytes', async (t) => {
  const { directory } = await publishedFolder(t);
  const elsewhere = join(directory, 'a folder with a longer name/of another user');
  await mkdir(elsewhere, { recursive: true });
  const surroundings = { LC_ALL: 'C', LANG: 'tr_TR.UTF-8', TZ: 'Asia/Kolkata', USER: 'somebody', LOGNAME: 'somebody', HOME: elsewhere };
  // The files that are built from are of another time, too.
  await utimes(join(directory, 'pins.json'), new Date(0), new Date(0));
  const pins = ['--pins', join(directory, 'pins.json'), '--lists', join(directory, 'lists')];
  await dist(elsewhere, ['--origin', kOrigin, ...pins, '--out', 'b'], { umask: '077', env: surroundings });
  assert.deepEqual(await contents(join(elsewhere, 'b')), await contents(join(directory, 'dist')));
});

test('the manifest for WEBCAT has every file of the site, and the policies that are sent; the one for WAICT has every file at its address', async (t) => {
  const { directory } = await publishedFolder(t);
  const made = await contents(join(directory, 'dist'));
  const site = Object.fromEntries(Object.entries(made).filter(([name]) => /^site\/(?!lists\/)/.test(name)).map(([name, bytes]) => [`/${name.slice(5)}`, bytes]));
  const sha256 = (bytes) => createHash('sha256').update(bytes, 'latin1').digest('base64url');
  const { version } = JSON.parse(site['/version.json']);
  const manifest = JSON.parse(made['server/webcat/manifest.json']);
  const { files, wasm, extra_csp: policies, ...rest } = manifest;
  assert.deepEqual(files, Object.fromEntries(Object.entries(site).map(([name, bytes]) => [name, sha256(bytes)])));
  const engines = Object.entries(site).filter(([name]) => name.endsWith('.wasm')).map(([, bytes]) => sha256(bytes)).sort();
  assert.deepEqual(wasm, engines);
  assert.deepEqual(rest, { name: 'Selfcheck', version, default_csp: "default-src 'none'", default_index: 'index.html', default_fallback: '/index.html' });
  // As nginx sends them: the first rule that matches counts.
  const rules = [...made['server/nginx.conf'].matchAll(/^location ~ "([^"]+)" \{\n([^]*?)^\}/gm)].map(([, path, block]) => [
    new RegExp(path),
    /add_header Content-Security-Policy "([^"]*)";/.exec(block)[1],
  ]);
  for (const name of Object.keys(site)) {
    const sent = rules.find(([path]) => path.test(name))?.[1] ?? manifest.default_csp;
    // The extension's rule: the exact path, and else the longest that the path begins with. It refuses a manifest with the frame's policy.
    const prefixes = Object.keys(policies).filter((path) => name.startsWith(path)).sort((a, b) => b.length - a.length);
    if (name !== '/widget.html') assert.equal(policies[prefixes[0]] ?? manifest.default_csp, sent, name);
  }
  assert.equal(policies['/widget.html'], undefined);
  for (const policy of Object.values(policies)) assert.doesNotMatch(policy, /,|blob:|script-src[^;]*http/);

  const [name] = Object.keys(site).filter((one) => one.startsWith('/waict/'));
  const body = site[name];
  assert.equal(name, `/waict/${sha256(body).slice(0, 22)}.waict`);
  const [written, proof, end] = body.split('\n');
  assert.deepEqual([proof, end], ['', '']);
  const { hashes, wasm_hashes: modules, fallback_hashes: pages } = JSON.parse(written);
  const others = ['/version.json', name];
  assert.deepEqual(Object.keys(site).filter((path) => hashes[kOrigin + path] !== files[path] && !others.includes(path)), []);
  assert.deepEqual([modules, pages, hashes[`${kOrigin}/`]], [engines, [files['/index.html']], files['/index.html']]);
  const header = `max-age=0, mode=report, manifest="${name}"`;
  const [, withWaict] = /^\/\n([^]*?)\n\n/m.exec(made['server/netlify/_headers']);
  assert.ok(withWaict.includes(`Integrity-Policy-WAICT-v1: ${header}`));
  const [, frame] = /^\/widget\.html\n([^]*?)\n\n/m.exec(made['server/netlify/_headers']);
  assert.ok(frame.includes('Integrity-Policy: blocked-destinations=(script)') && !frame.includes('WAICT'));
});

test("whoever builds a site again gets its manifest for WEBCAT, too, of what is on the site", async (t) => {
  const { directory } = await publishedFolder(t);
  const inputs = ['pins', 'catalogue'].flatMap((name) => [`--${name}`, join(directory, `dist/site/${name}.json`)]);
  const env = { ...process.env, SELFCHECK_ENGINE: engine };
  await run(join(repository, 'scripts/rebuild'), ['--origin', kOrigin, ...inputs, '--out', 'again', '--webcat', 'again.webcat.json'], { cwd: directory, env });
  const again = await readFile(join(directory, 'again.webcat.json'), 'utf8');
  assert.equal(again, await readFile(join(directory, 'dist/server/webcat/manifest.json'), 'utf8'));
});

test('what tells servers which headers to send is beside the site, and in it only for a host that reads it there', async (t) => {
  const { directory } = await publishedFolder(t);
  const inSite = async () => Object.keys(await contents(join(directory, 'dist/site'))).filter((name) => /header|nginx|htaccess/.test(name));
  assert.deepEqual(await inSite(), []);
  for (const [host, file] of [['netlify', '_headers'], ['cloudflare', '_headers'], ['apache', '.htaccess']]) {
    await dist(directory, [...kArguments, '--host', host]);
    assert.deepEqual(await inSite(), [file]);
    const made = await contents(join(directory, 'dist'));
    assert.equal(made[`site/${file}`], made[`server/${host}/${file}`]);
  }
  await dist(directory, [...kArguments, '--host', 'nginx']);
  assert.deepEqual(await inSite(), []);
});

test('--help names every host that there is something for', async (t) => {
  const directory = await makeTemporaryDirectory();
  t.after(() => rm(directory, { recursive: true, force: true }));
  const { stdout } = await dist(directory, ['--help']);
  const [, text] = /^ *--host NAME {2,}((?:.|\n)*?)--out/m.exec(stdout);
  for (const host of Object.keys(kHostFiles)) assert.ok(text.includes(host), host);
});

test('with a site file the site says who runs it, with its colour and logo; without one it says that nobody has, and a warning comes', async (t) => {
  const { directory } = await publisherFolder(t);
  const { stderr } = await dist(directory, kArguments);
  assert.match(stderr, /^dist: warning: without --site, every page says that nobody has said who runs this site/m);
  const nobody = await contents(join(directory, 'dist/site'));
  assert.match(nobody['index.html'], /Nobody has said who runs this site/);
  assert.match(nobody['en/about.html'], /Be careful/);
  assert.equal(nobody['site.json'], undefined);

  const site = {
    ...{ format: 'selfcheck-site/1', language: 'hi', name: { hi: 'लीक जाँच', en: 'Leak "check" <b>' } },
    ...{ operator: { name: { hi: 'अख़बार', en: 'A & B' }, link: 'https://paper.example/' }, contact: { email: 'desk@paper.example' } },
    ...{ accent: '#ffff00', logo: 'my-logo.svg' },
  };
  await writeFile(join(directory, 'site.json'), JSON.stringify(site));
  const logo = '<svg xmlns="http://www.w3.org/2000/svg"></svg>';
  await writeFile(join(directory, 'my-logo.svg'), logo);
  const { stderr: silent } = await dist(directory, [...kArguments, '--site', 'site.json']);
  assert.doesNotMatch(silent, /--site/);
  const made = await contents(join(directory, 'dist/site'));
  const utf8 = (name) => Buffer.from(made[name], 'latin1').toString();
  // The site's own language is that of the page before its script runs, and its header and footer have what other languages need.
  assert.match(utf8('index.html'), /^<!doctype html>\n<html lang="hi" dir="ltr"/);
  assert.match(utf8('index.html'), /<span data-name="लीक जाँच" data-name-en="Leak &quot;check&quot; &lt;b>">लीक जाँच<\/span>/);
  assert.match(utf8('index.html'), /data-name="अख़बार" data-name-en="A &amp; B"/);
  assert.match(utf8('en/about.html'), /<bdi>A &amp; B<\/bdi>/);
  assert.match(utf8('ta/about.html'), /<bdi lang="hi">अख़बार<\/bdi>/);
  assert.match(utf8('ta/about.html'), /href="mailto:desk@paper\.example"/);
  const [logoName] = Object.keys(made).filter((name) => /^logo-[0-9a-f]{12}\.svg$/.test(name));
  assert.equal(made[logoName], logo);
  assert.ok(utf8('en/how.html').includes(`<img src="../${logoName}" alt=""`));
  // What it was built with is in it, and gives the same again.
  assert.equal(JSON.parse(utf8('site.json')).logo, logoName);
  await dist(directory, ['--origin', kOrigin, '--pins', 'pins.json', '--lists', 'lists', '--site', 'dist/site/site.json', '--out', 'again']);
  assert.deepEqual(await contents(join(directory, 'again/site')), made);
});

test("the owner's colour can be read on every background, light and dark, and no verdict wears it", async (t) => {
  const { contrast, parseColour } = await importWebModule('widget/colour.ts');
  const { directory } = await publisherFolder(t);
  const site = { format: 'selfcheck-site/1', name: 'a', operator: { name: 'b' }, contact: { email: 'c@d.example' } };
  const styleWith = async (accent) => {
    await writeFile(join(directory, 'site.json'), JSON.stringify({ ...site, accent }));
    await dist(directory, [...kArguments, '--site', 'site.json']);
    const made = await contents(join(directory, 'dist/site'));
    return Object.entries(made).filter(([name]) => /^(?:style|pages)-.*\.css$/.test(name)).map(([, css]) => css);
  };
  for (const accent of ['#ffff00', '#101010', '#ff0000']) {
    for (const css of await styleWith(accent)) {
      // The last value that holds for a palette counts.
      const palettes = { light: {}, dark: {} };
      for (const [, isDark, rules] of css.matchAll(/(@media ?\(prefers-color-scheme: ?dark\) ?\{)?:root\{([^}]*)\}/g)) {
        for (const [, name, value] of rules.matchAll(/(--[\w-]+): ?(#[0-9a-f]{3,6}|var\(--paper\))/g)) {
          const long = value.replace(/^#(.)(.)(.)$/, '#$1$1$2$2$3$3');
          for (const palette of isDark ? ['dark'] : ['light', 'dark']) palettes[palette][name] = long;
        }
      }
      for (const [which, palette] of Object.entries(palettes)) {
        for (const background of ['--paper', '--soft', '--calm-soft']) {
          const found = contrast(parseColour(palette['--accent']), parseColour(palette[background]));
          assert.ok(found >= 4.5, `${accent}, ${which}: ${palette['--accent']} on ${palette[background]}: ${found}`);
        }
        assert.equal(palette['--on-accent'], 'var(--paper)');
      }
      assert.notEqual(palettes.light['--accent'], palettes.dark['--accent']);
      assert.match(css, /\.verdict\{--accent: ?var\(--answer-link\)/);
      assert.equal(palettes.light['--answer-link'], '#1a4a94');
    }
  }
});

test('version.json names every file but itself and the lists, and the commands of the page about the site check them', async (t) => {
  const { directory } = await publishedFolder(t);
  const site = join(directory, 'dist/site');
  const made = await contents(site);
  const { code, files } = JSON.parse(made['version.json']);
  const expected = Object.keys(made).filter((name) => name !== 'version.json' && !name.startsWith('lists/'));
  assert.deepEqual(Object.keys(files), expected.sort());
  assert.ok(made['en/about.html'].includes(code));
  assert.ok(made['index.html'].includes(code.slice(0, 16)));
  // As a reader copies them, but for the address.
  const server = await Server.start(site);
  t.after(() => server.stop());
  const [, escaped] = /<pre[^>]*><code>([^]*?)<\/code>/.exec(made['hi/about.html']);
  const commands = escaped.replaceAll('&quot;', '"').replaceAll('&lt;', '<').replaceAll('&amp;', '&');
  assert.match(commands, /^site=https:\/\/check\.example\/\n/);
  const check = async (name) => {
    await mkdir(join(directory, name));
    const { stdout } = await run('bash', ['-c', commands.replace(`${kOrigin}/`, server.url)], { cwd: join(directory, name) }).catch((error) => error);
    return stdout;
  };
  assert.equal(await check('a'), `${code}  -\n`);
  // What was changed is named.
  await writeFile(join(site, 'en/how.html'), made['en/how.html'].replace('How', 'Why'));
  assert.match(await check('b'), /^en\/how\.html: FAILED$/m);
});

test('a site without HTTPS is warned of, unless it is on this machine', async (t) => {
  const { directory } = await publisherFolder(t);
  const rest = kArguments.slice(2);
  const { stderr } = await dist(directory, ['--origin', 'http://check.example', ...rest]);
  assert.match(stderr, /^dist: warning: --origin is without https: .*change the page/m);
  for (const origin of ['http://localhost:8000', 'http://127.0.0.1:8000', 'https://check.example']) {
    assert.doesNotMatch((await dist(directory, ['--origin', origin, ...rest])).stderr, /--origin/);
  }
});

test('a script that an article may name is never taken away', async (t) => {
  const { directory } = await publishedFolder(t);
  const script = 'published once';
  const name = `embed-${createHash('sha256').update(script).digest('hex').slice(0, 12)}.js`;
  await writeFile(join(directory, 'dist/site', name), script);
  for (let again = 0; again < 2; again += 1) await dist(directory, kArguments);
  const site = await contents(join(directory, 'dist/site'));
  assert.equal(site[name], script);
  for (const released of await readdir(join(webDirectory, 'released'))) {
    if (!released.endsWith('.js')) continue;
    const served = (await readFile(join(webDirectory, 'released', released), 'latin1')).replaceAll('%SITE%', `${kOrigin}/`);
    assert.equal(site[`embed-${createHash('sha256').update(served, 'latin1').digest('hex').slice(0, 12)}.js`], served);
  }
});

/** What each file must come with, by header. A pattern, or none at all. Of pages also the policy that is in them: expectedOf(). */
const kPage = {
  'cache-control': /^no-cache, no-transform$/,
  'permissions-policy': /^(?=.*camera=\(\)).*usb=\(\)/,
  'x-dns-prefetch-control': /^off$/,
  'integrity-policy': /^blocked-destinations=\(script\)$/,
};
const kUnframed = { ...kPage, 'integrity-policy-waict-v1': /^max-age=0, mode=report, manifest="\/waict\/[\w-]{22}\.waict"$/, 'cross-origin-opener-policy': /^same-origin$/, 'origin-agent-cluster': /^\?1$/ };
/** What runs a script may copy for its reader. */
const kMayCopy = { ...kUnframed, 'permissions-policy': /^(?!.*clipboard-write)(?=.*camera=\(\)).*usb=\(\)/ };
const kIsRead = { ...kUnframed, 'permissions-policy': /clipboard-write=\(\)/ };
const kText = { 'content-type': /^text\/plain; charset=utf-8$/, 'cache-control': /^no-cache, no-transform$/ };
const kExpected = {
  'index.html': kMayCopy,
  'embed.html': kMayCopy,
  'en/how.html': kIsRead,
  'ur/about.html': kIsRead,
  'licence.txt': kText,
  'docs/threat-model.txt': kText,
  'version.json': { 'content-type': /^application\/json/, 'cache-control': /^no-cache/ },
  icon: { 'content-security-policy': /^default-src 'none'; style-src 'unsafe-inline'; sandbox$/, 'cache-control': /immutable, no-transform$/ },
  'widget.html': { ...kPage, 'cross-origin-embedder-policy': /^require-corp$/, 'origin-agent-cluster': undefined, 'cross-origin-opener-policy': undefined, 'x-frame-options': undefined, 'integrity-policy-waict-v1': undefined },
  worker: { 'content-security-policy': /^default-src 'none'; script-src 'wasm-unsafe-eval'$/, 'cache-control': /immutable, no-transform$/ },
  embed: { 'cache-control': /immutable, no-transform$/ },
  'sw.js': { 'content-security-policy': /^default-src 'none'$/, 'cache-control': /^no-cache, no-transform$/ },
  wasm: { 'content-type': /^application\/wasm$/, 'cache-control': /immutable, no-transform$/ },
  locale: { 'content-type': /^application\/json/, 'cache-control': /immutable/ },
  bucket: { 'cache-control': /immutable, no-transform$/ },
  manifest: { 'cache-control': /immutable/ },
  'lists/mobile/current.minisig': { 'cache-control': /^no-cache, no-transform$/ },
  'pins.json': { 'cache-control': /^no-cache/ },
  'lists/mobile/none.bin': {},
};
const kEverywhere = {
  'access-control-allow-origin': /^\*$/,
  'cross-origin-resource-policy': /^cross-origin$/,
  'timing-allow-origin': /^\*$/,
  'x-content-type-options': /^nosniff$/,
  'referrer-policy': /^no-referrer$/,
};

const exactly = (text) => new RegExp(`^${text.replace(/[.*+?^${}()|[\]\\]/g, '\\$&')}$`);

/** A page's policy is one text, in the page and in the header; what only a header can say is at one end of it. */
async function expectedOf(site, what) {
  const expected = { ...kEverywhere, ...kExpected[what] };
  if (!what.endsWith('.html')) return expected;
  const [, policy] = /http-equiv="Content-Security-Policy" content="([^"]*)"/.exec(await readFile(join(site, what), 'utf8'));
  const header = what === 'widget.html' ? `sandbox allow-scripts allow-popups allow-popups-to-escape-sandbox; ${policy}` : `${policy}; frame-ancestors 'none'`;
  return { ...expected, 'content-security-policy': exactly(header) };
}

/** The file's name in this build. */
async function pathOf(directory, what) {
  const list = new ListFiles(join(directory, 'lists/mobile'));
  if (what === 'bucket') return (await list.buckets())[0].slice(directory.length + 1);
  if (what === 'manifest') return (await list.manifest()).slice(directory.length + 1);
  const pattern = { icon: /^icon-[0-9a-f]{12}\.svg$/, worker: /^worker-/, embed: /^embed-/, wasm: /-simd-.*\.wasm$/ }[what];
  if (what === 'locale') return `locales/${(await readdir(join(directory, 'locales'))).find((name) => name.endsWith('.json'))}`;
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
  const { directory } = await publishedFolder(t);
  const site = join(directory, 'dist/site');
  const certificate = await makeCertificate(t);
  const port = await freePort();
  await serveWithNginx(t, { directory: site, headers: join(directory, 'dist/server/nginx.conf'), port, certificate });
  // What the documents are tried out with says the very same: its list of headers is another.
  const server = await Server.start(site);
  t.after(() => server.stop());
  const wrong = [];
  for (const what of Object.keys(kExpected)) {
    const path = await pathOf(site, what);
    const { status, headers } = await request(`https://127.0.0.1:${port}/${path}`, certificate.cert);
    if ((status === 200) === path.includes('none')) wrong.push(`${path}: ${status}`);
    const served = (await fetch(server.url + path)).headers;
    for (const [name, pattern] of Object.entries(await expectedOf(site, what))) {
      const right = pattern ? pattern.test(headers[name] ?? '') : headers[name] === undefined;
      if (!right) wrong.push(`${path}: ${name}: ${headers[name]}`);
      const same = name === 'content-type' || (served.get(name) ?? undefined) === headers[name];
      if (!same) wrong.push(`selfcheck serve: ${path}: ${name}: ${served.get(name)}, not ${headers[name]}`);
    }
    const compressed = headers['content-encoding'] === 'gzip';
    const worthIt = path.endsWith('.html') || ['worker', 'embed', 'sw.js', 'wasm', 'locale', 'icon', 'licence.txt', 'docs/threat-model.txt'].includes(what);
    if (compressed !== worthIt) wrong.push(`${path}: compressed: ${compressed}`);
  }
  const root = await request(`https://127.0.0.1:${port}/`, certificate.cert);
  if (!root.headers['content-security-policy'].endsWith("; frame-ancestors 'none'")) wrong.push('the site itself can be framed');
  assert.deepEqual(wrong, []);
});

test("nginx's logs do not say who asked for which bucket, whether it is there, missing or can't be read", async (t) => {
  const { directory } = await publishedFolder(t);
  const site = join(directory, 'dist/site');
  const certificate = await makeCertificate(t);
  const logs = await makeTemporaryDirectory();
  const port = await freePort();
  const bucket = await pathOf(site, 'bucket');
  const broken = bucket.replace(/[^/]+$/, 'pppp.bin');
  // Opening it is an error even for root.
  await symlink('pppp.bin', join(site, broken));
  await serveWithNginx(t, { directory: site, headers: join(directory, 'dist/server/nginx.conf'), port, certificate, logs });
  const statuses = [];
  for (const path of [bucket, bucket.replace(/[^/]+$/, '3334.bin'), broken, `${bucket}/none`]) {
    statuses.push((await request(`https://127.0.0.1:${port}/${path}`, certificate.cert)).status);
  }
  assert.equal(statuses[0], 200);
  assert.equal(statuses[1], 404);
  assert.notEqual(statuses[2], 200);
  for (const name of await readdir(logs)) assert.doesNotMatch(await readFile(join(logs, name), 'utf8'), /buckets|\.bin/, name);
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

/** A `:name` stands for one folder, and a star at the end for all that follows. */
function rulesThatMatch(rules, path) {
  const pattern = (rule) => rule.replace(/[.]/g, '\\.').replace(/:\w+/g, '[^/]+').replace(/\*$/, '.*');
  return Object.entries(rules).filter(([rule]) => new RegExp(`^${pattern(rule)}$`).test(path));
}

/**
 * Of Apache's: what holds for a file name. In quotation marks a backslash stands before a quotation mark or a backslash that is meant as it
 * is. In a header's value two percent signs mean one; with a single one Apache would not start.
 */
function apacheHeaders(text, name) {
  const unquoted = (quoted) => quoted.replace(/\\(["\\])/g, '$1');
  const headers = {};
  let applies = true;
  for (const line of text.split('\n').map((one) => one.trim())) {
    const [, type] = /^ForceType "(.*)"$/.exec(line) ?? [];
    const [, pattern] = /^<FilesMatch "(.*)">$/.exec(line) ?? [];
    if (pattern) applies = new RegExp(unquoted(pattern)).test(name);
    if (line === '</FilesMatch>') applies = true;
    const [, header, value] = /^Header (?:always )?set ([\w-]+) "((?:[^"\\%]|\\.|%%)*)"$/.exec(line) ?? [];
    if (header && applies) headers[header.toLowerCase()] = unquoted(value).replaceAll('%%', '%');
    if (applies && type) headers['content-type'] = type;
  }
  return headers;
}

test('what means something to Apache is sent as it is', async (t) => {
  const { directory } = await publisherFolder(t);
  await dist(directory, ['--origin', 'https://check.example/our%20check/', ...kArguments.slice(2)]);
  const server = join(directory, 'dist/server');
  const pages = parsePages(await readFile(join(server, 'netlify/_headers'), 'utf8'));
  const apache = apacheHeaders(await readFile(join(server, 'apache/.htaccess'), 'utf8'), 'index.html');
  const sent = apache['integrity-policy-waict-v1'];
  assert.match(sent, /manifest="\/our%20check\/waict\//);
  assert.equal(sent, pages['/index.html']['integrity-policy-waict-v1']);
});

test('the headers for Netlify, Cloudflare and Apache say the same', async (t) => {
  const { directory } = await publishedFolder(t);
  const [site, server] = [join(directory, 'dist/site'), join(directory, 'dist/server')];
  const pages = parsePages(await readFile(join(server, 'netlify/_headers'), 'utf8'));
  const apache = await readFile(join(server, 'apache/.htaccess'), 'utf8');
  const wrong = [];
  for (const what of Object.keys(kExpected)) {
    const path = await pathOf(site, what);
    const rules = rulesThatMatch(pages, `/${path}`);
    const names = rules.flatMap(([, headers]) => Object.keys(headers));
    // They would be joined, and be wrong.
    if (new Set(names).size < names.length) wrong.push(`${path}: a header twice`);
    const sent = { pages: Object.assign({}, ...rules.map(([, headers]) => headers)), apache: apacheHeaders(apache, path.split('/').at(-1)) };
    for (const [host, headers] of Object.entries(sent)) {
      for (const [name, pattern] of Object.entries(await expectedOf(site, what))) {
        // The hosts know types, and what they send with errors; of lists Netlify sends what it always sends.
        if (!pattern || (name === 'content-type' && ['locale', 'version.json'].includes(what))) continue;
        const isDefault = rules.every(([rule]) => ['/*', '/lists/*'].includes(rule));
        if (host === 'pages' && isDefault && name === 'cache-control') continue;
        if (!pattern.test(headers[name] ?? '')) wrong.push(`${host}: ${path}: ${name}: ${headers[name]}`);
      }
    }
  }
  for (const short of ['/', '/widget', '/embed', '/:language/how']) if (!pages[short]?.['content-security-policy']) wrong.push(`${short} has no policy`);
  if (Object.keys(pages).length > 100) wrong.push('Cloudflare takes 100 rules');
  assert.deepEqual(wrong, []);
});
