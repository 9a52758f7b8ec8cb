// The page of the lists: what each list says of itself, as far as the reader's browser could verify it.
import assert from 'node:assert/strict';
import { readFile, rm, writeFile } from 'node:fs/promises';
import { after, before, test } from 'node:test';
import { keyNames } from '../../web/key_words.mjs';
import { violations } from './support/axe.mjs';
import { launchBrowser, openPage } from './support/browser.mjs';
import { Publisher } from './support/publisher.mjs';
import { ListFiles, Server, Site } from './support/site.mjs';

const kTexts = {
  en: {
    title: 'Customers of an example shop, 2025',
    publisher: 'The Daily Example',
    about: 'Somebody copied the customers of a shop. The shop has said that it is true.',
    link: 'https://example.org/shop',
  },
  hi: { title: 'एक दुकान के ग्राहक, 2025', publisher: 'द डेली एग्ज़ाम्पल', about: 'किसी ने एक दुकान के ग्राहकों की सूची चुरा ली।', link: '' },
};
/** The most that may move, by the browsers' own measure. */
const kMaxShift = 0.05;
const kDay = 24 * 3600 * 1000;

const made = {};
before(async () => {
  const publisher = await Publisher.make();
  made.publisher = publisher;
  const small = { kind: 'aadhaar', count: 40 };
  made.shop = await publisher.publish('shop', { ...small, texts: kTexts, options: ['--published', recently(2)] });
  made.mobile = await publisher.mobile();
  made.english = await publisher.publish('english', { ...small, options: ['--published', recently(5)] });
  made.withdrawn = await publisher.publish('withdrawn', { ...small, options: ['--withdrawn', '--published', recently(6)] });
  made.expired = await publisher.publish('expired', { ...small, options: ['--published', '2025-01-01T00:00:00Z', '--valid-until', '2025-02-01T00:00:00Z'] });
  made.browser = await launchBrowser();
});
after(async () => {
  await made.browser?.close();
  await made.publisher?.remove();
});

/** So many days before the first of this month: the lists are kept for as long. */
function recently(days) {
  const first = Date.parse(`${new Date().toISOString().slice(0, 7)}-01T00:00:00Z`);
  return new Date(first - days * kDay).toISOString().replace('.000', '');
}

/** Serves a site of `lists` and opens its page of lists, when all of it is there. `damage(site)` changes the site first, `beforeOpen` the browser's page. */
async function open(t, lists, { damage, beforeOpen, context, language = 'en', hash = '' } = {}) {
  const site = await Site.make(lists);
  t.after(() => site.remove());
  await damage?.(site);
  const server = await Server.start(site.directory);
  t.after(() => server.stop());
  const opened = await openPage(made.browser, context);
  t.after(() => opened.context.close());
  await beforeOpen?.(opened);
  const { page } = opened;
  await page.goto(`${server.url}${language}/lists.html${hash}`);
  return { ...opened, page, site, server };
}

async function openVerified(t, lists, options) {
  const opened = await open(t, lists, options);
  await opened.page.locator('.leaks').waitFor();
  return opened;
}

const titles = (page) => page.locator('.leak h2').allTextContents();
const leak = (page, id) => page.locator(`#list-${id}`);

/** What a list's table says, by its own words. */
async function factsOf(page, id) {
  const facts = await leak(page, id).locator('.facts > div').all();
  return Object.fromEntries(await Promise.all(facts.map(async (fact) => [await fact.locator('dt').innerText(), (await fact.locator('dd').innerText()).replace(/\n+/g, '\n')])));
}

const tagsOf = (page, id) => leak(page, id).locator('.tags > *').allTextContents();

/** A date as the page writes it in English. */
function written(iso) {
  const india = new Date(Date.parse(iso) + 5.5 * 3600 * 1000);
  const month = india.toLocaleString('en', { month: 'long', timeZone: 'UTC' });
  return `${india.getUTCDate()} ${month} ${india.getUTCFullYear()}`;
}

