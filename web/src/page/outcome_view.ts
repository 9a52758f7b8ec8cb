// What a check has come to: a verdict, or the offer to load the whole list first.

import type { Kind } from '../kinds.js';
import type { Locale } from '../locale.js';
import { element, keepFocus, replaceChildren, whenChanged } from './dom.js';
import type { Later, LaterPart } from './later.js';
import { offerView, type OfferHandlers } from './offer_view.js';
import type { Answer, Step } from './state.js';
import { verdictView, type VerdictHandlers } from './verdict_view.js';

interface AnswerView {
  readonly element: HTMLElement;
  /** Takes the focus. */
  readonly heading: HTMLElement;
  complete?(later: LaterPart): void;
  miss?(): void;
}

export class OutcomeView {
  readonly element = element('div');
  readonly #handlers: VerdictHandlers & OfferHandlers;
  readonly #later: Later;
  #answer: Answer | undefined;
  #view: AnswerView | undefined;
  /** Its first words have been seen. */
  #begun = false;
  #complete = false;
  /** That the rest is missing has been said, of so many attempts. */
  #missed = 0;

  constructor(handlers: VerdictHandlers & OfferHandlers, later: Later) {
    this.#handlers = handlers;
    this.#later = later;
  }

  get view(): AnswerView | undefined {
    return this.#view;
  }

  /** `isKeyed`: one of the kind's lists is. */
  draw(locale: Locale, step: Step, isKeyed: boolean): void {
    if (step.name === 'outcome') this.#drawAnswer(locale, step.kind, step.answer, isKeyed && step.answer.status === 'stands_out');
    else this.#drawAnswer(locale, undefined, undefined, false);
    this.#drawRest();
  }

  /** A verdict is drawn in two pieces, so that a slow phone shows the answer first. */
  complete(): void {
    this.#begun = true;
    this.#drawRest();
  }

  /** As soon as there is what it takes. */
  #drawRest(): void {
    if (!this.#begun || this.#complete) return;
    const { part, misses } = this.#later;
    this.#complete = part !== undefined;
    if (part) this.#view?.complete?.(part);
    else if (misses !== this.#missed) this.#view?.miss?.();
    this.#missed = misses;
  }

  readonly #drawAnswer = whenChanged((locale: Locale, kind: Kind | undefined, answer: Answer | undefined, isKeyed: boolean) => {
    // One that is said in another language only is all there already.
    this.#begun = this.#begun && answer === this.#answer;
    this.#answer = answer;
    this.#complete = false;
    this.#missed = 0;
    keepFocus(this.element, () => {
      this.#view = kind && answer && this.#viewOf(locale, kind, answer, isKeyed);
      replaceChildren(this.element, this.#view?.element);
      this.#drawRest();
    });
  });

  #viewOf(locale: Locale, kind: Kind, answer: Answer, isKeyed: boolean): AnswerView {
    if (answer.status === 'stands_out') return offerView(locale, answer, isKeyed, this.#handlers);
    return verdictView(locale, kind, answer, this.#handlers);
  }
}
