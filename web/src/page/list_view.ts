// What a list says of itself, in its publisher's words.

import { isKeyed, type SiteList } from '../check/result.js';
import type { Locale } from '../locale.js';
import { answer } from './answer.js';
import { element, externalLink } from './dom.js';
import type { LaterPart } from './later.js';
import { foreign, leftToRight, phrase, titleOf } from './phrase.js';

export function listCards(locale: Locale, lists: readonly SiteList[], later: LaterPart | undefined): HTMLElement {
  return element(
    'div',
    {},
    element('h2', { class: 'small' }, locale.text('list.heading', { count: lists.length })),
    ...lists.map((list) => listCard(locale, list, later)),
  );
}

/** A list that can't be asked now says so, and still what is known of it from before. */
function listCard(locale: Locale, list: SiteList, later: LaterPart | undefined): HTMLElement {
  const { description, failure } = list;
  return element(
    'div',
    { class: `list-card${failure ? ' unavailable' : ''}` },
    description?.test === true && testTag(locale),
    element('p', { class: 'strong' }, titleOf(locale, list)),
    failure && element('p', { class: 'strong' }, answer('could_not_tell', locale.text('list.unavailable'))),
    failure && later?.code.reasonText(later.locale, failure),
    ...(description ? descriptionTexts(locale, description) : []),
    isKeyed(list) && element('p', {}, locale.text('list.keyed', { count: list.pin.evaluators.length })),
    aboutLink(locale, list),
  );
}

function descriptionTexts(locale: Locale, description: NonNullable<SiteList['description']>): (HTMLElement | false)[] {
  const { language, publisher, published, entries, about } = description;
  return [
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
  ];
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