test('each list says what its publisher has signed, the newest first', async (t) => {
  const { page, seen, site, server } = await openVerified(t, { english: made.english, shop: made.shop, mobile: made.mobile });
  assert.deepEqual(await titles(page), ['Synthetic mobile numbers', kTexts.en.title, 'Synthetic Aadhaar numbers']);
  const fields = await site.lists.shop.manifestFields();
  const [key] = site.pins[0].keys.map(keyNames);
  assert.deepEqual(await factsOf(page, 'shop'), {
    Publisher: 'The Daily Example',
    'Date of the list': written(fields.published),
    'Expires on': written(fields.valid_until),
    'How many numbers': '40',
    Edition: '1',
    'A check loads': `${await bucketBytes(site.lists.shop)}\u00a0bytes`,
    'What a check tells the server': 'Tells the server: someone checked a number. Everyone asks for this same file.',
    'Key of the publisher': [key.words, 'Fingerprint of the key', key.fingerprint].join('\n'),
    'Where it is': `${server.url}lists/shop/`,
  });
  const { 'What a check tells the server': reveals } = await factsOf(page, 'mobile');
  assert.match(reveals, /^Tells the server: someone checked one of about \d[\d.,]*\s(?:lakh|crore) numbers\.$/);
  assert.deepEqual(await tagsOf(page, 'shop'), ['Aadhaar numbers', 'Test list', 'Signature is right']);
  const shop = leak(page, 'shop');
  assert.equal(await shop.locator('.about').innerText(), kTexts.en.about);
  const link = shop.getByRole('link', { name: 'About this list: example.org' });
  assert.deepEqual(await link.evaluate(({ href, rel }) => [href, rel]), ['https://example.org/shop', 'noopener noreferrer']);
  assert.deepEqual(seen.trouble, []);
});

async function bucketBytes(list) {
  return (await readFile((await list.buckets())[0])).length;
}

test('a locked list says how many of how many must help', async (t) => {
  const keyed = await made.publisher.keyed('keyed', { kind: 'aadhaar', count: 40 });
  const { page } = await openVerified(t, { keyed });
  const { Locked: locked } = await factsOf(page, 'keyed');
  assert.match(locked, /^A check needs the help of 2 of 3 organisations/);
  assert.deepEqual(await titles(page), ['Synthetic Aadhaar numbers']);
  assert.equal(await page.locator('.all-lists').count(), 0, 'one list needs no contents');
});

/** Changes a manifest's title, which its signature does not cover then. */
async function forge(list) {
  const manifest = await list.manifest();
  await writeFile(manifest, (await readFile(manifest, 'utf8')).replace('Synthetic Aadhaar', 'Forgotten Aadhaar'));
}

test('a list that can not be verified says so, and nothing of its own', async (t) => {
  const stranger = { ...made.english, pin: { ...made.english.pin, keys: ['RWRRCDdNwPd0hb6kki/LrsFgxGeH/7kMRUKUmYULUDYbAY4eeuVkfB1y'] } };
  const lists = { missing: made.english, forged: made.english, stranger, withdrawn: made.withdrawn, expired: made.expired, shop: made.shop };
  const damage = async (site) => {
    await rm(site.lists.missing.pointer);
    await forge(site.lists.forged);
  };
  const { page } = await openVerified(t, lists, { damage });
  assert.match(await page.locator('.lists-state').innerText(), /5 lists cannot be used now/);
  const expected = {
    missing: ['A file of the list is missing.', 'file_missing'],
    forged: ['The list does not fit its signature. Someone may have changed it.', 'manifest_mismatch'],
    stranger: ['The list is signed by someone whom this site does not trust.', 'signature_unknown_key'],
  };
  for (const [id, [reason, code]] of Object.entries(expected)) {
    const text = await leak(page, id).innerText();
    for (const part of [reason, `Reason code: ${code}`, `List “${id}”`, 'So it does not show it.']) assert.ok(text.includes(part), `${id}: ${part}\n${text}`);
    assert.doesNotMatch(text, /Synthetic|Forgotten|The Daily Example|Signature is right/);
    // What the site's pin says of it is still there.
    assert.deepEqual(Object.keys(await factsOf(page, id)), ['Key of the publisher', 'Where it is']);
    assert.deepEqual(await tagsOf(page, id), ['Aadhaar numbers', 'Cannot be used now']);
  }
  assert.deepEqual((await tagsOf(page, 'withdrawn')).slice(2), ['Taken back', 'Signature is right']);
  assert.deepEqual((await tagsOf(page, 'expired')).slice(2), ['Expired', 'Signature is right']);
  assert.match(await leak(page, 'withdrawn').innerText(), /The publisher has taken the list back\./);
  assert.match(await leak(page, 'expired').innerText(), /Synthetic Aadhaar numbers[^]*The list has expired\./);
  // The newest first; those that have told us no date come last.
  const ids = await page.locator('.leak').evaluateAll((all) => all.map(({ id }) => id));
  assert.deepEqual(ids.slice(0, 3), ['list-shop', 'list-withdrawn', 'list-expired']);
});

