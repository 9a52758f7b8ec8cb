// What a check has come to: a verdict, or the offer to load the whole list first.

import type { Kind } from '../kinds.js';
import type { Locale } from '../locale.js';
import { element, keepFocus, replaceChildren, whenChanged } from './dom.js';
import { offerView, type OfferHandlers } from './offer_view.js';
import type { Answer, Step } from './state.js';
import { verdictView, type VerdictHandlers } from './verdict_view.js';

interface AnswerView {
  readonly element: HTMLElement;
  /** Takes the focus. */
  readonly heading: HTMLElement;
  complete?(): void;
}

export class OutcomeView {
  readonly element = element('div');
  readonly #handlers: VerdictHandlers & OfferHandlers;
  #answer: Answer | undefined;
  #view: AnswerView | undefined;
  #complete = false;

  constructor(handlers: VerdictHandlers & OfferHandlers) {
    this.#handlers = handlers;
  }

  get view(): AnswerView | undefined {
    return this.#view;
  }

  draw(locale: Locale, step: Step): void {
    if (step.name === 'outcome') this.#drawAnswer(locale, step.kind, step.answer);
    else this.#drawAnswer(locale, undefined, undefined);
  }

  /** A verdict is drawn in two pieces, so that a slow phone shows the answer first. */
  complete(): void {
    if (this.#complete) return;
    this.#complete = true;
    this.#view?.complete?.();
  }

  readonly #drawAnswer = whenChanged((locale: Locale, kind: Kind | undefined, answer: Answer | undefined) => {
    // One that is said in another language only is all there already.
    const again = answer === this.#answer;
    this.#answer = answer;
    this.#complete = false;
    keepFocus(this.element, () => {
      this.#view = kind && answer && this.#viewOf(locale, kind, answer);
      replaceChildren(this.element, this.#view?.element);
      if (again) this.complete();
    });
  });

  #viewOf(locale: Locale, kind: Kind, answer: Answer): AnswerView {
    if (answer.status === 'stands_out') return offerView(locale, answer, this.#handlers);
    return verdictView(locale, kind, answer, this.#handlers);
  }
}
