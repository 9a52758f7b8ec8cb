// Shows what lists say of themselves, in their publishers' words.

import { isKeyed, type SiteList } from '../check/result.js';
import type { Locale } from '../locale.js';
import { answer } from './answer.js';
import { element, externalLink, hostOf } from './dom.js';
import type { LaterPart } from './later.js';
import { foreign, leftToRight, phrase, titleOf } from './phrase.js';

/** How many lists are shown at once. */
export const shownLists = 3;

/**
 * Returns which leaks are covered, and from when: the newest lists. `address` is that of the page of all lists, where this page can lead to one;
 * `expected` is how many lists the site had when it was built.
 */
export function coveredLists(locale: Locale, lists: readonly SiteList[], address: string | undefined, expected: number): HTMLElement {
  const when = ({ description }: SiteList): number => description?.published ?? 0;
  const newest = [...lists].sort((a, b) => when(b) - when(a));
  const rows = newest.slice(0, shownLists).map((list) => coveredList(locale, list));
  // Where fewer lists came than were expected, the room that was kept for them stays: what is below must not move.
  while (rows.length < Math.min(expected, shownLists)) rows.push(element('li'));
  return covered(locale, lists.length, address, rows);
}

/** Returns what stands in the place of lists that have not come. It takes as much room as `count` of them will. */
export function awaitedLists(locale: Locale, count: number, address: string | undefined): HTMLElement {
  const rows = Array.from({ length: Math.min(count, shownLists) }, (_, i) => element('li', { class: 'hint' }, i === 0 && locale.text('page.loading')));
  return covered(locale, count, address, rows);
}

function covered(locale: Locale, count: number, address: string | undefined, rows: readonly HTMLElement[]): HTMLElement {
  const more = count - rows.length;
  const rest = more > 0 && locale.text('list.more', { count: more });
  return element(
    'div',
    {},
    headingOf(locale, count),
    element('ul', { class: 'covered' }, ...rows),
    address === undefined ? rest && element('p', {}, rest) : element('p', {}, element('a', { href: address }, rest || locale.text('frame.lists'))),
  );
}

function coveredList(locale: Locale, list: SiteList): HTMLElement {
  const { description, failure } = list;
  return element(
    'li',
    {},
    element('span', { class: 'strong' }, titleOf(locale, list)),
    description && ' ',
    description && element('span', { class: 'hint' }, locale.text('list.dated', { date: locale.date(description.published) })),
    failure && element('div', { class: 'strong' }, answer('could_not_tell', locale.text('list.unavailable'))),
  );
}

const headingOf = (locale: Locale, count: number): HTMLElement => element('h2', { class: 'small' }, locale.text('list.heading', { count }));

/** Returns all that is known of the lists that are asked. */
export function listCards(locale: Locale, lists: readonly SiteList[], later: LaterPart | undefined): HTMLElement {
  const cards = lists.map((list) => listCard(locale, list, later));
  const rest = cards.slice(shownLists);
  const summary = element('summary', {}, locale.text('list.more', { count: rest.length }));
  return element(
    'div',
    {},
    headingOf(locale, lists.length),
    ...cards.slice(0, shownLists),
    rest.length > 0 && element('details', {}, summary, ...rest),
  );
}

/** Returns the card of a list. One that can't be asked now says so, and what is known of it from before. */
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

/** Returns a link whose text is its address, so that nobody is led elsewhere than they think. */
export function aboutLink(locale: Locale, list: SiteList): HTMLElement | undefined {
  const link = list.description?.link ?? '';
  if (link === '') return undefined;
  const host = leftToRight(hostOf(link));
  return element('p', {}, externalLink(link, ...phrase(locale, 'list.link', { host })));
}
