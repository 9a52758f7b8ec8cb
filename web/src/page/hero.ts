// What the page says first: what it is for, and what never happens to the number.

import { pageAddress } from '../frame.js';
import type { Locale } from '../locale.js';
import { element } from './dom.js';
import { drawing } from './drawing.js';

/** The drawing is a lock. */
const kLock = ['M5 11h14v10H5z', 'M8 11V7a4 4 0 0 1 8 0v4M12 15v2'];

export class Hero {
  readonly element: HTMLElement;
  readonly #heading = element('h1');
  readonly #lead = element('p', { class: 'lead' });
  readonly #promise = element('span');
  readonly #how: HTMLAnchorElement | undefined;

  /** `isSite` is true where the page is the site's own and no frame, so that it can lead to the pages that explain more. */
  constructor(isSite: boolean) {
    if (isSite) this.#how = element('a');
    const words = element('span', {}, this.#promise, ' ', this.#how);
    this.element = element('div', { class: 'hero' }, this.#heading, this.#lead, element('p', { class: 'promise' }, drawing('icon', kLock), words));
  }

  draw(locale: Locale): void {
    this.#heading.textContent = locale.text('page.heading');
    this.#lead.textContent = locale.text('page.lead');
    this.#promise.textContent = locale.text('page.promise');
    if (!this.#how) return;
    this.#how.textContent = locale.text('frame.how');
    this.#how.href = pageAddress(locale, 'how');
  }

  /** Shows or hides the lead, which is for readers who have only just come. */
  showLead(shown: boolean): void {
    this.#lead.hidden = !shown;
  }
}