test('a list that is near its end says so', async (t) => {
  const beforeOpen = async ({ page }) => {
    const { valid_until: end } = await new ListFiles(made.shop.directory).manifestFields();
    await page.clock.setFixedTime(Date.parse(end) - 10 * kDay);
  };
  const { page } = await openVerified(t, { shop: made.shop }, { beforeOpen });
  assert.deepEqual((await tagsOf(page, 'shop')).slice(2), ['Expires soon', 'Signature is right']);
});

test('a list that could not be reached is there after another try; one that goes away stays with what was known', async (t) => {
  let unreachable = 'shop';
  const beforeOpen = async ({ page }) => {
    await page.clock.install();
    await page.route('**/current.minisig', (route) => (route.request().url().includes(`/${unreachable}/`) ? route.abort() : route.continue()));
  };
  const { page } = await openVerified(t, { shop: made.shop, english: made.english }, { beforeOpen });
  assert.match(await leak(page, 'shop').innerText(), /Reason code: network_failed/);
  unreachable = 'english';
  // Long enough for every list to be asked for again.
  await page.clock.fastForward(11 * 60_000);
  await page.getByRole('button', { name: 'Try again' }).press('Enter');
  await leak(page, 'shop').getByText(kTexts.en.title).waitFor();
  const text = await leak(page, 'english').innerText();
  assert.match(text, /Cannot be used now[^]*Synthetic Aadhaar numbers[^]*It may be out of date\./);
  assert.doesNotMatch(text, /Signature is right/);
});

test('a list without texts in the language of the page is in the language that it has, which is named', async (t) => {
  const { page } = await openVerified(t, { shop: made.shop, english: made.english }, { language: 'hi' });
  assert.equal(await leak(page, 'shop').locator('h2').innerText(), kTexts.hi.title);
  assert.equal(await leak(page, 'shop').locator('.hint', { hasText: 'English' }).count(), 0);
  const english = leak(page, 'english');
  assert.equal(await english.locator('h2 > [lang=en]').innerText(), 'Synthetic Aadhaar numbers');
  assert.match(await english.locator('.hint').first().innerText(), /English/);
  assert.equal(await english.locator('.about > *').getAttribute('lang'), 'en');
});

test('thirty lists have contents that lead to each of them, and fit on a phone', async (t) => {
  const thirty = Array.from({ length: 30 }, (_, i) => [`leak-${i + 1}`, [made.shop, made.english, made.mobile][i % 3]]);
  const { page } = await openVerified(t, Object.fromEntries(thirty), { hash: '#list-leak-17' });
  assert.equal(await page.locator('.leak').count(), 30);
  assert.ok(await leak(page, 'leak-17').evaluate((node) => node.getBoundingClientRect().top < innerHeight), 'the address leads to the list');
  await page.locator('.all-lists > summary').press('Enter');
  const hrefs = await page.locator('.all-lists a').evaluateAll((links) => links.map((link) => link.getAttribute('href')));
  assert.deepEqual(hrefs, await page.locator('.leak').evaluateAll((all) => all.map(({ id }) => `#${id}`)));
  assert.equal(await page.evaluate(() => document.documentElement.scrollWidth), 360);
  assert.deepEqual(await violations(page), []);
});

