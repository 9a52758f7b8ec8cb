// scripts/verify-site, as an outsider runs it: against a site that `selfcheck serve` serves, with its lists, and against sites that are not what they
// should be.
import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { appendFile, cp, mkdir, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { freePort } from './support/browsers/processes.mjs';
import { contents, dist, publisherFolder } from './support/dist.mjs';
import { makeCertificate, serveWithNginx } from './support/nginx.mjs';
import { cli, repository } from './support/paths.mjs';
import { makeTemporaryDirectory, Server } from './support/site.mjs';

let made;
/** A file with the certificate that is trusted, where a test has one. */
let authority;
const atEnd = [];

before(async () => {
  const { directory, pins } = await publisherFolder({ after: (end) => atEnd.push(end) });
  // A list that is elsewhere can't be downloaded here.
  await writeFile(join(directory, 'pins.json'), JSON.stringify({ format: 'selfcheck-pins/1', lists: pins.slice(0, 1) }));
  await dist(directory, ['--origin', 'http://localhost:8099', '--pins', 'pins.json', '--lists', 'lists']);
  made = join(directory, 'dist');
});
after(async () => {
  for (const end of atEnd.reverse()) await end();
});

/** Runs the script. Resolves to its exit code and what it says. */
const verifySite = (...args) =>
  new Promise((resolve) => {
    const env = { ...process.env, ...(authority && { SSL_CERT_FILE: authority }) };
    execFile(join(repository, 'scripts/verify-site'), args, { env }, (error, stdout, stderr) => resolve({ code: error?.code ?? 0, says: stdout + stderr }));
  });

/** Serves a copy of the site that `damage` has changed, and returns its address. */
async function served(t, damage = async () => {}) {
  const directory = await makeTemporaryDirectory();
  t.after(() => rm(directory, { recursive: true, force: true }));
  await cp(join(made, 'site'), directory, { recursive: true });
  await damage(directory, await readdir(directory));
  const server = await Server.start(directory);
  t.after(() => server.stop());
  return server.url;
}

/** Serves the site through a server that changes answers: `change(request, answer)` may write into `answer`, {headers, body}. */
async function passedOn(t, change) {
  const behind = await served(t);
  const server = createServer(async (request, response) => {
    const { status, headers, body } = await fetch(new URL(request.url, behind)).then(async (one) => ({
      status: one.status,
      headers: Object.fromEntries(one.headers),
      body: Buffer.from(await one.arrayBuffer()),
    }));
    const answer = { headers, body };
    delete headers['content-encoding'];
    delete headers['transfer-encoding'];
    change(request, answer);
    response.writeHead(status, { ...answer.headers, 'content-length': answer.body.length }).end(answer.body);
  });
  await new Promise((resolve) => server.listen(0, '127.0.0.1', resolve));
  t.after(() => {
    server.closeAllConnections();
    server.close();
  });
  return `http://127.0.0.1:${server.address().port}/`;
}

/** Returns what the script names as different, of each file once. */
const differing = (says) => [...new Set([...says.matchAll(/^differs: ([^:\s]+):/gm)].map(([, file]) => file))].sort();

test('a site that is the release: said so, of files, headers and lists; and nothing but its files is asked for', async (t) => {
  const asked = [];
  const url = await passedOn(t, ({ method, url: path }) => asked.push([method, path]));
  const { code, says } = await verifySite(url, '--release', made, '--lists', '--program', cli);
  assert.equal(code, 0, says);
  assert.match(says, /^The site is the same as /m);
  assert.ok(asked.every(([method]) => method === 'GET'));
  const files = Object.keys(await contents(join(made, 'site'))).filter((name) => !name.startsWith('lists/'));
  const paths = new Set(asked.map(([, path]) => path.slice(1)));
  assert.deepEqual(files.filter((name) => !paths.has(name)), []);
  // By itself the site can only be compared with what it says.
  const alone = await verifySite(url);
  assert.equal(alone.code, 0, alone.says);
  assert.match(alone.says, /nobody has looked at/);
  for (const release of ['dist.sha256', 'site/version.json']) {
    const { code: same, says: why } = await verifySite(url, '--release', join(made, release));
    assert.equal(same, 0, why);
  }
});

test('nginx, with the headers that scripts/dist writes for it, over HTTPS', async (t) => {
  const certificate = await makeCertificate(t);
  const port = await freePort();
  await serveWithNginx(t, { directory: join(made, 'site'), headers: join(made, 'server/nginx.conf'), port, certificate });
  authority = certificate.certFile;
  t.after(() => (authority = undefined));
  const { code, says } = await verifySite(`https://127.0.0.1:${port}/`, '--release', made);
  assert.equal(code, 0, says);
});

for (const [what, damage, files, says] of [
  ['one byte of a script changed', async (site, names) => appendFile(join(site, names.find((name) => /^app-/.test(name))), ' '), [/^app-/], /changed \(its SHA-256 is/],
  ['a page missing in one language', async (site) => rm(join(site, 'ta/how.html')), [/^ta\/how\.html$/], /missing \(status 404\)/],
  [
    'a script tag put into a page',
    async (site) => {
      await writeFile(join(site, 'more.js'), '');
      const page = join(site, 'index.html');
      await writeFile(page, (await readFile(page, 'utf8')).replace('</head>', '<script src="more.js"></script></head>'));
    },
    [/^index\.html$/],
    /the page loads more\.js, which is no file of the site/,
  ],
  ['a pin more than the release has', async (site) => writeFile(join(site, 'site.json'), '{}'), [/^site\.json$/], /extra, the site has it/],
]) {
  test(`what differs is named: ${what}`, async (t) => {
    const result = await verifySite(await served(t, damage), '--release', made);
    assert.equal(result.code, 1, result.says);
    assert.match(result.says, says);
    const named = differing(result.says).filter((name) => !name.startsWith('http'));
    assert.ok(named.length === files.length && named.every((name, i) => files[i].test(name)), result.says);
  });
}

test('a header that is missing, a policy that is weaker, and a frame with the header that is not for it', async (t) => {
  const url = await passedOn(t, ({ url: path }, { headers }) => {
    if (path === '/en/how.html') delete headers['integrity-policy'];
    if (path === '/hi/how.html') headers['content-security-policy'] = "default-src 'self'";
    if (path === '/widget.html') headers['integrity-policy-waict-v1'] = 'max-age=0, mode=report, manifest="/waict/x"';
    if (path === '/version.json' || path === '/robots.txt') delete headers['x-content-type-options'];
    if (/\.wasm$/.test(path)) headers['cache-control'] = 'no-store';
  });
  const { code, says } = await verifySite(url, '--release', made);
  assert.equal(code, 1);
  for (const text of [
    /^differs: en\/how\.html: the header Integrity-Policy is missing$/m,
    /^differs: hi\/how\.html: the header Content-Security-Policy is "default-src 'self'", and should be/m,
    /^differs: widget\.html: the header Integrity-Policy-WAICT-v1 is .* never for the frame$/m,
    /^differs: robots\.txt: the header X-Content-Type-Options is missing$/m,
    /^differs: selfcheck-simd-[0-9a-f]{12}\.wasm: Cache-Control is "no-store"/m,
  ]) assert.match(says, text);
});

test('a host that gives phones another script than it gives tools', async (t) => {
  const url = await passedOn(t, ({ url: path, headers: { 'user-agent': agent } }, answer) => {
    if (/^\/app-/.test(path) && /Mobile/.test(agent)) answer.body = Buffer.concat([answer.body, Buffer.from(' ')]);
  });
  const { code, says } = await verifySite(url, '--release', made);
  assert.equal(code, 1);
  assert.match(says, /^differs: app-\S+: a second request, as a phone's browser makes it, got something else than the first$/m);
});

test('a release of another code', async (t) => {
  const other = JSON.parse(await readFile(join(made, 'site/version.json'), 'utf8'));
  const [script] = Object.keys(other.files).filter((name) => /^app-/.test(name));
  other.files['app-0123456789ab.js'] = other.files[script];
  delete other.files[script];
  const folder = await makeTemporaryDirectory();
  t.after(() => rm(folder, { recursive: true, force: true }));
  await writeFile(join(folder, 'version.json'), JSON.stringify(other));
  const { code, says } = await verifySite(await served(t), '--release', folder);
  assert.equal(code, 1);
  assert.match(says, /^differs: app-0123456789ab\.js: missing/m);
  assert.match(says, new RegExp(`^differs: ${script}: extra`, 'm'));
});

test('a list that was changed is named, with --lists', async (t) => {
  const url = await served(t, async (site) => {
    const [bucket] = Object.keys(await contents(join(site, 'lists/mobile'))).filter((name) => name.endsWith('.bin'));
    await appendFile(join(site, 'lists/mobile', bucket), ' ');
  });
  const { code, says } = await verifySite(url, '--release', made, '--lists', '--program', cli);
  assert.equal(code, 1, says);
  assert.match(says, /^differs: the list one: /m);
});

test('no site, no answer, a server in trouble, and no release: it could not tell', async (t) => {
  const empty = await makeTemporaryDirectory();
  t.after(() => rm(empty, { recursive: true, force: true }));
  await mkdir(join(empty, 'en'));
  const server = await Server.start(empty);
  const none = await verifySite(server.url);
  await server.stop();
  assert.equal(none.code, 2, none.says);
  assert.match(none.says, /could not tell: .*version\.json: status 404/);
  assert.equal((await verifySite(server.url)).code, 2);
  const good = await served(t);
  assert.equal((await verifySite(good, '--release', empty)).code, 2);
  assert.equal((await verifySite(good, '--frobnicate')).code, 2);
});
