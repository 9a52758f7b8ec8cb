// Says things to readers who don't see the page.

import { element } from './dom.js';

/** Says a text once, at the next pause. */
export class Announcer {
  readonly element = element('p', { class: 'visually-hidden', role: 'status', 'aria-live': 'polite' });
  #timer: ReturnType<typeof setTimeout> | undefined;

  /** `delayMs`: a later text within this time replaces the earlier one. */
  say(text: string, delayMs = 0): void {
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => {
      this.element.textContent = text;
    }, delayMs);
  }

  /** Takes away what was said, and what was about to be said. */
  clear(): void {
    clearTimeout(this.#timer);
    this.element.textContent = '';
  }
}
