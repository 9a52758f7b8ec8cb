// What a list says of itself, in its publisher's words.

import type { SiteList } from '../check.js';
import type { Locale } from '../locale.js';
import { element, externalLink } from './dom.js';

/** A list that could not be opened has told us no title yet. */
export function listTitle(locale: Locale, list: SiteList | undefined): string {
  return list?.description?.title ?? locale.text('list.unnamed', { id: list?.pin.id ?? '' });
}

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
      element('p', { class: 'strong' }, listTitle(locale, list)),
      list.failure && element('p', {}, locale.text('list.unavailable'), ' ', locale.text(`error.${list.failure.code}`)),
    );
  }
  const { language, title, publisher, published, entries, about } = description;
  return element(
    'div',
    { class: 'list-card' },
    description.test && testTag(locale),
    element('p', { class: 'strong', lang: language, dir: 'auto' }, title),
    element(
      'p',
      {},
      locale.text('list.published', { publisher, date: locale.date(published), entries: locale.number(entries) }),
    ),
    about !== '' && element('p', { lang: language, dir: 'auto' }, about),
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
  return element('p', {}, externalLink(link, locale.text('list.link', { host: new URL(link).host })));
}
