// The feeds that scripts/dist makes of the lists that are at hand.
import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { cp, mkdir, readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { before, after, test } from 'node:test';
import { promisify } from 'node:util';
import { contents, dist, kArguments, kOrigin, kRemote, writePins } from './support/dist.mjs';
import { Publisher } from './support/publisher.mjs';
import { makeTemporaryDirectory } from './support/site.mjs';

const run = promisify(execFile);

const kTexts = {
  en: { title: 'Customers of A & B <shops>', publisher: 'The Daily “Example”', about: 'Somebody copied it.', link: 'https://example.org/shop' },
  hi: { title: 'दुकानों के ग्राहक', publisher: 'द डेली एग्ज़ाम्पल', about: 'किसी ने नक़ल की।', link: '' },
};

const made = {};
before(async () => {
  made.publisher = await Publisher.make();
  made.directory = await makeTemporaryDirectory();
  const small = { kind: 'aadhaar', count: 40 };
  const lists = {
    old: await made.publisher.publish('old', { ...small, options: ['--published', recently(40)] }),
    shop: await made.publisher.publish('shop', { ...small, texts: kTexts, options: ['--published', recently(2)] }),
    back: await made.publisher.publish('back', { ...small, options: ['--withdrawn', '--published', recently(20)] }),
  };
  made.members = Object.values(lists).flatMap(({ members }) => members);
  for (const [name, { directory }] of Object.entries(lists)) {
    await mkdir(join(made.directory, 'lists'), { recursive: true });
    await cp(directory, join(made.directory, 'lists', name), { recursive: true, preserveTimestamps: true });
  }
  made.pins = Object.entries(lists).map(([id, { pin }]) => ({ ...pin, id, url: `lists/${id}/` }));
  made.pins.push({ ...lists.shop.pin, id: 'elsewhere', list_id: '00'.repeat(16), url: kRemote });
  await writePins(made.directory, made.pins);
  for (const out of ['a', 'b']) made[out] = await dist(made.directory, [...kArguments, '--out', out]);
  made.files = await contents(join(made.directory, 'a'));
  made.json = JSON.parse(await readFile(join(made.directory, 'a/site/feed.json'), 'utf8'));
  made.atom = await parsed('a');
});
after(async () => {
  await made.publisher?.remove();
  await rm(made.directory, { recursive: true, force: true });
});

/** So many days before the first of this month: the lists are kept for as long. */
function recently(days) {
  const first = Date.parse(`${new Date().toISOString().slice(0, 7)}-01T00:00:00Z`);
  return new Date(first - days * 24 * 3600 * 1000).toISOString().replace('.000', '');
}

/** The Atom feed as a parser of XML sees it, in its namespace: texts, and addresses of links by their `rel`. */
async function parsed(out) {
  const program = `
import json, sys, xml.etree.ElementTree as tree
atom, lang = '{http://www.w3.org/2005/Atom}', '{http://www.w3.org/XML/1998/namespace}lang'
def read(node, inner):
    made = {'lang': node.get(lang), 'links': {one.get('rel'): one.get('href') for one in node.findall(atom + 'link')}}
    for name in inner:
        [one] = node.findall(atom + name)
        made[name] = one.text
    return made
feed = tree.parse(sys.argv[1]).getroot()
assert feed.tag == atom + 'feed', feed.tag
made = read(feed, ['id', 'title', 'updated'])
made['entries'] = [{**read(one, ['id', 'title', 'updated', 'published', 'content']), 'author': one.find(atom + 'author/' + atom + 'name').text} for one in feed.findall(atom + 'entry')]
print(json.dumps(made))`;
  const { stdout } = await run('python3', ['-c', program, join(made.directory, out, 'site/feed.atom')]);
  return JSON.parse(stdout);
}

const kPage = `${kOrigin}/en/lists.html`;

test('the lists that are at hand are in it, the newest first, each with a name of its own that stays', () => {
  const { version, home_page_url, feed_url, language, items, title } = made.json;
  assert.deepEqual({ version, home_page_url, feed_url, language }, { version: 'https://jsonfeed.org/version/1.1', home_page_url: kPage, feed_url: `${kOrigin}/feed.json`, language: 'en' });
  assert.equal(title, 'Selfcheck: lists of leaked numbers');
  assert.deepEqual(items.map(({ url }) => url), ['shop', 'back', 'old'].map((id) => `${kPage}#list-${id}`));
  const listIds = Object.fromEntries(made.pins.map(({ id, list_id }) => [id, list_id]));
  const day = recently(2).slice(0, 10);
  const [shop] = items;
  assert.deepEqual(
    { ...shop, content_text: undefined },
    {
      id: `tag:check.example,${day}:list/${listIds.shop}/1`,
      url: `${kPage}#list-shop`,
      title: kTexts.en.title,
      content_text: undefined,
      date_published: recently(2),
      authors: [{ name: kTexts.en.publisher }],
      language: 'en',
    },
  );
  assert.match(shop.content_text, /Somebody copied it\.\n\nPublisher: The Daily “Example”\. Date: .* Made from 40 numbers\.\n\nEdition 1$/);
  assert.match(items[1].content_text, /^The publisher has taken the list back\./);
});

test('the Atom feed is well formed, has what RFC 4287 requires, and says the same', () => {
  const { entries, ...feed } = made.atom;
  assert.deepEqual(feed, {
    lang: 'en',
    links: { self: `${kOrigin}/feed.atom`, alternate: kPage },
    id: `${kOrigin}/feed.atom`,
    title: made.json.title,
    updated: recently(2),
  });
  const same = made.json.items.map(({ id, url, title, content_text: content, date_published: date, authors, language }) => ({
    ...{ id, title, content, lang: language, published: date, updated: date, author: authors[0].name, links: { alternate: url } },
  }));
  assert.deepEqual(entries, same);
});

test('from the same lists they are the same bytes', async () => {
  assert.deepEqual(await contents(join(made.directory, 'b')), made.files);
});

test('a list elsewhere is left out, and that is said', () => {
  assert.match(made.a.stdout, /https:\/\/lists\.example\/two\/ {2}\(elsewhere\)\n {2}elsewhere: not looked at, and not in the feeds/);
});

test('no number is in them', () => {
  const both = made.files['site/feed.json'] + made.files['site/feed.atom'];
  for (const number of made.members) assert.ok(!both.includes(number));
  for (const { title, content_text: text } of made.json.items) assert.doesNotMatch(`${title} ${text}`, /\d{5}/);
});

test('the page of the lists leads to them, and says to those without JavaScript what was verified when it was made', async () => {
  const page = await readFile(join(made.directory, 'a/site/hi/lists.html'), 'utf8');
  assert.match(page, /<link rel="alternate" type="application\/atom\+xml" href="\.\.\/feed\.atom"/);
  assert.match(page, /<a href="\.\.\/feed\.json">/);
  assert.ok(page.includes(`<bdi lang="hi">${kTexts.hi.title}</bdi>`));
  assert.ok(page.indexOf('id="list-shop"') < page.indexOf('id="list-old"') && page.indexOf('id="list-old"') < page.indexOf('id="list-elsewhere"'));
});

test('they are in the language of the site', async () => {
  const site = { name: { hi: 'जाँच' }, language: 'hi', operator: { name: 'The Example Paper' }, contact: { email: 'desk@paper.example' } };
  await writeFile(join(made.directory, 'site.json'), JSON.stringify({ format: 'selfcheck-site/1', ...site }));
  await dist(made.directory, [...kArguments, '--site', 'site.json', '--out', 'c']);
  const { items, language } = JSON.parse(await readFile(join(made.directory, 'c/site/feed.json'), 'utf8'));
  assert.equal(language, 'hi');
  assert.deepEqual(items.map((item) => [item.title, item.language]), [[kTexts.hi.title, 'hi'], ['Synthetic Aadhaar numbers', 'en'], ['Synthetic Aadhaar numbers', 'en']]);
});
