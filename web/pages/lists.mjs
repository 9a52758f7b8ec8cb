// What the page of the lists has beside its words: what the site says of its lists to whoever reads it without a script, and what the page's script
// (src/lists_page.ts) needs to say more.

import { importBundled } from '../bundle.mjs';
import { kFeeds } from '../feeds.mjs';
import { kBitsInFingerprint, kBitsInWords, keyNames } from '../key_words.mjs';
import { kLanguages } from '../messages.mjs';
import { dataBlock, escape } from '../template.mjs';
import { dateIn } from './date.mjs';
import { filled } from './frame.mjs';

const { anchorOf, textsIn } = await importBundled('src/lists_page/names.ts');

/** @typedef {import('../build_types.d.ts').PagesContext} PagesContext */
/** @typedef {import('../build_types.d.ts').Pin} Pin */
/** @typedef {import('./frame.mjs').Place} Place */

/** The words that the page's script says are those of these groups, and a few of the check's. */
const kGroups = ['lists', 'reason', 'date', 'month', 'number', 'size'];
const kKeys = [
  ...['list.unnamed', 'list.link', 'page.test_list', 'page.test_list_text', 'page.load_failed', 'verdict.retry', 'verdict.code'],
  ...['ledger.reveals.bucket', 'ledger.reveals.check', 'ledger.reveals.whole_list'],
];

/** @param {string} text @param {string} language */
const foreign = (text, language) => `<bdi lang="${escape(language)}">${escape(text)}</bdi>`;

/**
 * Returns what the site says of one list. Nobody has verified it where it is read, so it is short.
 *
 * @param {PagesContext} context
 * @param {Place} place
 * @param {Pin} pin
 */
function statement(context, place, { id, kind }) {
  const list = context.catalogue[id];
  const [language, texts] = list ? textsIn(list.texts, place.language) : [];
  const title = texts ? foreign(texts.title, language) : filled(place.textOf('list.unnamed'), { id: escape(id) });
  /** @type {(key: string, value: string) => string} */
  const fact = (key, value) => `<div><dt>${escape(place.textOf(key))}</dt><dd>${value}</dd></div>`;
  const facts = [
    fact('lists.holds', escape(place.textOf(`lists.holds.${kind}`))),
    ...(list && texts ? [fact('lists.publisher', foreign(texts.publisher, language)), fact('lists.published', dateIn(context, place, Date.parse(list.published) / 1000))] : []),
  ];
  return `<article class="leak" id="${escape(anchorOf(id))}">\n<div class="said"><h2>${title}</h2></div>\n<dl class="facts">\n${facts.join('\n')}\n</dl>\n</article>`;
}

/** @param {PagesContext} context @param {Place} place */
function statements(context, place) {
  const { pins, catalogue } = context;
  const { textOf } = place;
  if (pins.lists.length === 0) {
    return `<div class="notice"><h2>${escape(textOf('page.no_lists'))}</h2>\n<p>${escape(textOf('page.no_lists_text'))}</p></div>`;
  }
  const date = (/** @type {Pin} */ { id }) => catalogue[id]?.published ?? '';
  const newestFirst = [...pins.lists].sort((a, b) => date(b).localeCompare(date(a)));
  const noScript = `<noscript>${escape(textOf('lists.no_script'))}</noscript>`;
  const state = `<div class="lists-state" role="status"><p>${escape(textOf('lists.unchecked'))} ${noScript}</p></div>`;
  return [state, ...newestFirst.map((pin) => statement(context, place, pin))].join('\n');
}

/** @param {string} title @param {readonly string[]} contents */
const folded = (title, contents) => `<details class="folded">\n<summary>${escape(title)}</summary>\n${contents.join('\n')}\n</details>`;

/** @param {Place} place */
function whose({ textOf }) {
  const bits = filled(textOf('lists.whose.bits'), { bits: String(kBitsInWords), all: String(kBitsInFingerprint) });
  return folded(textOf('lists.whose'), [`<p>${escape(textOf('lists.whose.text'))}</p>`, `<p>${bits}</p>`]);
}

/** @param {Place} place */
function feedLinks({ root, textOf }) {
  const links = kFeeds.map(({ file, text }) => `<li><a href="${root}${file}">${escape(textOf(text))}</a></li>`);
  return folded(textOf('lists.feeds'), [`<p>${escape(textOf('lists.feeds.text'))}</p>`, `<ul>${links.join('')}</ul>`]);
}

/**
 * Returns what the page's template is filled with.
 *
 * @param {PagesContext} context
 * @param {Place} place
 */
export function listsParts(context, place) {
  const { pins, messages } = context;
  const texts = Object.entries(messages[place.language]?.texts ?? {});
  const words = texts.filter(([key]) => kKeys.includes(key) || kGroups.includes(key.slice(0, key.indexOf('.'))));
  const keys = pins.lists.map(({ id, keys: all }) => [id, (Array.isArray(all) ? all : []).map(keyNames).filter(Boolean)]);
  const names = Object.entries(kLanguages).map(([code, { name }]) => [code, name]);
  const data = { words: Object.fromEntries(words), keys: Object.fromEntries(keys), languages: Object.fromEntries(names) };
  const hasLists = pins.lists.length > 0;
  return {
    WHOSE: hasLists ? whose(place) : '',
    FEEDS: context.hasFeeds ? feedLinks(place) : '',
    CATALOGUE: statements(context, place),
    DATA: hasLists ? dataBlock('lists-data', data) : '',
  };
}

/**
 * Returns what stands in the page's head: where programs find the feeds.
 *
 * @param {PagesContext} context
 * @param {Place} place
 */
export function listsHead({ hasFeeds }, { root, textOf }) {
  if (!hasFeeds) return '';
  return kFeeds.map(({ file, type, text }) => `<link rel="alternate" type="${type}" href="${root}${file}" title="${escape(textOf(text))}">\n`).join('');
}
