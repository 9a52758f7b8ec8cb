// Says after a failed try that there is a problem, takes the focus, and leads to the field.

import type { Locale } from '../locale.js';
import { element, keepFocus, replaceChildren } from './dom.js';

export class ErrorSummary {
  readonly element = element('div', { class: 'error-summary', role: 'alert', tabindex: '-1', hidden: true });
  readonly #fieldId: string;
  readonly #focusField: () => void;

  constructor(fieldId: string, focusField: () => void) {
    this.#fieldId = fieldId;
    this.#focusField = focusField;
  }

  /** Shows the summary with this text, or hides it where there is none. */
  draw(locale: Locale, text: string | undefined): void {
    this.element.hidden = text === undefined;
    if (text === undefined) {
      replaceChildren(this.element);
      return;
    }
    const link = element('a', { href: `#${this.#fieldId}` }, text);
    link.addEventListener('click', (event) => {
      // If the link were followed, it would leave an entry in the history.
      event.preventDefault();
      this.#focusField();
    });
    const heading = element('h2', {}, locale.text('field.summary'));
    keepFocus(this.element, () => replaceChildren(this.element, heading, element('p', {}, link)));
  }
}
