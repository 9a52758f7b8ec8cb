// What has to be said of the lists as a whole: that there are none, that they could not be had, that some are for tests.

import type { Failure } from '../errors.js';
import type { Locale } from '../locale.js';
import { element, keepFocus, replaceChildren, whenChanged } from './dom.js';
import { partFailure, type Later, type LaterPart } from './later.js';
import type { Lists } from './state.js';

export class Notices {
  readonly element = element('div');
  readonly #retry: () => void;
  readonly #later: Later;

  constructor(retry: () => void, later: Later) {
    this.#retry = retry;
    this.#later = later;
  }

  draw(locale: Locale, lists: Lists): void {
    // The others are said with words that are there.
    const isFailure = lists.status === 'failed';
    this.#draw(locale, lists, isFailure ? this.#later.part : undefined, isFailure ? this.#later.misses : 0);
  }

  readonly #draw = whenChanged((locale: Locale, lists: Lists, later: LaterPart | undefined, misses: number) => {
    keepFocus(this.element, () => replaceChildren(this.element, this.#notice(locale, lists, later, misses)));
  });

  #notice(locale: Locale, lists: Lists, later: LaterPart | undefined, misses: number): HTMLElement | undefined {
    switch (lists.status) {
      case 'loading':
      case 'ready':
        return undefined;
      case 'waiting':
        return element('p', { class: 'hint' }, locale.text('page.loading'));
      case 'none':
        return element(
          'div',
          { class: 'notice' },
          element('h2', {}, locale.text('page.no_lists')),
          element('p', {}, locale.text('page.no_lists_text')),
        );
      case 'failed':
        return this.#failureNotice(locale, lists.failure, later, misses);
    }
  }

  #failureNotice(locale: Locale, failure: Failure, later: LaterPart | undefined, misses: number): HTMLElement {
    // Without memory it was the session's engine that did not start, and that is not made again.
    const retry = (): void => (failure.code === 'out_of_memory' ? location.reload() : this.#retry());
    return element(
      'div',
      { class: 'notice', role: 'alert' },
      element('h2', {}, locale.text('page.load_failed')),
      ...(later ? [later.code.failureText(later.locale, failure), later.code.remedyButton(later.locale, [failure], retry)] : []),
      misses > 0 && partFailure(locale, retry),
    );
  }
}

/** There is a list that says nothing about anybody. */
export function testNotice(locale: Locale): HTMLElement {
  return element(
    'p',
    { class: 'notice test' },
    element('span', { class: 'tag' }, locale.text('page.test_list')),
    ' ',
    locale.text('page.test_list_text'),
  );
}
