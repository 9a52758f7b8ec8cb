// Tests the README's examples in webpack, Vite and Next.js as their users have them: built, served, and opened in Chromium.
import assert from 'node:assert/strict';
import { execFile, spawn } from 'node:child_process';
import { cp, mkdir, symlink } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { createInterface } from 'node:readline';
import { after, before, test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import * as vite from 'vite';
import webpack from 'webpack';
import { launchBrowser, openPage } from '../browser/support/browser.mjs';
import { webDirectory } from '../browser/support/paths.mjs';
import { check, ExampleProject } from '../npm/support/example_page.mjs';

const esbuild = createRequire(join(webDirectory, 'package.json'))('esbuild');
const kModules = join(dirname(fileURLToPath(import.meta.url)), 'node_modules');
const kNext = join(kModules, 'next/dist/bin/next');

/** How long a build with Next may take; it needs ten seconds on an idle machine. */
const kBuildTimeoutMs = 300_000;

let project, scratch, list, browser;

before(async () => {
  project = await ExampleProject.make();
  ({ scratch, list } = project);
  browser = await launchBrowser();
});
after(async () => {
  await browser?.close();
  await project?.remove();
});

/** Makes a folder of the project with the README's page, its script, and the pins. Returns its path. */
async function makeFolder(name, { page, pins }) {
  const directory = join(scratch.project, name);
  await mkdir(join(directory, dirname(pins)), { recursive: true });
  await scratch.write(join(name, 'index.html'), page);
  await scratch.write(join(name, 'app.js'), await scratch.example('In a browser'));
  await scratch.write(join(name, pins), project.pins);
  return directory;
}

function run(command, options) {
  const running = promisify(execFile)(process.execPath, command, { timeout: kBuildTimeoutMs, ...options });
  return running.catch(({ stdout, stderr }) => assert.fail(stdout + stderr));
}

async function expectAnswers(t, address, { ignore } = {}) {
  const { context, page, seen } = await openPage(browser);
  t.after(() => context.close());
  // Once this was fetched, the page's script is there, and in React also the button's handler.
  const opened = page.waitForResponse((response) => response.url().endsWith('/current.minisig'));
  await page.goto(address);
  await opened;
  assert.equal(await check(page, list.members[0]), 'found');
  assert.equal(await check(page, list.others[0]), 'not_found');
  assert.equal(await check(page, '12345'), 'bad_input');
  assert.deepEqual(seen.trouble.filter((trouble) => !ignore?.test(trouble)), []);
  // Only one of the two engines is loaded, and only once.
  assert.equal(seen.requests.filter((request) => /\.wasm(\?|$)/.test(request.url())).length, 1);
}

const enginesIn = (requests) => requests.filter((url) => /\.wasm(\?|$)/.test(url));

test('webpack 5', async (t) => {
  const directory = await makeFolder('webpack', { page: await project.pageWithPolicy('built/main.js'), pins: 'pins.json' });
  const stats = await promisify(webpack)({
    mode: 'production',
    context: directory,
    entry: './app.js',
    output: { path: join(directory, 'built') },
  });
  assert.ok(!stats.hasErrors() && !stats.hasWarnings(), stats.toString());
  await expectAnswers(t, new URL('webpack/', project.siteServer.url).href);
});

test('Vite: its build, and its development server with the README’s line', async (t) => {
  const root = await makeFolder('vite', { page: project.page('/app.js'), pins: 'public/pins.json' });
  const [, config] = /in `vite\.config\.js`[^]*?```js\n([^]*?)```/.exec(await scratch.readme());
  await scratch.write('vite/vite.config.js', config);
  await vite.build({ root, base: './', logLevel: 'error' });
  await expectAnswers(t, new URL('vite/dist/', project.siteServer.url).href);

  const server = await vite.createServer({ root, logLevel: 'error', server: { host: '127.0.0.1', port: 0 } });
  t.after(() => server.close());
  await server.listen();
  await expectAnswers(t, server.resolvedUrls.local[0], { ignore: /^console: \[vite\]/ });
});

test('Next.js: a page made on the server, the package loaded later, and a route', async (t) => {
  const directory = await makeNext();
  const options = { cwd: directory, env: { ...process.env, NEXT_TELEMETRY_DISABLED: '1' } };
  await run([kNext, 'build'], options);
  const address = await startNext(t, options);
  assert.match(await (await fetch(address)).text(), /<button>Check<\/button>/);
  for (const path of ['/', '/later']) await expectAnswers(t, address + path);
  for (const [number, outcome] of [[list.members[1], 'found'], [list.others[1], 'not_found']]) {
    const answer = await fetch(`${address}/route`, { method: 'POST', body: number });
    assert.equal(await answer.text(), outcome);
  }
});

/** Makes two pages, the second of which loads the package when it is opened, and a route that checks. Returns the folder. */
async function makeNext() {
  for (const name of ['next', 'react', 'react-dom']) await symlink(join(kModules, name), join(scratch.project, 'node_modules', name));
  const example = await scratch.example('In React and Next.js', 'tsx');
  const later = example
    .replace('{ openChecker, type Checker }', 'type { Checker }')
    .replace('openChecker({ pins })', "import('@selfcheck/checker').then(({ openChecker }) => openChecker({ pins }))");
  const page = `import Check from './check.js';\nexport default () => <Check pins={${JSON.stringify(project.pins)}} />;`;
  const files = {
    'next.config.mjs': `export default { outputFileTracingRoot: ${JSON.stringify(scratch.project)} };`,
    'app/layout.jsx': 'export default ({ children }) => <html lang="en"><body>{children}</body></html>;',
    'app/page.jsx': page,
    'app/check.js': await withoutTypes(example),
    'app/later/page.jsx': page,
    'app/later/check.js': await withoutTypes(later),
    'app/route/route.js': `import { openChecker } from '@selfcheck/checker';
      export async function POST(request) {
        const checker = await openChecker({ pins: ${JSON.stringify(project.pins)} });
        const { outcome } = await checker.check('mobile', await request.text());
        checker.close();
        return new Response(outcome);
      }`,
  };
  for (const [name, contents] of Object.entries(files)) {
    await mkdir(join(scratch.project, 'next', dirname(name)), { recursive: true });
    await scratch.write(join('next', name), contents);
  }
  return join(scratch.project, 'next');
}

/** Removes the types as TypeScript would do it, which Next would otherwise want to install. */
async function withoutTypes(code) {
  return (await esbuild.transform(code, { loader: 'tsx', jsx: 'automatic' })).code;
}

/** Runs `next start`, and returns its address. */
async function startNext(t, options) {
  const server = spawn(process.execPath, [kNext, 'start', '--port', '0', '--hostname', '127.0.0.1'], {
    ...options,
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  t.after(() => server.kill('SIGKILL'));
  for await (const line of createInterface({ input: server.stdout })) {
    const [address] = /http:\/\/127\.0\.0\.1:\d+/.exec(line) ?? [];
    if (!address) continue;
    server.stdout.resume();
    return address;
  }
  throw new Error('next start gave no address');
}

test('the README’s React example compiles in a strict TypeScript project', async () => {
  await mkdir(join(scratch.project, 'node_modules/@types'), { recursive: true });
  for (const name of ['@types/react', 'csstype']) {
    await cp(join(kModules, name), join(scratch.project, 'node_modules', name), { recursive: true });
  }
  await scratch.write('check.tsx', await scratch.example('In React and Next.js', 'tsx'));
  await scratch.compile(['check.tsx'], { module: 'esnext', moduleResolution: 'bundler', jsx: 'react-jsx', types: [], skipLibCheck: true });
});
