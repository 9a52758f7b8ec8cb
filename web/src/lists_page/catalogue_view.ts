// All lists on the page: how many of them can be used, where each is, and each of them, the newest first.

import type { Catalogue } from '../check/catalogue.js';
import type { SiteList } from '../check/result.js';
import type { Failure } from '../errors.js';
import { wordsFor } from '../failures.js';
import { button, element } from '../page/dom.js';
import { codeText } from '../page/failure_code.js';
import { titleOf } from '../page/phrase.js';
import { leakArticle } from './leak_article.js';
import { anchorOf } from './names.js';
import type { PageData, PageLocale } from './page_data.js';
import { standingOf, standingTags } from './standing.js';

/** So many lists can be seen at a glance, also on a phone. */
const kFew = 6;

export function catalogueView(locale: PageLocale, catalogue: Catalogue, data: Omit<PageData, 'locale'>, retry: () => void): HTMLElement[] {
  const nowSeconds = Date.now() / 1000;
  const lists = newestFirst(catalogue.lists);
  const articles = lists.map((list) => leakArticle(locale, list, { ...data, address: catalogue.addressOf(list), nowSeconds }));
  const all = element('div', { class: 'leaks' }, ...articles);
  return [state(locale, lists, retry), ...(lists.length > 1 ? [contents(locale, lists, nowSeconds)] : []), all];
}

/** Why there is nothing that this browser has checked. */
export function failureView(locale: PageLocale, failure: Failure, retry: () => void): HTMLElement {
  return element(
    'div',
    { class: 'notice failed', role: 'alert' },
    element('h2', {}, locale.text('page.load_failed')),
    element('p', {}, locale.text(`reason.${wordsFor(failure.code).reason}`)),
    codeText(locale, failure),
    button('secondary', retry, locale.text('verdict.retry')),
  );
}

/** Lists that could never be opened have no date: they come last. */
function newestFirst(lists: readonly SiteList[]): SiteList[] {
  const date = ({ description }: SiteList): number => description?.published ?? -1;
  return [...lists].sort((a, b) => date(b) - date(a));
}

function state(locale: PageLocale, lists: readonly SiteList[], retry: () => void): HTMLElement {
  const failed = lists.filter(({ failure }) => failure).length;
  return element(
    'div',
    { class: 'lists-state', role: 'status' },
    lists.some(({ description }) => description) && element('p', {}, locale.text('lists.checked')),
    failed > 0 && element('p', { class: 'strong' }, locale.text('lists.some_failed', { count: failed })),
    failed > 0 && button('secondary', retry, locale.text('verdict.retry')),
  );
}

/** Where each list is. Folded where it would fill the screen. */
function contents(locale: PageLocale, lists: readonly SiteList[], nowSeconds: number): HTMLElement {
  const links = lists.map((list) => {
    const { description, pin } = list;
    return element(
      'li',
      {},
      element('a', { href: `#${anchorOf(pin.id)}` }, titleOf(locale, list)),
      description && element('span', { class: 'hint' }, locale.date(description.published)),
      ...standingTags(locale, standingOf(list, nowSeconds), 'worse'),
    );
  });
  const open = lists.length <= kFew || matchMedia('(min-width: 62rem)').matches;
  const heading = element('summary', {}, `${locale.text('lists.all')} (${locale.number(lists.length)})`);
  return element('details', { class: 'folded all-lists', open }, heading, element('ul', {}, ...links));
}
