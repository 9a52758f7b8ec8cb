// Loads what the page says only once there is an answer, a failure or a request to speak of: code and words that make up half of all
// there are. Everybody's page asks for them at the same moment, once its lists are open, so that they tell nobody anything; where
// they could not be had, again with the next check. No answer waits for them: it is on the screen, with what must be said with it, before.

import type { Locale, WholeLocale } from '../locale.js';
import { button, element } from './dom.js';

export type LaterCode = typeof import('../later.js');

/** The code that came later, with words in the page's language. */
export interface LaterPart {
  readonly code: LaterCode;
  readonly locale: WholeLocale;
}

/** Where code and words come from. Each method rejects if what it is for can't be had. */
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

  /** Loads what is not there yet. Rejects if it can't be had, and tries again when it is called again. */
  load(): Promise<LaterPart> {
    if (this.part) return Promise.resolve(this.part);
    this.#loading ??= this.#load().finally(() => {
      this.#loading = undefined;
      this.onChange();
    });
    return this.#loading;
  }

  /** Loads what is not there yet, for callers who need not know: those who show it hear of it. */
  loadSoon(): void {
    if (!this.part) this.load().catch(() => {});
  }

  async #load(): Promise<LaterPart> {
    try {
      this.#code ??= await this.#source.code();
      // The reader may have chosen another language meanwhile.
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

  /** Loads the words of a language that is about to be spoken, if the code that says them is there. Rejects if they can't be had. */
  async learn(locale: Locale): Promise<void> {
    if (!this.#code || this.#parts.has(locale)) return;
    this.#parts.set(locale, { code: this.#code, locale: await this.#source.words(this.#code, locale) });
  }

  /** Uses this language from now on. */
  speak(locale: Locale): void {
    this.#locale = locale;
    if (this.#code) this.loadSoon();
  }
}

/** Returns what stands in the place of a part that could not be had. `others` is what else can be pressed. */
export function partFailure(locale: Locale, retry: () => void, ...others: readonly HTMLElement[]): HTMLElement {
  return element(
    'div',
    {},
    element('p', { class: 'problem', role: 'alert' }, locale.text('page.part_failed')),
    element('div', { class: 'actions' }, button('secondary', retry, locale.text('verdict.retry')), ...others),
  );
}
