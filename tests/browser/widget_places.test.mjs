// Where the widget's script puts its frames, in Chromium: pages that are put together by scripts, that move the tag or run it again, and whose style
// sheets were written for other frames.
import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { after, beforeEach, test } from 'node:test';
import { openPage } from './support/browser.mjs';
import { CheckerPage, untilIn } from './support/checker_page.mjs';
import { deploy } from './support/deployment.mjs';
import { fixture } from './support/fixture.mjs';
import { hold } from './support/hold.mjs';
import { article, Host, pasted } from './support/host.mjs';
import { makeReactApp } from './support/react_app.mjs';

const made = fixture(async (publisher) => ({ mobile: await publisher.mobile(), aadhaar: await publisher.aadhaar() }));

const kScript = { 'Content-Type': 'text/javascript' };
/** One of each for all tests: it takes a while to build. */
const cleanups = [];
let deployment, host, making;
const ready = () =>
  (making ??= (async () => {
    const t = { after: (cleanup) => cleanups.push(cleanup) };
    deployment = await deploy(t, made.lists);
    host = await Host.start(t);
  })());
beforeEach(ready);
after(async () => {
  for (const cleanup of cleanups) await cleanup();
});

async function open(t, name, content, headers) {
  const opened = await openPage(made.browser, { serviceWorkers: 'allow' });
  t.after(() => opened.context.close());
  const address = host.page(name, content, headers);
  return { ...opened, address, frames: opened.page.locator('.selfcheck > iframe'), checker: new CheckerPage(opened.page.frameLocator('iframe')) };
}

const scriptUrl = () => deployment.url + deployment.script.name;
const scriptText = () => readFile(join(deployment.site.directory, deployment.script.name), 'utf8');
const box = (options) => pasted(deployment, options).box;
const line = (options) => pasted(deployment, options).script;

/** After whatever the page does now, and what its scripts do about that. */
const settled = (page) => page.evaluate(() => new Promise((resolve) => setTimeout(resolve)));
const addresses = (frames) => frames.evaluateAll((all) => all.map(({ src }) => src));
const ours = (name) => (text) => text.startsWith('selfcheck:') && text.includes(name);

for (const naive of [false, true]) {
  test(`React 19, from a server, in strict mode: ${naive ? 'one frame even where React draws the page anew' : 'as the document says'}`, async (t) => {
    const { markup, client } = await makeReactApp(deployment, { naive });
    host.page('client.js', client, kScript);
    const { page, seen, address, frames, checker } = await open(t, naive ? 'naive' : 'react', markup);
    // The worst case: the frame is there before React looks.
    const { release } = await hold(page, '**/client.js');
    await page.goto(address, { waitUntil: 'commit' });
    await frames.waitFor();
    assert.equal(await page.locator('head > script[src*="/embed-"]').count(), 1, 'React has moved the tag');
    release();
    await page.waitForFunction(() => Object.keys(document.querySelector('button')).some((name) => name.startsWith('__react')));
    await settled(page);
    assert.equal(await frames.count(), 1);
    const language = naive ? 'ta' : 'hi';
    assert.deepEqual(await addresses(frames), [`${deployment.url}widget.html#lang=${language}`]);
    await untilIn(checker.page, language);
    if (!naive) assert.deepEqual(seen.trouble.filter((line) => !line.includes('React DevTools')), []);

    // No script runs again when its tag is there already.
    await page.getByRole('button', { name: 'Next' }).click();
    await page.getByRole('heading', { name: 'Page 1' }).waitFor();
    assert.equal(await page.locator('iframe').count(), 0);
    await page.getByRole('button', { name: 'Next' }).click();
    await frames.nth(1).waitFor();
    await settled(page);
    assert.equal(await frames.count(), 2);
    await checker.page.first().locator('button.choice').first().click();
  });
}

test('a script in the head, once for all boxes: those that are there, come later, are emptied, taken out and put back, or copied', async (t) => {
  const { page, seen, address, frames, checker } = await open(t, 'head', article(box({ kind: 'mobile' }) + box({ lang: 'ta' }), { before: 0 }));
  await page.goto(address);
  await page.evaluate((src) => document.head.append(Object.assign(document.createElement('script'), { src })), scriptUrl());
  await frames.nth(1).waitFor();
  const both = [`${deployment.url}widget.html#kind=mobile`, `${deployment.url}widget.html#lang=ta`];
  await page.waitForFunction(() => document.querySelector('iframe').src !== '');
  assert.deepEqual((await addresses(frames)).slice(0, 1), both.slice(0, 1));

  const change = async (act, argument) => {
    await page.evaluate(act, argument);
    await settled(page);
    return frames.count();
  };
  // A page that is put together later.
  assert.equal(await change((markup) => document.querySelector('h1').insertAdjacentHTML('afterend', markup), box({ lang: 'hi' })), 3);
  // An effect that is cleaned up late, as React's strict mode does it: the script is gone, and what it made is not.
  const effect = (src) => {
    const container = document.querySelector('.selfcheck');
    for (let times = 0; times < 2; times += 1) {
      container.querySelector('script')?.remove();
      container.append(Object.assign(document.createElement('script'), { src }));
    }
  };
  assert.equal(await change(effect, scriptUrl()), 3);
  await page.waitForFunction((src) => performance.getEntriesByName(src).length > 0, scriptUrl());
  await settled(page);
  assert.equal(await frames.count(), 3);
  assert.equal(await change(() => document.querySelector('.selfcheck').replaceChildren()), 3);
  const outAndIn = () => {
    const first = document.querySelector('.selfcheck');
    const place = document.createComment('');
    first.replaceWith(place);
    setTimeout(() => place.replaceWith(first));
  };
  await page.evaluate(outAndIn);
  await settled(page);
  assert.equal(await frames.count(), 3);
  // Copies of pages to go back to have dead frames in them.
  const copied = () => {
    const copy = document.body.cloneNode(true);
    document.body.remove();
    document.documentElement.append(copy);
  };
  assert.equal(await change(copied), 3);
  assert.equal(await change(() => document.querySelector('.selfcheck').append(document.querySelector('iframe').cloneNode())), 3);
  await checker.page.first().locator('html[lang=hi] button.choice').first().click();
  assert.deepEqual(seen.trouble, []);
});

