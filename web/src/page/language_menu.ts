// The choice of language, each by its own name. It is kept nowhere: the next visit starts from the browser's languages again.

import type { Locale } from '../locale.js';
import { languageOf } from '../languages.js';
import { element } from './dom.js';

export class LanguageMenu {
  readonly element: HTMLElement;
  readonly #label = element('span', { class: 'visually-hidden' });
  readonly #select: HTMLSelectElement;

  /** `chosen` says which language it became: another than asked for if that could not be had. */
  constructor(locale: Locale, available: readonly string[], chosen: (language: string) => Promise<Locale>) {
    this.#select = element(
      'select',
      { autocomplete: 'off' },
      ...available.map((code) => {
        const { name, direction } = languageOf(code);
        return element('option', { value: code, lang: code, dir: direction }, name);
      }),
    );
    this.#select.addEventListener('change', () => {
      const wanted = this.chosen;
      void chosen(wanted).then((now) => {
        // By keyboard each language on the way is chosen: the menu must not go back while the next one loads.
        if (this.chosen === wanted) this.#show(now);
      });
    });
    this.element = element(
      'label',
      { class: 'language' },
      // For those who can't read the page as it is.
      element('span', { 'aria-hidden': 'true' }, 'अ A'),
      this.#label,
      this.#select,
    );
    this.#show(locale);
  }

  /** The page's language, or one that is on its way. */
  get chosen(): string {
    return this.#select.value;
  }

  #show(locale: Locale): void {
    this.#label.textContent = locale.text('page.language');
    this.#select.value = locale.language;
  }
}
