// After a failed try: says that there is a problem, takes the focus and leads to the field.

import type { Locale } from '../locale.js';
import { element, focusOn, replaceChildren } from './dom.js';

export class ErrorSummary {
  readonly element = element('div', { class: 'error-summary', role: 'alert', tabindex: '-1', hidden: true });
  readonly #locale: Locale;

  constructor(locale: Locale) {
    this.#locale = locale;
  }

  /** `fieldId` is where the link leads; `focusField` goes there. Without `takeFocus` it stays where it is. */
  show(text: string, fieldId: string, focusField: () => void, takeFocus: boolean): void {
    const link = element('a', { href: `#${fieldId}` }, text);
    link.addEventListener('click', (event) => {
      // Followed, it would leave an entry in the history.
      event.preventDefault();
      focusField();
    });
    replaceChildren(this.element, element('h2', {}, this.#locale.text('input.summary')), element('p', {}, link));
    this.element.hidden = false;
    if (takeFocus) focusOn(this.element);
    document.title = `${this.#locale.text('input.prefix')} ${this.#locale.text('page.title')}`;
  }

  clear(): void {
    if (this.element.hidden) return;
    this.element.hidden = true;
    replaceChildren(this.element);
    document.title = this.#locale.text('page.title');
  }
}
