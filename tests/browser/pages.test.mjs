// The pages around the check, each in every language: they are read as they came, without a script. One site and one browser for all of
// it. A new page is a line in kPages.
import assert from 'node:assert/strict';
import { access, readFile, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { violations } from './support/axe.mjs';
import { launchBrowser, openPage } from './support/browser.mjs';
import { webDirectory } from './support/paths.mjs';
import { cutOff } from './support/readable.mjs';
import { buildSite, headersOf, makeTemporaryDirectory, Server } from './support/site.mjs';

/** `anchors` are those parts of a page that other pages, or readers, link to. */
const kPages = {
  how: { anchors: ['limits', 'experts'] },
  questions: {
    anchors: [
      ...['whole', 'partly', 'see', 'part', 'store', 'offline', 'others', 'kinds', 'found', 'safe', 'unknown', 'chance'],
      ...['who', 'government', 'whatsapp', 'cost', 'legal', 'source', 'inside', 'newspaper'],
    ],
  },
};

const kLanguages = JSON.parse(await readFile(join(webDirectory, 'languages.json'), 'utf8'));

/** Every page in every language. */
const kAll = Object.keys(kPages).flatMap((name) =>
  Object.keys(kLanguages).map((language) => ({ name, language, path: `${language}/${name}.html` })),
);

let directory;
let server;
let browser;

before(async () => {
  directory = await makeTemporaryDirectory();
  // A site that knows its address has all pages that there can be.
  await buildSite(directory, undefined, undefined, 'https://check.example');
  [server, browser] = await Promise.all([Server.start(directory), launchBrowser()]);
});

after(async () => {
  await browser?.close();
  await server?.stop();
  for (const made of [directory, headersOf(directory)]) await rm(made, { recursive: true, force: true });
});

async function open(t, options) {
  const opened = await openPage(browser, options);
  t.after(() => opened.context.close());
  return opened;
}

/** What a page has to say in a language; English, where it was not translated. */
async function wordsOf(name, language) {
  const read = async (code) => JSON.parse(await readFile(join(webDirectory, 'locales', name, `${code}.json`), 'utf8').catch(() => '{}'));
  return Object.values({ ...(await read('en')), ...(await read(language)) });
}

/** What there is on a page, as a browser has understood it. */
const contentsOf = (page) =>
  page.evaluate(() => {
    const all = (selector) => [...document.querySelectorAll(selector)];
    const visible = document.querySelector('main').innerText;
    return {
      language: document.documentElement.lang,
      direction: getComputedStyle(document.body).direction,
      // In lines, as the words are in their file, whatever the screen makes of them.
      said: `${visible} ${document.querySelector('meta[name=description]').content}`.replace(/\s+/g, ' '),
      code: all('script, [style], style, iframe, object, embed').map((node) => node.outerHTML.slice(0, 80)),
      handlers: all('*').flatMap((node) => [...node.attributes].map((attribute) => attribute.name).filter((one) => one.startsWith('on'))),
      headings: all('h1, h2, h3, h4, h5, h6').map((node) => Number(node.localName[1])),
      ids: all('[id]').map((node) => node.id),
      links: all('a[href]').map((node) => node.href),
    };
  });

/** Whether a page begins with one heading of the first level, and goes down by one level at a time. */
const inOrder = (levels) => levels[0] === 1 && levels.slice(1).every((level, i) => level > 1 && level <= levels[i] + 1);

test('every page is read without JavaScript, whole, and in its language; it loads its style and its pictures, and no script', async (t) => {
  const { page, seen } = await open(t, { javaScriptEnabled: false });
  for (const { name, language, path } of kAll) {
    const answer = await page.goto(server.url + path);
    assert.equal(answer.status(), 200, path);
    const contents = await contentsOf(page);
    assert.equal(contents.language, language, path);
    assert.equal(contents.direction, kLanguages[language].direction, path);
    for (const words of await wordsOf(name, language)) assert.ok(contents.said.includes(words), `${path} does not say: ${words}`);
    assert.deepEqual([...contents.code, ...contents.handlers], [], path);
    assert.ok(inOrder(contents.headings), `${path}: ${contents.headings}`);
    assert.equal(new Set(contents.ids).size, contents.ids.length, `${path}: two parts of one name`);
    for (const anchor of kPages[name].anchors) assert.ok(contents.ids.includes(anchor), `${path}#${anchor}`);
  }
  const loaded = new Set(seen.requests.map((request) => request.url()));
  const pages = new Set(kAll.map(({ path }) => server.url + path));
  const others = [...loaded].filter((url) => !pages.has(url));
  for (const url of others) assert.match(url.replace(server.url, ''), /^[a-z]+-[0-9a-f]{12}\.(?:css|svg|png)$/);
  assert.deepEqual(seen.trouble, []);
});

test('every link leads to a file of the site, and to a part of it that is there', async (t) => {
  const { page } = await open(t, { javaScriptEnabled: false });
  const links = new Map();
  for (const { path } of kAll) {
    await page.goto(server.url + path);
    for (const link of (await contentsOf(page)).links) links.set(link, path);
  }
  const broken = [];
  for (const [link, from] of links) {
    if (!link.startsWith(server.url)) {
      assert.match(link, /^(?:https|tel|sms|mailto):/, from);
      continue;
    }
    const { pathname, hash } = new URL(link);
    const file = join(directory, pathname.endsWith('/') ? `${pathname}index.html` : pathname);
    const isThere = await access(file).then(
      () => true,
      () => false,
    );
    if (!isThere || (hash && !(await readFile(file, 'utf8')).includes(`id="${hash.slice(1)}"`))) broken.push(`${from}: ${link}`);
  }
  assert.deepEqual(broken, []);
});

test('axe-core has nothing to say, in light and in dark; nothing is cut off on the narrowest screen', async (t) => {
  const { page } = await open(t, { viewport: { width: 320, height: 640 } });
  const found = [];
  for (const { path } of kAll) {
    await page.emulateMedia({ colorScheme: 'light' });
    await page.goto(server.url + path);
    found.push(...[...(await violations(page)), ...(await cutOff(page))].map((one) => `${path}: ${one}`));
    await page.emulateMedia({ colorScheme: 'dark' });
    found.push(...(await violations(page, ['color-contrast'])).map((one) => `${path}, dark: ${one}`));
  }
  assert.deepEqual(found, []);
});

test('another language is chosen by keyboard alone, on the same page, without JavaScript', async (t) => {
  const { page } = await open(t, { javaScriptEnabled: false });
  for (const name of Object.keys(kPages)) {
    await page.goto(`${server.url}en/${name}.html`);
    const urdu = page.locator('.languages a[lang=ur]');
    assert.equal(await urdu.isVisible(), false);
    await page.locator('.languages > summary').focus();
    await page.keyboard.press('Enter');
    assert.equal(await urdu.isVisible(), true);
    for (let i = 0; i <= Object.keys(kLanguages).indexOf('ur'); i += 1) await page.keyboard.press('Tab');
    await page.keyboard.press('Enter');
    await page.waitForURL(`**/ur/${name}.html`);
  }
});

test('the drawings have no letters, and what flows in them flows as their reader reads', async (t) => {
  const { page } = await open(t);
  for (const [language, mirrored] of [['en', false], ['ur', true]]) {
    await page.goto(`${server.url}${language}/how.html`);
    const drawings = await page.locator('.drawing').evaluateAll((all) =>
      all.map((one) => ({ text: one.textContent.trim(), across: new DOMMatrix(getComputedStyle(one).transform).a })),
    );
    assert.deepEqual(drawings, Array.from({ length: 4 }, () => ({ text: '', across: mirrored ? -1 : 1 })), language);
    // What a drawing is made of is elsewhere on the page.
    const pieces = await page.locator('use').evaluateAll((all) =>
      all.map((one) => document.querySelector(one.getAttribute('href'))?.localName),
    );
    assert.deepEqual([...new Set(pieces)], ['symbol'], language);
  }
});
