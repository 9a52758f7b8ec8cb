// What goes from hand to hand: link previews, icons, the manifest of the app, and the poster. All of it is made by the build, and so is the same for
// everybody: there is no number in it that anybody has typed, and no answer.
import assert from 'node:assert/strict';
import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, relative } from 'node:path';
import { after, before, test } from 'node:test';
import jsQR from 'jsqr';
import { PNG } from 'pngjs';
import { violations } from './support/axe.mjs';
import { launchBrowser, openPage } from './support/browser.mjs';
import { repository, webDirectory } from './support/paths.mjs';
import { buildSite, headersOf, Server } from './support/site.mjs';

const kAddress = 'https://check.example/leaks/';
const kSiteFile = join(repository, 'docs/site.example.json');
const kLanguages = Object.keys(JSON.parse(await readFile(join(webDirectory, 'languages.json'), 'utf8')));
/** An icon that is cut to a circle keeps at least this much of its side. */
const kSafeShare = 0.8;

let directory;
let server;
let browser;

const makeDirectory = () => mkdtemp(join(tmpdir(), 'selfcheck-passing-on-'));
const remove = (path) => Promise.all([path, headersOf(path)].map((one) => rm(one, { recursive: true, force: true })));

before(async () => {
  directory = await makeDirectory();
  await buildSite(directory, undefined, undefined, kAddress, kSiteFile);
  [server, browser] = await Promise.all([Server.start(directory), launchBrowser()]);
});

after(async () => {
  await browser?.close();
  await server?.stop();
  await remove(directory);
});

const read = (path) => readFile(join(directory, path), 'utf8');
const readPng = async (path) => PNG.sync.read(await readFile(join(directory, path)));
const allFiles = async (root) => (await readdir(root, { recursive: true, withFileTypes: true })).filter((one) => one.isFile());
const pathsIn = async (root) => (await allFiles(root)).map((one) => join(one.parentPath ?? one.path, one.name)).sort();

/** The file of the site that an address is of. */
function fileAt(address) {
  assert.ok(address.startsWith(kAddress), address);
  const path = address.slice(kAddress.length).replace(/\?.*/, '');
  return path.endsWith('/') || path === '' ? `${path}index.html` : path;
}

/** Every page that is to be shared, as its path: all but those that are for other people's sites. */
async function pages() {
  const paths = (await pathsIn(directory)).map((path) => relative(directory, path)).filter((path) => path.endsWith('.html'));
  return paths.filter((path) => !['widget.html', 'embed.html'].includes(path));
}

