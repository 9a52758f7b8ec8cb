// One list: what its publisher says of it, as far as this browser could check that, and what follows from it for a check.

import { isKeyed, type SiteList } from '../check/result.js';
import { kSmallListBytes } from '../check/small_list.js';
import type { ListDescription } from '../engine/engine.js';
import { outOfDate } from '../errors.js';
import { wordsFor } from '../failures.js';
import { element, externalLink, hostOf, type Child } from '../page/dom.js';
import { codeText } from '../page/failure_code.js';
import { foreign, leftToRight, phrase, titleOf } from '../page/phrase.js';
import { anchorOf } from './names.js';
import type { PageData, PageLocale } from './page_data.js';
import { standingOf, standingTags } from './standing.js';

export interface ArticleOptions extends Omit<PageData, 'locale'> {
  /** The address of the list's directory. */
  readonly address: URL;
  readonly nowSeconds: number;
}

export function leakArticle(locale: PageLocale, list: SiteList, options: ArticleOptions): HTMLElement {
  const { description, failure, pin } = list;
  const tags = [
    element('span', { class: 'tag holds' }, locale.text(`lists.holds.${pin.kind}`)),
    description?.test === true && element('span', { class: 'tag' }, locale.text('page.test_list')),
    ...standingTags(locale, standingOf(list, options.nowSeconds), 'all'),
  ];
  return element(
    'article',
    { class: failure ? 'leak unusable' : 'leak', id: anchorOf(pin.id) },
    element(
      'div',
      { class: 'said' },
      element('p', { class: 'tags' }, ...tags),
      element('h2', {}, titleOf(locale, list)),
      ...failureTexts(locale, list),
      ...(description ? publishersTexts(locale, description, options) : []),
    ),
    element('dl', { class: 'facts' }, ...(description ? factsOf(locale, list, description) : []), ...pinnedFacts(locale, list, options)),
  );
}

function failureTexts(locale: PageLocale, { description, failure }: SiteList): (HTMLElement | false)[] {
  if (!failure) return [];
  const isEarlier = description !== undefined && !outOfDate.has(failure.code);
  return [
    element('p', { class: 'strong' }, locale.text(`reason.${wordsFor(failure.code).reason}`)),
    codeText(locale, failure),
    !description && element('p', {}, locale.text('lists.hidden')),
    isEarlier && element('p', {}, locale.text('lists.earlier')),
  ];
}

/** What it is, where it comes from and what happened, in the publisher's own words. */
function publishersTexts(locale: PageLocale, description: ListDescription, { languages }: ArticleOptions): (HTMLElement | false)[] {
  const { about, language, link, test } = description;
  const name = element('bdi', { lang: language }, languages[language] ?? language);
  return [
    test && element('p', {}, locale.text('page.test_list_text')),
    language !== locale.language && element('p', { class: 'hint' }, ...phrase(locale, 'lists.language', { language: name })),
    about !== '' && element('p', { class: 'about' }, foreign(about, language)),
    // The address is the link's text, so that nobody is led elsewhere than they think.
    link !== '' && element('p', {}, externalLink(link, ...phrase(locale, 'list.link', { host: leftToRight(hostOf(link)) }))),
  ];
}

function factsOf(locale: PageLocale, list: SiteList, description: ListDescription): (HTMLElement | false)[] {
  const { publisher, language, published, validUntil, sequence, entries } = description;
  return [
    fact(locale.text('lists.publisher'), foreign(publisher, language)),
    fact(locale.text('lists.published'), locale.date(published)),
    fact(locale.text('lists.expires'), locale.date(validUntil)),
    fact(locale.text('lists.entries'), locale.number(entries)),
    fact(locale.text('lists.edition'), locale.number(sequence)),
    fact(locale.text('lists.download'), element('bdi', {}, locale.bytes(downloadOf(description)))),
    wide(locale.text('lists.reveals'), reveals(locale, description)),
    isKeyed(list) && wide(locale.text('lists.locked'), lockedText(locale, description)),
  ];
}

/** What is known of every list, whether it could be had or not: the site's pin says so. */
function pinnedFacts(locale: PageLocale, { pin }: SiteList, { address, keys }: ArticleOptions): HTMLElement[] {
  const own = keys[pin.id] ?? [];
  const names = own.map(({ words, fingerprint }) =>
    element(
      'div',
      { class: 'key' },
      element('p', { class: 'words', dir: 'ltr', lang: 'en' }, words),
      element('p', { class: 'hint' }, locale.text('lists.fingerprint')),
      element('p', { class: 'fingerprint', dir: 'ltr' }, fingerprint),
    ),
  );
  return [
    ...(own.length > 0 ? [wide(locale.text(own.length > 1 ? 'lists.keys' : 'lists.key'), ...names)] : []),
    wide(locale.text('lists.address'), element('span', { class: 'path', dir: 'ltr' }, address.href)),
  ];
}

/** A small list is loaded whole by everybody: then its size is that of all its parts. */
function isSmall({ bucketCount, bucketFileSize }: ListDescription): boolean {
  return bucketCount > 1 && bucketCount * bucketFileSize <= kSmallListBytes;
}

function downloadOf(description: ListDescription): number {
  return description.bucketFileSize * (isSmall(description) ? description.bucketCount : 1);
}

function reveals(locale: PageLocale, description: ListDescription): string {
  if (isSmall(description)) return locale.text('ledger.reveals.whole_list');
  if (description.bits === 0) return locale.text('ledger.reveals.check');
  return locale.text('ledger.reveals.bucket', { people: locale.roughly(description.anonymitySet) });
}

function lockedText(locale: PageLocale, { evaluation }: ListDescription): string {
  const { count, threshold } = evaluation ?? { count: 0, threshold: 0 };
  return locale.text('lists.locked.text', { count, threshold });
}

function fact(name: string, ...value: Child[]): HTMLElement {
  return element('div', {}, element('dt', {}, name), element('dd', {}, ...value));
}

/** One that takes a whole line. */
function wide(name: string, ...value: Child[]): HTMLElement {
  const made = fact(name, ...value);
  made.className = 'whole';
  return made;
}
