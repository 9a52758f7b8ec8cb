// The choice of language, each by its own name. On the site it is in the page's address, and nowhere else: a visit without it starts from
// the browser's languages again.

import type { Locale } from '../locale.js';
import { languageOf } from '../languages.js';
import { element } from './dom.js';

export class LanguageMenu {
  readonly element: HTMLElement;
  readonly #label = element('span', { class: 'visually-hidden' });
  readonly #select: HTMLSelectElement;
  /** The message lies over what is below it, which must not move, since its reader may have gone on there. */
  readonly #failure = element('p', { class: 'language-failure', role: 'alert', hidden: true });

  /** `chosen` is called with the choice, and says which language it became: another one if that could not be had. */
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
      this.#failure.hidden = true;
      void chosen(wanted).then((now) => {
        // With a keyboard, each language on the way is chosen. The menu must not go back while the next one loads.
        if (this.chosen !== wanted) return;
        this.#show(now);
        if (now.language !== wanted) this.#say(now.text('page.language_failed'));
      });
    });
    const label = element(
      'label',
      { class: 'language' },
      // These letters are for readers who can't read the page as it is.
      element('span', { 'aria-hidden': 'true' }, 'अ A'),
      this.#label,
      this.#select,
    );
    this.element = element('div', {}, label, this.#failure);
    document.addEventListener('pointerdown', () => {
      this.#failure.hidden = true;
    });
    this.#show(locale);
  }

  /** The language that the menu shows: the page's, or one that is on its way. */
  get chosen(): string {
    return this.#select.value;
  }

  #say(text: string): void {
    this.#failure.textContent = text;
    this.#failure.hidden = false;
  }

  #show(locale: Locale): void {
    this.#label.textContent = locale.text('page.language');
    this.#select.value = locale.language;
  }
}
