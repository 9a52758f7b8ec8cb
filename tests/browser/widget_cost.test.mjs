// What a widget costs the page that it is on, and its readers: layout shift, requests and bytes.
import assert from 'node:assert/strict';
import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { test } from 'node:test';
import { brotliCompressSync, gzipSync } from 'node:zlib';
import { openPage } from './support/browser.mjs';
import { CheckerPage } from './support/checker_page.mjs';
import { deploy } from './support/deployment.mjs';
import { fixture } from './support/fixture.mjs';
import { hold } from './support/hold.mjs';
import { article, Host, pasted } from './support/host.mjs';

const kScriptBudget = 3 * 1024;
const kFrameBudget = 80_000;

const made = fixture(async (publisher) => ({ mobile: await publisher.mobile(), aadhaar: await publisher.aadhaar() }));

async function openArticle(t, { options, context, beforeOpen, lists = made.lists, ...layout } = {}) {
  const deployment = await deploy(t, lists);
  const host = await Host.start(t);
  const opened = await openPage(made.browser, { serviceWorkers: 'allow', ...context });
  t.after(() => opened.context.close());
  await beforeOpen?.(opened.page);
  await opened.page.goto(host.page('article', article(pasted(deployment, options).script, layout)));
  return { ...opened, deployment, checker: new CheckerPage(opened.page.frameLocator('iframe')) };
}

/** Of words that come at first: one for each language. */
const wordFiles = async (directory) => (await readdir(join(directory, 'locales'))).filter((name) => name.endsWith('.json'));

/** Keeps every shift of the host's page, also those after its reader did something. */
function watchShifts() {
  window.shifts = [];
  new PerformanceObserver((list) => {
    for (const { value, hadRecentInput, sources } of list.getEntries()) {
      window.shifts.push({ value, hadRecentInput, moved: sources.map(({ node }) => node?.nodeName ?? '') });
    }
  }).observe({ type: 'layout-shift', buffered: true });
}

const shifts = async (page) => {
  await page.waitForTimeout(200);
  return page.evaluate(() => window.shifts);
};

for (const [where, before, top, grows] of [
  ['all of it on the screen', 0, 100, false],
  ['its lower edge below the screen', 5, 300, true],
]) {
  test(`no layout shift, from an empty page until the answer: ${where}`, async (t) => {
    const { page, checker } = await openArticle(t, {
      before,
      beforeOpen: async (p) => {
        await p.addInitScript(watchShifts);
        // After the article has been drawn: scripts that are in no hurry come late.
        const { release } = await hold(p, '**/embed-*.js');
        p.once('domcontentloaded', () => setTimeout(release, 500));
      },
    });
    const height = () => page.locator('iframe').evaluate(({ offsetHeight }) => offsetHeight);
    await page.locator('iframe').waitFor();
    await page.evaluate((y) => scrollBy(0, document.querySelector('iframe').getBoundingClientRect().top - y), top);
    await checker.kindButton('mobile').waitFor();
    const reserved = await height();
    assert.equal((await checker.check('mobile', made.lists.mobile.members[0])).outcome, 'found');
    if (grows) assert.ok((await height()) > reserved);
    assert.deepEqual(await shifts(page), []);
  });
}

test('a shift would be seen', async (t) => {
  const { page } = await openArticle(t, { beforeOpen: (p) => p.addInitScript(watchShifts) });
  await page.locator('iframe').waitFor();
  await page.waitForTimeout(300);
  await page.evaluate(() => {
    document.querySelector('h1').style.marginBottom = '200px';
  });
  await page.waitForFunction(() => window.shifts.length > 0);
  const [shift] = await shifts(page);
  assert.ok(shift.value > 0);
  assert.equal(shift.hadRecentInput, false);
});

test('until the reader comes near, the script is all that was asked for', async (t) => {
  const { page, checker, deployment } = await openArticle(t, { before: 60 });
  await page.locator('iframe').waitFor({ state: 'attached' });
  await page.waitForTimeout(500);
  assert.deepEqual(deployment.recorder.paths(), [`/${deployment.script.name}`]);
  await page.mouse.wheel(0, 1000);
  await page.waitForTimeout(300);
  assert.deepEqual(deployment.recorder.paths(), [`/${deployment.script.name}`]);
  await page.locator('iframe').scrollIntoViewIfNeeded();
  await checker.kindButton('mobile').waitFor();
});

test('the script is at most 3 KB gzip, and all that the frame asks for until a number can be typed at most 80 KB brotli', async (t) => {
  const options = { theme: 'dark', accent: '#b00', kind: 'mobile' };
  // What comes after that is not waited for (later.test.mjs).
  const { checker, deployment } = await openArticle(t, { options, lists: { mobile: made.lists.mobile }, beforeOpen: (page) => hold(page, '**/later-*.js') });
  await checker.page.locator('.list-card').waitFor();
  await checker.type(made.lists.mobile.members[0]);
  await checker.readAs.waitFor();
  const { directory } = deployment.site;
  const script = gzipSync(await readFile(join(directory, deployment.script.name)), { level: 9 }).length;
  assert.ok(script <= kScriptBudget, `the script: ${script} bytes`);

  const compressed = async (path) => brotliCompressSync(await readFile(join(directory, path))).length;
  const paths = [...new Set(deployment.recorder.paths())].filter((path) => path !== `/${deployment.script.name}`);
  for (const needed of [/widget\.html$/, /widget-.*js$/, /worker-.*js$/, /\.wasm$/, /locales\//, /widget-.*css$/, /dark-/, /manifest-/]) {
    assert.ok(paths.some((path) => needed.test(path)), `${needed}`);
  }
  const sizes = await Promise.all(paths.filter((path) => !path.startsWith('/locales/')).map(compressed));
  const languages = await Promise.all((await wordFiles(directory)).map((name) => compressed(`locales/${name}`)));
  const size = sizes.reduce((total, one) => total + one, 0) + Math.max(...languages);
  assert.ok(size <= kFrameBudget, `the frame: ${size} bytes`);
  t.diagnostic(`the script: ${script} bytes gzip; the frame: ${size} bytes brotli`);
});

test('the reserved room is enough for the first question in every language, on a narrow phone', async (t) => {
  const { page, deployment } = await openArticle(t, { context: { viewport: { width: 320, height: 640 } } });
  const { height } = await page.locator('iframe').boundingBox();
  const tooHigh = [];
  const languages = (await wordFiles(deployment.site.directory)).map((name) => name.split('-')[0]);
  // In the frame's place, and with its room.
  await page.setViewportSize({ width: 288, height: Math.floor(height) });
  for (const language of languages) {
    await page.goto(`${deployment.url}widget.html#lang=${language}`);
    await page.reload(); // another fragment alone is no other page
    await page.locator('.notice.test').waitFor();
    const bottom = await page.evaluate(() => {
      document.querySelector('.notice.test').remove(); // which a real list has not
      return [...document.querySelectorAll('button.choice')].at(-1).getBoundingClientRect().bottom;
    });
    if (bottom > height) tooHigh.push(`${language}: ${bottom}`);
  }
  assert.deepEqual(tooHigh, []);
});