test('whoever takes the frame out each time it comes is left alone', async (t) => {
  const { page, address, frames } = await open(t, 'consent', article(`${line()}<script>
    window.taken = 0;
    new MutationObserver(() => document.querySelectorAll('iframe').forEach((frame) => { frame.remove(); window.taken += 1; }))
      .observe(document, { childList: true, subtree: true });</script>`));
  await page.goto(address);
  await page.waitForFunction(() => window.taken > 0);
  await settled(page);
  assert.equal(await page.evaluate(() => window.taken), 5);
  assert.equal(await frames.count(), 0);
  assert.equal(await page.getByRole('link', { name: 'Was your number leaked?' }).isVisible(), true);
});

test('the frame is the site\'s wherever the script comes from, and a box is its own script\'s', async (t) => {
  host.page('copy.js', await scriptText(), kScript);
  // Of another deployment, whose script comes first and finds both boxes.
  host.page('other.js', (await scriptText()).replaceAll(deployment.url, 'https://other.example/'), kScript);
  const other = line({ lang: 'hi' }).replace(/<script.*<\/script>/, '<script src="https://other.example/embed-0123456789ab.js"></script>');
  const copied = box({ lang: 'ta' }).replace('</div>', '<script src="/copy.js"></script></div>');
  const module = box({ lang: 'te' });
  const content = article(`${copied}${line()}${other}${module}<script type="module">import '/copy.js';</script>`, { before: 0 });
  const { page, address, frames } = await open(t, 'copies', content);
  await page.route('https://other.example/embed-*', async (route) => {
    await frames.nth(1).waitFor({ state: 'attached' });
    await route.fulfill({ contentType: 'text/javascript', body: await (await fetch(`${host.url}other.js`)).text() });
  });
  await page.goto(address);
  await frames.nth(3).waitFor();
  // Lazily loaded: what is not near has no address yet.
  await page.setViewportSize({ width: 360, height: 4000 });
  await page.waitForFunction(() => [...document.querySelectorAll('iframe')].every(({ src }) => src));
  const { url } = deployment;
  assert.deepEqual(await addresses(frames), [`${url}widget.html#lang=ta`, `${url}widget.html#`, 'https://other.example/widget.html#lang=hi', `${url}widget.html#lang=te`]);
});

test('a page without a box, and options that are nobody\'s, are said on the console', async (t) => {
  const tag = (attributes = '') => `<script async src="${scriptUrl()}"${attributes}></script>`;
  const { page, seen, address, frames } = await open(t, 'no_box', article(tag()));
  await page.goto(address);
  await page.waitForLoadState('load');
  await settled(page);
  assert.equal(seen.console.filter(ours('no element')).length, 1, String(seen.console));
  await page.goto(host.page('misplaced', article(box() + tag(' data-lists="mobile"'))));
  await page.waitForLoadState('load');
  await settled(page);
  assert.equal(seen.console.filter(ours('options belong to')).length, 1, String(seen.console));
  assert.equal(await frames.count(), 0);
});

test('style sheets of the host, meant for other frames, change neither height nor place', async (t) => {
  const sheet = `<style>iframe{height:auto!important;max-height:90px!important;min-width:900px!important;aspect-ratio:16/9!important;
    position:absolute!important;display:inline!important;border:0!important;transform:scale(.1)!important}</style>`;
  const { page, address, frames, checker } = await open(t, 'styled', article(line({ kind: 'mobile' }), { before: 4, head: sheet }));
  await page.goto(address);
  await frames.waitFor();
  const { width, height } = await frames.boundingBox();
  assert.equal(width, 328);
  assert.ok(height > 500 && height <= 600, String(height));
  await checker.number.fill('1');
  await page.evaluate(() => document.querySelector('iframe').scrollIntoView());
  await page.evaluate(() => scrollBy(0, -400));
  await page.waitForFunction(() => document.querySelector('iframe').offsetHeight === 700);
  // The plain frame has no script to see to it: what most of such sheets say does not harm it.
  await page.goto(host.page('styled_frame', article(pasted(deployment).frame, { head: '<style>iframe{height:auto!important;max-width:100%!important}</style>' })));
  assert.equal((await page.locator('iframe').boundingBox()).height, 600);
});
