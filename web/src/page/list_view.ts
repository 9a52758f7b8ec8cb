// What a list says of itself, in its publisher's words.

import type { SiteList } from '../check/result.js';
import type { Locale } from '../locale.js';
import { failures } from '../errors.js';
import { element, externalLink } from './dom.js';
import { foreign, leftToRight, phrase, titleOf } from './phrase.js';

export function listCards(locale: Locale, lists: readonly SiteList[]): HTMLElement {
  return element(
    'div',
    {},
    element('h2', { class: 'small' }, locale.text('list.heading', { count: lists.length })),
    ...lists.map((list) => listCard(locale, list)),
  );
}

function listCard(locale: Locale, list: SiteList): HTMLElement {
  const { description } = list;
  if (!description) {
    return element(
      'div',
      { class: 'list-card' },
      element('p', { class: 'strong' }, titleOf(locale, list)),
      list.failure && element('p', {}, locale.text('list.unavailable')),
      list.failure && element('p', {}, locale.text(`reason.${failures[list.failure.code].reason}`)),
    );
  }
  const { language, publisher, published, entries, about } = description;
  return element(
    'div',
    { class: 'list-card' },
    description.test && testTag(locale),
    element('p', { class: 'strong' }, titleOf(locale, list)),
    element(
      'p',
      {},
      ...phrase(locale, 'list.published', {
        publisher: foreign(publisher, language),
        date: locale.date(published),
        entries,
      }),
    ),
    about !== '' && element('p', {}, foreign(about, language)),
    aboutLink(locale, list),
  );
}

export function testTag(locale: Locale): HTMLElement {
  return element('p', {}, element('span', { class: 'tag' }, locale.text('page.test_list')));
}

/** The address is the link's text, so that nobody is led elsewhere than they think. */
export function aboutLink(locale: Locale, list: SiteList): HTMLElement | undefined {
  const link = list.description?.link ?? '';
  if (link === '') return undefined;
  const host = leftToRight(new URL(link).host);
  return element('p', {}, externalLink(link, ...phrase(locale, 'list.link', { host })));
}
