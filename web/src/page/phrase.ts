// Makes messages with more than plain text in them: a publisher's words in another language, or digits that must stay in order.

import type { SiteList } from '../check/result.js';
import type { AnyKey, FirstKey, Locale } from '../locale.js';
import { element, type Child } from './dom.js';

/** Returns a message with elements in it. */
export function phrase<Key extends AnyKey = FirstKey>(
  locale: Locale<Key>,
  key: NoInfer<Key>,
  parameters: Readonly<Record<string, string | number | HTMLElement>>,
): Child[] {
  return locale.parts<HTMLElement>(key, parameters);
}

/** Returns a text that need not be in the page's language or direction. */
export function foreign(text: string, language: string): HTMLElement {
  return element('bdi', { lang: language }, text);
}

/** Returns digits that go from left to right, whatever stands around them. */
export function leftToRight(text: string): HTMLElement {
  return element('bdi', { dir: 'ltr', class: 'digits' }, text);
}

/** Returns a list's title, or its identifier if it could not be opened and has told no title yet. */
export function titleOf(locale: Locale, list: SiteList | undefined): HTMLElement {
  const { description, pin } = list ?? {};
  if (description) return foreign(description.title, description.language);
  return element('span', {}, locale.text('list.unnamed', { id: pin?.id ?? '' }));
}