test('a site without lists says so, and asks for nothing more', async (t) => {
  const { page, seen } = await open(t, {});
  await page.getByRole('heading', { name: 'This site has no lists yet' }).waitFor();
  await page.waitForLoadState('networkidle');
  assert.deepEqual(seen.requests.map((request) => new URL(request.url()).pathname).filter((path) => /pins|worker|wasm/.test(path)), []);
});

test('without JavaScript there is what the site says, and that nobody has verified it', async (t) => {
  const { page } = await open(t, { shop: made.shop, mobile: made.mobile }, { context: { javaScriptEnabled: false } });
  const state = await page.locator('.lists-state').innerText();
  assert.match(state, /The site wrote this about its lists\. This page has not checked it\./);
  assert.match(state, /Switch JavaScript on/);
  assert.deepEqual(await titles(page), ['List “shop”', 'List “mobile”']);
  assert.equal(await page.locator('.tag').count(), 0);
});

test('where nothing can be verified, what the site says stays as it was, with the reason', async (t) => {
  const beforeOpen = ({ page }) => page.route('**/*.wasm', (route) => route.abort());
  const { page } = await open(t, { shop: made.shop }, { beforeOpen });
  await page.getByRole('alert').getByText('The lists could not be loaded').waitFor();
  assert.match(await page.getByRole('alert').innerText(), /Reason code: engine_missing/);
  assert.equal(await page.locator('.tag').count(), 0);
});

test('it asks for the same files, whatever is in them', async (t) => {
  const paths = async (lists, damage) => {
    const { seen } = await openVerified(t, lists, { damage });
    return seen.requests.map((request) => new URL(request.url()).pathname.replace(/manifest-[0-9a-f]{64}/, 'manifest')).sort();
  };
  const sound = await paths({ a: made.shop, b: made.english });
  const own = sound.filter((path) => !path.startsWith('/lists/'));
  assert.deepEqual(sound.filter((path) => path.startsWith('/lists/')), ['/lists/a/current.minisig', '/lists/a/manifest.json', '/lists/b/current.minisig', '/lists/b/manifest.json']);
  assert.deepEqual(own.filter((path) => !/-[0-9a-f]{12}\.(?:css|js|svg|wasm)$/.test(path)), ['/en/lists.html', '/pins.json']);
  assert.deepEqual(await paths({ a: made.withdrawn, b: made.expired }), sound);
});

for (const colorScheme of ['light', 'dark']) {
  test(`no barrier, and nothing moves, in ${colorScheme} colours`, async (t) => {
    const lists = { shop: made.shop, mobile: made.mobile, withdrawn: made.withdrawn, forged: made.english };
    const beforeOpen = async ({ page }) => {
      await page.addInitScript(() => {
        window.shift = 0;
        new PerformanceObserver((list) => list.getEntries().forEach(({ value }) => (window.shift += value))).observe({ type: 'layout-shift', buffered: true });
      });
      // The lists come after what the site says has been drawn.
      await page.route('**/pins.json', async (route) => {
        await page.evaluate(() => new Promise((resolve) => requestAnimationFrame(() => setTimeout(resolve))));
        await route.continue();
      });
    };
    for (const width of [360, 1280]) {
      const context = { colorScheme, viewport: { width, height: 740 } };
      const { page } = await openVerified(t, lists, { damage: (site) => forge(site.lists.forged), beforeOpen, context });
      const shift = await page.evaluate(() => window.shift);
      assert.ok(shift <= kMaxShift, `${width} px: ${shift}`);
      for (const summary of await page.locator('.folded:not([open]) > summary').all()) await summary.press('Enter');
      assert.deepEqual(await violations(page), []);
      assert.equal(await page.evaluate(() => document.documentElement.scrollWidth), width);
    }
  });
}
