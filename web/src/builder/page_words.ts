// What this page's script says, in the page's language: the build has written it into the page (web/pages/embed.mjs).

import type checkWords from '../../locales/en.json';
import type embedWords from '../../locales/embed/en.json';
import { dayInIndia } from '../format.js';

export type WordKey = keyof typeof checkWords | keyof typeof embedWords;

export class PageWords {
  readonly #texts: ReadonlyMap<string, string>;

  constructor(template: HTMLTemplateElement) {
    const all = template.content.querySelectorAll<HTMLElement>('[data-key]');
    this.#texts = new Map([...all].map(({ dataset, textContent }) => [dataset['key'] ?? '', textContent ?? '']));
  }

  /** A missing text shows as its key, in a test, and stops nothing. */
  text(key: WordKey, parameters: Readonly<Record<string, string | number>> = {}): string {
    const text = this.#texts.get(key) ?? key;
    return text.replace(/\{(\w+)\}/g, (whole, name: string) => String(parameters[name] ?? whole));
  }

  date(seconds: number): string {
    const { day, month, year } = dayInIndia(seconds);
    return this.text('date.long', { day, month: this.text(`month.${month}` as WordKey), year });
  }
}
