// The pages around the check, each in every language: they are read as they came, without a script; two of them have one that says more. One site and
// one browser for all of it. A new page is a line in kPages.
import assert from 'node:assert/strict';
import { access, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { kOfWords, violations } from './support/axe.mjs';
import { launchBrowser, openPage } from './support/browser.mjs';
import { deploy } from './support/deployment.mjs';
import { webDirectory } from './support/paths.mjs';
import { Publisher } from './support/publisher.mjs';
import { cutOff } from './support/readable.mjs';

/**
 * What there is to know of a page.
 *
 * - `anchors`: the parts that other pages, or readers, link to.
 * - `folded`: keys of words that are not seen before something is opened, or that programs read out.
 * - `absent`: keys of words that only a site with other owners, or with feeds, has.
 * - `ready`: what the page's own script has drawn when it is done. The other pages have no script.
 */
const kPages = {
  how: { anchors: ['limits', 'experts'] },
  questions: {
    anchors: [
      ...['whole', 'partly', 'see', 'part', 'store', 'offline', 'others', 'kinds', 'found', 'safe', 'unknown', 'chance'],
      ...['who', 'government', 'whatsapp', 'cost', 'legal', 'source', 'inside', 'newspaper'],
    ],
  },
  help: { anchors: ['mobile', 'aadhaar'] },
  lists: {
    anchors: ['list-mobile', 'list-aadhaar'],
    folded: /^lists\.(?!title|description|unchecked|no_script|holds)/,
    absent: /^lists\.feed/,
    ready: '.leaks',
  },
  about: {
    anchors: ['operator', 'contact', 'verify'],
    folded: /verify_expert_|_document$|licences$/,
    absent: /operator_link|contact_what|contact_link/,
  },
  poster: { folded: /title|code$/ },
  embed: {
    anchors: ['choices', 'codes'],
    folded: /^embed\.(?!title|lead$|private|no_script|take|(?:line|frame|wordpress|react|policy)(?:\.text)?$|write)/,
    ready: '[data-list] [id^=facts-]:text-matches("[0-9]")',
  },
};

const kLanguages = JSON.parse(await readFile(join(webDirectory, 'languages.json'), 'utf8'));

/** The languages in which every rule of axe's is looked at; in the others those that words can change. */
const kWhole = ['en', 'hi', 'ur'];

/** Every page in every language. */
const kAll = Object.keys(kPages).flatMap((name) =>
  Object.keys(kLanguages).map((language) => ({ name, language, path: `${language}/${name}.html` })),
);

const cleanUp = [];
let site;
let browser;

before(async () => {
  const publisher = await Publisher.make();
  cleanUp.push(() => publisher.remove());
  const lists = { mobile: await publisher.mobile(), aadhaar: await publisher.aadhaar() };
  // A site that knows its address has all pages that there can be.
  site = await deploy({ after: (act) => cleanUp.push(act) }, lists);
  browser = await launchBrowser();
});

after(async () => {
  await browser?.close();
  for (const act of cleanUp.reverse()) await act();
});

async function open(t, options) {
  const opened = await openPage(browser, options);
  t.after(() => opened.context.close());
  return opened;
}

/** Opens a page, and waits for what its script adds to it. */
async function read(page, { name, path }) {
  await page.goto(site.url + path);
  if (kPages[name].ready) await page.locator(kPages[name].ready).first().waitFor();
}

/** What a page has to say in a language, by key; English, where it was not translated. What is filled in later parts a text. */
async function wordsOf(name, language) {
  const messages = async (code) => JSON.parse(await readFile(join(webDirectory, 'locales', name, `${code}.json`), 'utf8').catch(() => '{}'));
  const all = Object.entries({ ...(await messages('en')), ...(await messages(language)) });
  const pieces = (value) => Object.values(typeof value === 'string' ? [value] : value).flatMap((text) => text.split(/\{\w+\}/));
  return all.flatMap(([key, value]) => pieces(value).map((piece) => [key, piece.trim()]));
}

/** What there is on a page, as a browser has understood it without running anything. */
const contentsOf = (page) =>
  page.evaluate(() => {
    const all = (selector) => [...document.querySelectorAll(selector)];
    // In lines, as the words are in their file, whatever the screen makes of them.
    const inLine = (texts) => texts.join(' ').replace(/\s+/g, ' ');
    const main = document.querySelector('main');
    const about = [document.title, document.querySelector('meta[name=description]').content];
    const data = all('script[type="application/json"]').map((node) => JSON.parse(node.textContent));
    // Some texts have a form for each number.
    const words = data.flatMap((one) => Object.values(one.words ?? one)).flatMap((text) => (typeof text === 'string' ? [text] : Object.values(text)));
    const labels = all('[aria-label]').map((node) => node.getAttribute('aria-label'));
    return {
      language: document.documentElement.lang,
      direction: getComputedStyle(document.body).direction,
      policy: document.querySelector('meta[http-equiv=Content-Security-Policy]').content,
      // A policy holds for what comes after it.
      first: all('head > *').slice(0, 2).map((node) => node.getAttribute('http-equiv') ?? node.getAttribute('charset')),
      seen: inLine([...about, main.innerText]),
      said: inLine([...about, main.textContent, ...words, ...labels]),
      scripts: all('script:not([type="application/json"])').map((node) => node.getAttribute('src') ?? node.outerHTML),
      code: all('[style], style, iframe, object, embed').map((node) => node.outerHTML.slice(0, 80)),
      handlers: all('*').flatMap((node) => [...node.attributes].map((attribute) => attribute.name).filter((one) => one.startsWith('on'))),
      headings: all('h1, h2, h3, h4, h5, h6').map((node) => Number(node.localName[1])),
      ids: all('[id]').map((node) => node.id),
      links: all('a[href]').map((node) => node.href),
    };
  });

/** Whether a page begins with one heading of the first level, and goes down by one level at a time. */
const inOrder = (levels) => levels[0] === 1 && levels.slice(1).every((level, i) => level > 1 && level <= levels[i] + 1);

/** A policy's sources, by directive. */
const directivesOf = (policy) => Object.fromEntries(policy.split(/; */).map((one) => [one.split(' ')[0], one.split(' ').slice(1).join(' ')]));

/** What a page may do: be seen, and no more; a page with a script may run the site's own, and load from its own site. */
const kReading = { 'default-src': "'none'", 'style-src': "'self'", 'img-src': "'self'", 'base-uri': "'none'", 'form-action': "'none'" };
const kRunning = {
  ...kReading,
  ...{ 'script-src': "'self' 'wasm-unsafe-eval'", 'worker-src': "'self'", 'connect-src': "'self'" },
  ...{ 'require-trusted-types-for': "'script'", 'trusted-types': 'selfcheck' },
};
const kMore = { lists: { 'manifest-src': "'self'" }, embed: { 'frame-src': "'self'" } };

/** Every page without JavaScript, read once for all tests: {name, language, path, status, contents}; and what the browser has seen meanwhile. */
async function readAll() {
  const { page, context, seen } = await openPage(browser, { javaScriptEnabled: false });
  const pages = [];
  for (const one of kAll) {
    const answer = await page.goto(site.url + one.path);
    pages.push({ ...one, status: answer.status(), contents: await contentsOf(page) });
  }
  await context.close();
  return { pages, seen };
}
let allRead;
const readOnce = () => (allRead ??= readAll());

test('every page is read without JavaScript, whole, in its language, and under its policy; it loads its style and its pictures', async () => {
  const { pages, seen } = await readOnce();
  for (const { name, language, path, status, contents } of pages) {
    const { anchors = [], folded = /^$/, absent = /^$/, ready } = kPages[name];
    assert.equal(status, 200, path);
    assert.equal(contents.language, language, path);
    assert.equal(contents.direction, kLanguages[language].direction, path);
    for (const [key, words] of await wordsOf(name, language)) {
      if (absent.test(key)) continue;
      assert.ok((folded.test(key) ? contents.said : contents.seen).includes(words), `${path} does not say ${key}: ${words}`);
    }
    assert.deepEqual([...contents.code, ...contents.handlers], [], path);
    assert.equal(contents.scripts.length, ready ? 1 : 0, path);
    for (const script of contents.scripts) assert.match(script, /^\.\.\/[a-z_]+-[0-9a-f]{12}\.js$/, path);
    assert.deepEqual(directivesOf(contents.policy), ready ? { ...kRunning, ...kMore[name] } : kReading, path);
    assert.deepEqual(contents.first, ['utf-8', 'Content-Security-Policy'], path);
    assert.ok(inOrder(contents.headings), `${path}: ${contents.headings}`);
    assert.equal(new Set(contents.ids).size, contents.ids.length, `${path}: two parts of one name`);
    for (const anchor of anchors) assert.ok(contents.ids.includes(anchor), `${path}#${anchor}`);
  }
  const loaded = new Set(seen.requests.map((request) => request.url()));
  const addresses = new Set(kAll.map(({ path }) => site.url + path));
  const others = [...loaded].filter((url) => !addresses.has(url));
  for (const url of others) assert.match(url.replace(site.url, ''), /^[a-z]+-[0-9a-f]{12}\.(?:css|svg|png)$/);
  assert.deepEqual(seen.trouble, []);
});

test('every link leads to a file of the site, and to a part of it that is there', async () => {
  const { pages } = await readOnce();
  const links = new Map(pages.flatMap(({ path, contents }) => contents.links.map((link) => [link, path])));
  const broken = [];
  for (const [link, from] of links) {
    if (!link.startsWith(site.url)) {
      assert.match(link, /^(?:https|tel|sms|mailto):/, from);
      continue;
    }
    const { pathname, hash } = new URL(link);
    const file = join(site.site.directory, pathname.endsWith('/') ? `${pathname}index.html` : pathname);
    const isThere = await access(file).then(
      () => true,
      () => false,
    );
    if (!isThere || (hash && !(await readFile(file, 'utf8')).includes(`id="${hash.slice(1)}"`))) broken.push(`${from}: ${link}`);
  }
  assert.deepEqual(broken, []);
});

test('axe-core has nothing to say, in light and in dark; nothing is cut off on the narrowest screen, and nothing is loaded from elsewhere', async (t) => {
  // What Playwright puts in the place of service workers does not run in the frame.
  const { page, seen } = await open(t, { viewport: { width: 320, height: 640 }, serviceWorkers: 'allow' });
  const found = [];
  for (const one of kAll) {
    const whole = kWhole.includes(one.language);
    await read(page, one);
    found.push(...[...(await violations(page, whole ? undefined : [...kOfWords, 'target-size'])), ...(await cutOff(page))].map((problem) => `${one.path}: ${problem}`));
    if (!whole) continue;
    await page.emulateMedia({ colorScheme: 'dark' });
    found.push(...(await violations(page, ['color-contrast'])).map((problem) => `${one.path}, dark: ${problem}`));
    await page.emulateMedia({ colorScheme: 'light' });
  }
  assert.deepEqual(found, []);
  assert.deepEqual([...new Set(seen.requests.map((request) => new URL(request.url()).origin))], [new URL(site.url).origin]);
  assert.deepEqual(seen.trouble, []);
});

/** In the page: what can be used, in the order of the page, from which it is told what has the focus. */
function watchFocus() {
  const isSeen = (node) => node.checkVisibility({ visibilityProperty: true }) && node.getClientRects().length > 0;
  const usable = 'a[href], button:not(:disabled), summary, input, select, textarea, [tabindex="0"]';
  window.all = [...document.querySelectorAll(usable)].filter(isSeen);
  return window.all.map((node) => node.outerHTML.slice(0, 100));
}

/** In the page: the place of what has the focus, and whether that can be seen on it. */
function readFocus() {
  const node = document.activeElement;
  const { outlineStyle, outlineWidth } = getComputedStyle(node);
  return { isFrame: node.localName === 'iframe', place: window.all.indexOf(node), isMarked: outlineStyle !== 'none' && parseFloat(outlineWidth) >= 2 };
}

test('by Tab alone a reader comes to everything that can be used, in the order of the page, and sees where they are', async (t) => {
  const { page } = await open(t, { serviceWorkers: 'allow' });
  for (const name of Object.keys(kPages)) {
    await read(page, { name, path: `en/${name}.html` });
    // What is closed has nothing to use in it, so all of it is opened, by the key that opens it.
    for (const summary of await page.locator('main details:not([open]) > summary').all()) await summary.press('Enter');
    assert.equal(await page.locator('main details:not([open])').count(), 0, name);
    // A frame loads when it is about to be seen, and has nothing to use in it before.
    for (const frame of await page.locator('main iframe').all()) {
      await frame.scrollIntoViewIfNeeded();
      await frame.contentFrame().locator('.ledger summary').waitFor();
    }
    const all = await page.evaluate(watchFocus);
    await page.evaluate(() => window.all[0].focus());
    const places = [];
    for (let presses = 0; presses < 2 * all.length + 20 && places.at(-1) !== all.length - 1; presses += 1) {
      // On its way out of a frame, the focus is nowhere for a moment.
      await page.waitForFunction(() => document.activeElement !== document.body);
      const { isFrame, place, isMarked } = await page.evaluate(readFocus);
      // The frame is a page of its own, with what can be used in it.
      if (!isFrame) {
        assert.ok(isMarked, `${name}: nothing shows that this has the focus: ${all[place]}`);
        places.push(place);
      }
      await page.keyboard.press('Tab');
    }
    assert.deepEqual(places.map((place) => all[place]), all, name);
  }
});

test('what to do is ticked off by keyboard; a list in the contents and the code to paste are reached by it', async (t) => {
  const { page, context } = await open(t);
  await read(page, { name: 'help', path: 'en/help.html' });
  const ticks = page.getByRole('checkbox');
  const count = await ticks.count();
  assert.ok(count > 4);
  await ticks.first().focus();
  await page.keyboard.press('Space');
  assert.deepEqual([await ticks.nth(0).isChecked(), await ticks.nth(1).isChecked()], [true, false]);

  await read(page, { name: 'lists', path: 'en/lists.html' });
  // These few contents are open.
  await page.locator('.all-lists > summary').focus();
  await page.keyboard.press('Tab');
  const wanted = await page.evaluate(() => document.activeElement.getAttribute('href'));
  await page.keyboard.press('Enter');
  await page.waitForURL(`**/lists.html${wanted}`);
  await page.keyboard.press('Tab');
  assert.equal(`#${await page.evaluate(() => document.activeElement.closest('.leak').id)}`, wanted);

  await context.grantPermissions(['clipboard-read', 'clipboard-write']);
  await read(page, { name: 'embed', path: 'en/embed.html' });
  await page.locator('#line-copy').focus();
  await page.keyboard.press('Enter');
  await page.locator('[role=status]', { hasText: 'Copied: The line' }).waitFor();
});

test('another language is chosen by keyboard alone, on the same page, without JavaScript', async (t) => {
  const { page } = await open(t, { javaScriptEnabled: false });
  for (const name of Object.keys(kPages)) {
    await page.goto(`${site.url}en/${name}.html`);
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
    await page.goto(`${site.url}${language}/how.html`);
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
