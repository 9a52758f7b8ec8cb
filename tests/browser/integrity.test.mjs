// Every script, style and module is one whose hash the page knows, and the browser is told to run no other (Integrity-Policy). A script to which one
// byte was added, so that it would still run, is not run, and the page says that something is missing.
import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { appendFile, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { test } from 'node:test';
import { openPage } from './support/browser.mjs';
import { deploy, deploySecurely } from './support/deployment.mjs';
import { contents } from './support/dist.mjs';
import { fixture } from './support/fixture.mjs';
import { article, Host, pasted } from './support/host.mjs';
import { makeCertificate } from './support/nginx.mjs';
import { buildSite, makeTemporaryDirectory } from './support/site.mjs';

const made = fixture(async (publisher) => ({ mobile: await publisher.mobile() }));

const integrity = (bytes) => `sha256-${createHash('sha256').update(bytes, 'latin1').digest('base64')}`;

test('each tag of each page that loads a script or a style has the hash of what it loads', async (t) => {
  const directory = await makeTemporaryDirectory();
  t.after(() => rm(directory, { recursive: true, force: true }));
  await buildSite(join(directory, 'site'), undefined, undefined, 'https://check.example');
  const files = await contents(join(directory, 'site'));
  let tags = 0;
  for (const [page, markup] of Object.entries(files).filter(([name]) => name.endsWith('.html'))) {
    // The page for editors shows tags to be copied, which are none of its own.
    for (const [tag] of markup.replace(/<textarea[^]*?<\/textarea>/g, '').matchAll(/<script\b(?! type="application\/json")[^>]*>|<link rel="stylesheet"[^>]*>/g)) {
      const [, address] = /(?:src|href)="([^"]*)"/.exec(tag);
      const file = new URL(address, `https://check.example/${page}`).pathname.slice(1);
      assert.equal(/ integrity="([^"]*)"/.exec(tag)?.[1], integrity(files[file]), `${page}: ${tag}`);
      tags += 1;
    }
  }
  assert.ok(tags > 80, `${tags}`);
});

/** Lets what appears after a while appear now. */
const wait = (page) => page.evaluate(() => document.getAnimations().filter(({ animationName }) => animationName === 'appear').forEach((one) => one.finish()));

/** Returns a change to a site: a space at the end of the file of this name. */
const changed = (name) => async (site) => {
  const file = (await readdir(site.directory)).find((one) => name.test(one));
  await appendFile(join(site.directory, file), ' ');
};

for (const [what, name] of [['the worker', /^worker-/], ['the engine', /^selfcheck-simd-/]]) {
  test(`a changed file is not run, and the page says so: ${what}`, async (t) => {
    const { page } = await made.open(t, undefined, { damage: changed(name) });
    await page.getByRole('heading', { name: 'The lists could not be loaded' }).waitFor();
    assert.equal(await page.getByText(/^Reason code: /).textContent(), 'Reason code: engine_missing');
  });
}

test('a changed file is not run, and the page says so: its script', async (t) => {
  const deployment = await deploy(t, made.lists, { damage: changed(/^app-/) });
  const { page, context } = await openPage(made.browser);
  t.after(() => context.close());
  await page.goto(deployment.url);
  await wait(page);
  await page.locator('#page-failed').getByText('Part of this page did not load').waitFor();
  assert.equal(await page.locator('#page input').count(), 0);
});

test('a changed file is not run, and the page says so: what comes later', async (t) => {
  const { checker } = await made.open(t, undefined, { damage: changed(/^later-.*\.js$/) });
  await checker.ledger.getByRole('alert').getByText('This part of the page did not load.').waitFor();
  assert.equal((await checker.check('mobile', made.lists.mobile.members[0])).outcome, 'found');
});

test('a changed style is not worn, and the page can be used without', async (t) => {
  const { checker, page } = await made.open(t, undefined, { damage: changed(/^style-/) });
  assert.equal((await checker.check('mobile', made.lists.mobile.members[0])).outcome, 'found');
  const rules = await page.evaluate(() => [...document.styleSheets].map(({ href }) => href).filter((href) => /\/style-/.test(href)));
  assert.deepEqual(rules, []);
});

