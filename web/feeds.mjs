// Makes the feeds of a site: its lists, newest first, for programs that tell people when there is a new one. From the same inputs they are the same
// bytes: the newest list's date is the feed's.

import { importBundled } from './bundle.mjs';
import { inLanguage } from './pages/frame.mjs';

const { Locale } = await importBundled('src/locale.ts');
const { anchorOf, textsIn } = await importBundled('src/lists_page/names.ts');

/** @typedef {import('./build_types.d.ts').PagesContext} PagesContext */
/**
 * @typedef {{
 *   id: string, url: string, title: string, publisher: string, text: string, language: string, date: string,
 * }} Entry
 */

/** The feeds that there are. `text`: the key of what they are called. */
export const kFeeds = [
  { file: 'feed.atom', type: 'application/atom+xml', text: 'lists.feeds.atom' },
  { file: 'feed.json', type: 'application/feed+json', text: 'lists.feeds.json' },
];

/** @param {PagesContext} context */
const localeOf = ({ identity: { language }, messages }) => new Locale(language, messages[language]?.texts ?? {});

/** @param {URL} address @param {string} language */
const pageAddress = (address, language) => new URL(`${language}/lists.html`, address).href;

/**
 * Returns a name that an edition keeps for ever, wherever its site goes: a tag URI (RFC 4151).
 *
 * @param {URL} address
 * @param {import('./build_types.d.ts').ListReport} list
 */
const tagOf = ({ hostname }, { list_id, sequence, published }) => `tag:${hostname},${published.slice(0, 10)}:list/${list_id}/${sequence}`;

/**
 * Returns what the feeds say of each list, newest first. A list that is pinned twice is one list.
 *
 * @param {PagesContext} context
 * @param {URL} address
 * @returns {Entry[]}
 */
function entriesOf(context, address) {
  const { language } = context.identity;
  const locale = localeOf(context);
  /** @type {Map<string, Entry>} */
  const entries = new Map();
  for (const [pinId, list] of Object.entries(context.catalogue)) {
    const [textLanguage, { title, publisher, about }] = textsIn(list.texts, language);
    const facts = locale.text('list.published', { publisher, date: locale.date(Date.parse(list.published) / 1000), entries: list.entries });
    const lines = [
      list.withdrawn && locale.text('reason.withdrawn'),
      list.test && locale.text('page.test_list_text'),
      about,
      facts,
      locale.text('lists.feed.edition', { edition: list.sequence }),
    ];
    const id = tagOf(address, list);
    if (entries.has(id)) continue;
    const url = `${pageAddress(address, language)}#${anchorOf(pinId)}`;
    const text = lines.filter(Boolean).join('\n\n');
    entries.set(id, { id, url, title, publisher, text, language: textLanguage, date: list.published });
  }
  return [...entries.values()].sort((a, b) => b.date.localeCompare(a.date) || a.id.localeCompare(b.id));
}

/** @param {string} text */
const xml = (text) => text.replace(/&/g, '&amp;').replace(/</g, '&lt;').replace(/>/g, '&gt;').replace(/"/g, '&quot;');

/** @param {Entry} entry */
const atomEntry = ({ id, url, title, publisher, text, language, date }) => `  <entry xml:lang="${xml(language)}">
    <id>${xml(id)}</id>
    <title>${xml(title)}</title>
    <author><name>${xml(publisher)}</name></author>
    <published>${date}</published>
    <updated>${date}</updated>
    <link rel="alternate" type="text/html" href="${xml(url)}"/>
    <content type="text">${xml(text)}</content>
  </entry>`;

/**
 * @param {{title: string, home: string, feed: string, language: string}} about
 * @param {readonly Entry[]} entries
 */
const atomFeed = ({ title, home, feed, language }, entries) => `<?xml version="1.0" encoding="utf-8"?>
<feed xmlns="http://www.w3.org/2005/Atom" xml:lang="${xml(language)}">
  <id>${xml(feed)}</id>
  <title>${xml(title)}</title>
  <updated>${entries[0]?.date}</updated>
  <link rel="self" type="application/atom+xml" href="${xml(feed)}"/>
  <link rel="alternate" type="text/html" href="${xml(home)}"/>
${entries.map(atomEntry).join('\n')}
</feed>
`;

/**
 * @param {{title: string, home: string, feed: string, language: string}} about
 * @param {readonly Entry[]} entries
 */
function jsonFeed({ title, home, feed, language }, entries) {
  const items = entries.map(({ id, url, title: name, publisher, text, language: itemLanguage, date }) => ({
    ...{ id, url, title: name, content_text: text, date_published: date, authors: [{ name: publisher }], language: itemLanguage },
  }));
  const whole = { version: 'https://jsonfeed.org/version/1.1', title, home_page_url: home, feed_url: feed, language, items };
  return `${JSON.stringify(whole, undefined, 2)}\n`;
}

/**
 * Tells whether a site has feeds: it must know its own address, and lists.
 *
 * @param {Pick<PagesContext, 'address' | 'catalogue'>} context
 */
export const hasFeeds = ({ address, catalogue }) => address !== undefined && Object.keys(catalogue).length > 0;

/**
 * Returns the feeds by their files' names, in the site's own language.
 *
 * @param {PagesContext} context
 * @returns {Record<string, string>}
 */
export function feedsOf(context) {
  const { address, identity } = context;
  if (!address || !hasFeeds(context)) return {};
  const { language } = identity;
  const title = localeOf(context).text('lists.feed.title', { name: inLanguage(identity.name, language) });
  const entries = entriesOf(context, address);
  const about = (/** @type {string} */ file) => ({ title, home: pageAddress(address, language), feed: new URL(file, address).href, language });
  return { 'feed.atom': atomFeed(about('feed.atom'), entries), 'feed.json': jsonFeed(about('feed.json'), entries) };
}
