// The header and the footer that all pages have: in the reader's language on the check, without a script on the others, and the same links on both.
import assert from 'node:assert/strict';
import { mkdir, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { launchBrowser, openPage } from './support/browser.mjs';
import { buildSite, makeTemporaryDirectory, Server } from './support/site.mjs';
import { messagesOf } from './support/written.mjs';

const kSite = {
  ...{ format: 'selfcheck-site/1', language: 'en', name: { en: 'Leak check', hi: 'लीक जाँच' } },
  operator: { name: { en: 'The Example Paper', hi: 'अख़बार' }, about: 'We are in Pune.', link: 'https://paper.example/' },
  contact: { email: 'desk@paper.example', link: 'https://paper.example/contact' },
  ...{ imprint: 'https://paper.example/imprint', privacy: 'https://paper.example/privacy', source: 'https://code.example/' },
};

let browser;
let folder;
let server;
before(async () => {
  folder = await makeTemporaryDirectory();
  await writeFile(join(folder, 'site.json'), JSON.stringify(kSite));
  const site = join(folder, 'site');
  await mkdir(site);
  // The frame is made for one address.
  [server, browser] = await Promise.all([Server.start(site), launchBrowser()]);
  await buildSite(site, undefined, undefined, server.url, join(folder, 'site.json'));
});
after(async () => {
  await browser?.close();
  await server?.stop();
  await rm(folder, { recursive: true, force: true });
});

async function open(t, path, context) {
  const { page, context: opened, seen } = await openPage(browser, context);
  t.after(() => opened.close());
  await page.goto(server.url + path);
  return { page, seen };
}

/** Addresses below the site's root, and what they say. */
const linksOf = (page, part) =>
  page.locator(`${part} a`).evaluateAll((all, root) => all.map((link) => [link.href.replace(root, ''), link.textContent]), server.url);

test("the check's header and footer are in its reader's language, and so is where they lead", async (t) => {
  const { page, seen } = await open(t, '?lang=hi');
  await page.locator('html[lang=hi] h1').waitFor();
  assert.equal(await page.locator('.brand').innerText(), 'लीक जाँच');
  // The footer's words come after those that everybody needs.
  await page.locator('footer .run-by', { hasText: 'अख़बार' }).waitFor();
  assert.ok((await linksOf(page, 'nav')).some(([href]) => href === 'hi/about.html#contact'));
  for (const [href] of await linksOf(page, 'nav')) assert.match(href, /^(?:\?lang=hi|hi\/\w+\.html(?:#\w+)?|https:.*|licence\.txt)$/);
  const menu = page.locator('select');
  await menu.selectOption('en');
  await page.locator('html[lang=en] h1').waitFor();
  assert.equal(await page.locator('.brand').innerText(), 'Leak check');
  await page.locator('footer .run-by', { hasText: /^This site is run by The Example Paper\.$/ }).waitFor();
  // Who runs the site is said above everything else, too.
  await page.locator('header .run-by', { hasText: /^This site is run by The Example Paper\.$/ }).waitFor();
  // Whose name is in no other language keeps it.
  await menu.selectOption('ta');
  await page.locator('html[lang=ta] h1').waitFor();
  await page.locator('footer .run-by', { hasText: 'The Example Paper' }).waitFor();
  assert.deepEqual(seen.trouble, []);
});

test('without JavaScript the check has the header and the footer of every other page, in the same words', async (t) => {
  const { page: check } = await open(t, '', { javaScriptEnabled: false });
  const { page: how } = await open(t, 'en/how.html', { javaScriptEnabled: false });
  assert.deepEqual(await linksOf(check, 'header nav'), await linksOf(how, 'header nav'));
  const [ofCheck, ofHow] = [await linksOf(check, 'footer'), await linksOf(how, 'footer')];
  assert.deepEqual(ofCheck, ofHow);
  const words = await messagesOf('frame/en');
  for (const key of ['about', 'contact', 'imprint', 'privacy', 'source', 'licence', 'verify']) {
    assert.ok(ofCheck.some(([, text]) => text === words[`frame.${key}`]), key);
  }
  assert.equal(await check.locator('.version code').innerText(), await how.locator('.version code').innerText());
});

test('every page says in its menu where its reader is, and has named landmarks and a way past them', async (t) => {
  const { page, seen } = await open(t, 'en/how.html');
  assert.deepEqual(await page.locator('[aria-current=page]').evaluateAll((all) => all.map((link) => link.textContent)), ['How it works', 'How it works']);
  for (const [role, name] of [['navigation', 'Pages of this site'], ['navigation', 'More about this site']]) {
    assert.equal(await page.getByRole(role, { name }).count(), 1, name);
  }
  for (const role of ['banner', 'main', 'contentinfo']) assert.equal(await page.getByRole(role).count(), 1, role);
  await page.keyboard.press('Tab');
  assert.equal(await page.evaluate(() => document.activeElement.textContent), 'Go to the content');
  await page.keyboard.press('Enter');
  await page.waitForURL(/#page$/);
  await page.keyboard.press('Tab');
  assert.equal(await page.evaluate(() => Boolean(document.activeElement.closest('main, footer'))), true);
  assert.deepEqual(seen.trouble, []);
});

test('the page about its site names who runs it, how to reach them, and which code it is', async (t) => {
  const { page } = await open(t, 'hi/about.html', { javaScriptEnabled: false });
  assert.match(await page.locator('#operator').innerText(), /अख़बार/);
  assert.equal(await page.locator('#operator [lang=en]').innerText(), 'We are in Pune.');
  assert.equal(await page.locator('#contact a').first().getAttribute('href'), 'mailto:desk@paper.example');
  const { code } = await (await fetch(`${server.url}version.json`)).json();
  assert.match(await page.locator('#verify').innerText(), new RegExp(code));
  const targets = await page.locator('main a').evaluateAll((all) => all.map(({ href }) => href));
  for (const target of targets.filter((one) => one.startsWith(server.url))) assert.equal((await fetch(target)).status, 200, target);
});

test('the frame names who runs the site, in its language', async (t) => {
  const frame = '<iframe sandbox="allow-scripts" src="widget.html#lang=hi" width="360" height="740"></iframe>';
  await writeFile(join(folder, 'site/article.html'), `<!doctype html><title>An article</title>${frame}`);
  const { page } = await open(t, 'article.html');
  await page.frameLocator('iframe').locator('#site', { hasText: 'अख़बार' }).waitFor();
});