test('a changed file is not run, and the frame says so: its script, and its worker', async (t) => {
  // A frame without an origin can compute a hash only where the site is served over HTTPS.
  const certificate = await makeCertificate(t);
  for (const [name, says] of [[/^widget-.*\.js$/, 'Part of this page did not load'], [/^worker-/, 'Reason code: engine_missing']]) {
    const { url } = await deploySecurely(t, made.lists, certificate, { damage: changed(name) });
    const { page, context } = await openPage(made.browser, { ignoreHTTPSErrors: true });
    t.after(() => context.close());
    await page.goto(`${url}widget.html`);
    await wait(page);
    await page.getByText(says).waitFor();
    assert.equal(await page.locator('.verdict').count(), 0);
  }
});

test('a changed script of the page of the lists or of the one for editors is not run; what is there without it stays', async (t) => {
  for (const [name, path] of [[/^lists_page-/, 'en/lists.html'], [/^builder-/, 'en/embed.html']]) {
    const { url } = await deploy(t, made.lists, { damage: changed(name) });
    const { page, context } = await openPage(made.browser);
    t.after(() => context.close());
    const refused = page.waitForEvent('console', (message) => /valid digest/.test(message.text()));
    await page.goto(url + path);
    await refused;
    assert.ok((await page.locator('main').innerText()).length > 100);
  }
});

test('the site is served with the policy, and under it a script without a hash does not run', async (t) => {
  const control = 'document.documentElement.setAttribute("data-ran", document.currentScript?.id ?? "module");';
  const { page, recorder, site } = await made.open(t, undefined, {
    damage: async ({ directory }) => {
      await writeFile(join(directory, 'control.js'), control);
      const file = join(directory, 'index.html');
      await writeFile(file, (await readFile(file, 'utf8')).replace('</head>', '<script src="control.js" id="control"></script></head>'));
    },
  });
  const ran = () => page.evaluate(() => document.documentElement.dataset.ran);
  const answer = await fetch(recorder.url);
  assert.equal(answer.headers.get('integrity-policy'), 'blocked-destinations=(script)');
  assert.equal(await ran(), undefined);
  // What the policy covers, of what this page could do: an element and import(). What it lets through has a hash.
  const attempt = (hash) =>
    page.evaluate(async ([address, expected]) => {
      const policy = window.trustedTypes.createPolicy('selfcheck', { createScriptURL: (one) => one });
      const script = document.createElement('script');
      if (expected) Object.assign(script, { integrity: expected, crossOrigin: 'anonymous' });
      script.src = policy.createScriptURL(address);
      const end = new Promise((resolve) => (script.onload = script.onerror = ({ type }) => resolve(type)));
      document.head.append(script);
      return end;
    }, [new URL('control.js', recorder.url).href, hash]);
  assert.equal(await page.evaluate((address) => import(address).then(() => 'ran', () => 'blocked'), new URL('control.js?import', recorder.url).href), 'blocked');
  assert.equal(await ran(), undefined);
  // Only one policy of this name may be made, and the page's own has been: so this is another page of the same site without its script.
  const index = join(site.directory, 'index.html');
  await writeFile(index, (await readFile(index, 'utf8')).replace(/<script type="module"[^>]*><\/script>/, ''));
  for (const [hash, end, has] of [['', 'error', undefined], [integrity('other'), 'error', undefined], [integrity(control), 'load', '']]) {
    await page.goto(recorder.url);
    assert.equal(await attempt(hash), end, hash);
    assert.equal(await ran(), has);
  }
});

test('on a page that has the policy itself, the line that editors paste works', async (t) => {
  const deployment = await deploy(t, made.lists);
  const host = await Host.start(t);
  const { page, context } = await openPage(made.browser, { serviceWorkers: 'allow' });
  t.after(() => context.close());
  const address = host.page('article', article(pasted(deployment).script), { 'Integrity-Policy': 'blocked-destinations=(script)' });
  const [response] = await Promise.all([page.waitForResponse(address), page.goto(address)]);
  assert.equal(response.headers()['integrity-policy'], 'blocked-destinations=(script)');
  await page.locator('iframe').scrollIntoViewIfNeeded();
  await page.frameLocator('iframe').getByRole('textbox').waitFor();
});