/** What a page's head says of it, as a reader of Open Graph sees it. */
function headOf(markup) {
  const attributes = (tag) => Object.fromEntries([...tag.matchAll(/([\w-]+)="([^"]*)"/g)].map(([, name, value]) => [name, value]));
  const tags = [...markup.matchAll(/<(?:meta|link)\b[^>]*>/g)].map(([tag]) => attributes(tag));
  const property = (name) => tags.find((tag) => tag.property === name || tag.name === name)?.content;
  return {
    property,
    canonical: tags.find(({ rel }) => rel === 'canonical')?.href,
    alternates: tags.filter(({ rel, hreflang }) => rel === 'alternate' && hreflang).map(({ hreflang, href }) => [hreflang, href]),
    locales: tags.filter((tag) => tag.property?.startsWith('og:locale')).map(({ content }) => content),
  };
}

test('every page says what it is to those who show links: all addresses in it are whole, and lead to files that are there', async () => {
  const pictures = new Set();
  for (const path of await pages()) {
    const { property, canonical, alternates, locales } = headOf(await read(path));
    for (const name of ['og:title', 'og:description', 'description', 'og:image:alt']) assert.ok(property(name), `${path}: ${name}`);
    assert.equal(property('twitter:card'), 'summary_large_image');
    assert.equal(property('og:url'), canonical, path);
    assert.equal(fileAt(canonical), path);
    for (const [language, href] of alternates) assert.ok(fileAt(href).startsWith(`${language}/`) && (await read(fileAt(href))), path);
    if (path !== 'index.html') assert.deepEqual(alternates.map(([language]) => language), kLanguages, path);
    assert.deepEqual([...locales].sort(), kLanguages.map((language) => `${language}_IN`).sort(), path);
    pictures.add(fileAt(property('og:image')));
    assert.deepEqual([property('og:image:width'), property('og:image:height')], ['1200', '630']);
  }
  for (const path of pictures) {
    const { width, height } = await readPng(path);
    assert.deepEqual([width, height], [1200, 630]);
  }
});

test('no digits but the picture’s size and names by hash are in what is shown with a link', async () => {
  for (const path of await pages()) {
    const { property } = headOf(await read(path));
    for (const name of ['og:title', 'og:description', 'og:image:alt', 'og:url']) assert.doesNotMatch(property(name), /\d{4}/, path);
  }
});

test('without an address there is none of it, but the page is still described', async (t) => {
  const other = await makeDirectory();
  t.after(() => remove(other));
  await buildSite(other);
  const markup = await readFile(join(other, 'index.html'), 'utf8');
  assert.ok(headOf(markup).property('description'));
  assert.equal(headOf(markup).canonical, undefined);
  assert.deepEqual((await pathsIn(other)).filter((path) => /\.(?:png|webmanifest)$|poster\.html$/.test(path)), []);
});

/** How far what differs from the first pixel reaches from the middle, as a share of half the side. */
function reachOf({ width, height, data }) {
  let reach = 0;
  for (let y = 0; y < height; y += 1) {
    for (let x = 0; x < width; x += 1) {
      const at = 4 * (y * width + x);
      if ([0, 1, 2].every((i) => Math.abs(data[at + i] - data[i]) < 16)) continue;
      reach = Math.max(reach, Math.hypot(x + 0.5 - width / 2, y + 0.5 - height / 2) / (width / 2));
    }
  }
  return reach;
}

test('the manifest of the app is whole: its icons have their sizes, and what a phone cuts off has nothing on it', async (t) => {
  const { page, seen, context } = await openPage(browser);
  t.after(() => context.close());
  const answer = await page.goto(server.url);
  const href = await page.locator('link[rel=manifest]').getAttribute('href');
  assert.match(answer.headers()['content-security-policy'], /manifest-src 'self'/);
  const served = await page.request.get(server.url + href);
  assert.equal(served.headers()['content-type'], 'application/manifest+json');
  const manifest = await served.json();
  const { name, short_name: short, lang, dir, id, start_url: start, scope, display } = manifest;
  assert.deepEqual({ name, short, lang, dir, id }, { name: 'Leak check', short: 'Leak check', lang: 'en', dir: 'ltr', id: '/leaks/' });
  assert.deepEqual({ start, scope, display }, { start: './', scope: './', display: 'standalone' });
  for (const { src, sizes, type } of manifest.icons) {
    const { width, height } = await readPng(src);
    assert.equal(`${width}x${height}`, sizes);
    assert.equal(type, 'image/png');
  }
  assert.deepEqual(manifest.icons.map(({ sizes, purpose }) => `${sizes} ${purpose}`), ['192x192 any', '512x512 any', '512x512 maskable']);
  const maskable = await readPng(manifest.icons[2].src);
  assert.ok(reachOf(maskable) > 0.3 && reachOf(maskable) <= kSafeShare, `${reachOf(maskable)}`);
  const apple = await readPng(await page.locator('link[rel=apple-touch-icon]').getAttribute('href'));
  assert.deepEqual([apple.width, apple.height], [180, 180]);
  // Chromium's own reading of it.
  const devtools = await context.newCDPSession(page);
  const { errors } = await devtools.send('Page.getAppManifest');
  assert.deepEqual(errors, []);
  assert.deepEqual(seen.trouble, []);
});

test('in every language the poster is one sheet, and its code leads to exactly the address of the site, with this language', async (t) => {
  const { page, context, seen } = await openPage(browser, { viewport: { width: 720, height: 1040 } });
  t.after(() => context.close());
  await page.emulateMedia({ media: 'print' });
  for (const language of kLanguages) {
    await page.goto(`${server.url}${language}/poster.html`);
    assert.equal(await page.locator('.poster-address').innerText(), 'check.example/leaks');
    // As a camera that is held over it sees it: letters around it look like corners of a code to some readers.
    const { data, width, height } = PNG.sync.read(await page.locator('.poster svg').screenshot());
    assert.equal(jsQR(new Uint8ClampedArray(data), width, height)?.data, `${kAddress}?lang=${language}`);
    const pdf = await page.pdf({ format: 'A4' });
    assert.equal(pdf.toString('latin1').match(/\/Type\s*\/Page\b/g)?.length, 1, language);
  }
  assert.deepEqual(seen.trouble, []);
});

test('the poster can be read on a small screen and by those who hear it, and is linked from the page about the site', async (t) => {
  const { page, context } = await openPage(browser);
  t.after(() => context.close());
  await page.goto(`${server.url}en/about.html`);
  await page.getByRole('link', { name: 'A poster to print' }).click();
  await page.getByRole('img', { name: /It leads to https:\/\/check\.example\/leaks\/\?lang=en$/ }).waitFor();
  for (const colorScheme of ['light', 'dark']) {
    await page.emulateMedia({ colorScheme });
    assert.deepEqual(await violations(page), [], colorScheme);
  }
  assert.ok(await page.evaluate(() => document.documentElement.scrollWidth <= window.innerWidth));
});

test('the same inputs give the same bytes in another folder, pictures too', async (t) => {
  const other = await makeDirectory();
  t.after(() => remove(other));
  await buildSite(other, undefined, undefined, kAddress, kSiteFile);
  const here = await pathsIn(directory);
  assert.deepEqual((await pathsIn(other)).map((path) => relative(other, path)), here.map((path) => relative(directory, path)));
  for (const path of here) assert.ok((await readFile(path)).equals(await readFile(join(other, relative(directory, path)))), path);
});
