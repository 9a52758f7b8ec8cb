// Loads what the page says only once there is an answer, a failure or a request to speak of: code and words that make up half of all
// there are. Everybody's page asks for them at the same moment, once its lists are open, so that they tell nobody anything; where
// they could not be had, again with the next check. No answer waits for them: it is on the screen, with what must be said with it, before.

import type { Locale, WholeLocale } from '../locale.js';
import { button, element } from './dom.js';

export type LaterCode = typeof import('../later.js');

/** In the page's language. */
export interface LaterPart {
  readonly code: LaterCode;
  readonly locale: WholeLocale;
}

/** Each rejects if what it is for can't be had. */
export interface LaterSource {
  code(): Promise<LaterCode>;
  words(code: LaterCode, locale: Locale): Promise<WholeLocale>;
}

export class Later {
  /** Called when the part has come, or has failed to. */
  onChange: () => void = () => {};
  readonly #source: LaterSource;
  readonly #parts = new WeakMap<Locale, LaterPart>();
  #locale: Locale;
  #code: LaterCode | undefined;
  #loading: Promise<LaterPart> | undefined;
  #misses = 0;

  constructor(source: LaterSource, locale: Locale) {
    this.#source = source;
    this.#locale = locale;
  }

  get part(): LaterPart | undefined {
    return this.#parts.get(this.#locale);
  }

  /** How many attempts have failed, as long as none has succeeded. */
  get misses(): number {
    return this.part ? 0 : this.#misses;
  }

  /** What is not there yet. Rejects if it can't be had; called again, tries again. */
  load(): Promise<LaterPart> {
    if (this.part) return Promise.resolve(this.part);
    this.#loading ??= this.#load().finally(() => {
      this.#loading = undefined;
      this.onChange();
    });
    return this.#loading;
  }

  /** For those who need not know: who shows it hears of it. */
  loadSoon(): void {
    if (!this.part) this.load().catch(() => {});
  }

  async #load(): Promise<LaterPart> {
    try {
      this.#code ??= await this.#source.code();
      // Meanwhile their reader may have chosen another language.
      for (;;) {
        const { part } = this;
        if (part) return part;
        await this.learn(this.#locale);
      }
    } catch (thrown) {
      this.#misses += 1;
      throw thrown;
    }
  }

  /** The words of a language that is about to be spoken, where there is already something to say with them. Rejects if they can't be had. */
  async learn(locale: Locale): Promise<void> {
    if (!this.#code || this.#parts.has(locale)) return;
    this.#parts.set(locale, { code: this.#code, locale: await this.#source.words(this.#code, locale) });
  }

  /** From now on in this language. */
  speak(locale: Locale): void {
    this.#locale = locale;
    if (this.#code) this.loadSoon();
  }
}

/** In the place of what could not be had. `others`: what else can be pressed. */
export function partFailure(locale: Locale, retry: () => void, ...others: readonly HTMLElement[]): HTMLElement {
  return element(
    'div',
    {},
    element('p', { class: 'problem', role: 'alert' }, locale.text('page.part_failed')),
    element('div', { class: 'actions' }, button('secondary', retry, locale.text('verdict.retry')), ...others),
  );
}
