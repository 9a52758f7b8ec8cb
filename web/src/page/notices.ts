// What has to be said of the lists as a whole: that they are test lists, that there are none, that they could not be had.

import type { Failure } from '../errors.js';
import type { Locale } from '../locale.js';
import { element, keepFocus, replaceChildren, whenChanged } from './dom.js';
import type { Lists } from './state.js';
import { failureText, remedyButton } from './failure_view.js';

export class Notices {
  readonly element = element('div');
  readonly #retry: () => void;

  constructor(retry: () => void) {
    this.#retry = retry;
  }

  readonly draw = whenChanged((locale: Locale, lists: Lists) => {
    keepFocus(this.element, () => replaceChildren(this.element, this.#notice(locale, lists)));
  });

  #notice(locale: Locale, lists: Lists): HTMLElement | undefined {
    switch (lists.status) {
      case 'loading':
        return undefined;
      case 'waiting':
        return element('p', { class: 'hint' }, locale.text('page.loading'));
      case 'ready':
        return lists.all.some(({ description }) => description?.test === true) ? testNotice(locale) : undefined;
      case 'none':
        return element(
          'div',
          { class: 'notice' },
          element('h2', {}, locale.text('page.no_lists')),
          element('p', {}, locale.text('page.no_lists_text')),
        );
      case 'failed':
        return this.#failureNotice(locale, lists.failure);
    }
  }

  #failureNotice(locale: Locale, failure: Failure): HTMLElement {
    // Without memory it was the session's engine that did not start, and that is not made again.
    const retry = (): void => (failure.code === 'out_of_memory' ? location.reload() : this.#retry());
    const again = remedyButton(locale, [failure], retry);
    return element(
      'div',
      { class: 'notice', role: 'alert' },
      element('h2', {}, locale.text('page.load_failed')),
      failureText(locale, failure),
      again,
    );
  }
}

function testNotice(locale: Locale): HTMLElement {
  return element(
    'p',
    { class: 'notice test' },
    element('span', { class: 'tag' }, locale.text('page.test_list')),
    ' ',
    locale.text('page.test_list_text'),
  );
}
