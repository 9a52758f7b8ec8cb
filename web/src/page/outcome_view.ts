// Shows what a check has come to: a verdict, or the offer to load the whole list first.

import type { Kind } from '../kinds.js';
import type { Locale } from '../locale.js';
import { button, element, keepFocus, replaceChildren, whenChanged } from './dom.js';
import type { Later, LaterPart } from './later.js';
import type { OfferHandlers } from './offer_view.js';
import type { Answer, Step } from './state.js';
import { verdictView, type VerdictHandlers } from './verdict_view.js';

interface AnswerView {
  readonly element: HTMLElement;
  /** The heading takes the focus. */
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
  /** True once the first words of the answer have been seen. */
  #begun = false;
  #complete = false;
  /** How many failed attempts the reader has been told of. */
  #missed = 0;

  constructor(handlers: VerdictHandlers & OfferHandlers, later: Later) {
    this.#handlers = handlers;
    this.#later = later;
  }

  get view(): AnswerView | undefined {
    return this.#view;
  }

  /** Draws the outcome. `isKeyed` is true if one of the kind's lists is. */
  draw(locale: Locale, step: Step, isKeyed: boolean): void {
    const { part, misses } = this.#later;
    if (step.name !== 'outcome') this.#drawAnswer(locale, undefined, undefined, false, undefined, 0);
    // All that is said in an offer comes later.
    else if (step.answer.status === 'stands_out') this.#drawAnswer(locale, step.kind, step.answer, isKeyed, part, misses);
    else this.#drawAnswer(locale, step.kind, step.answer, false, undefined, 0);
    this.#drawRest();
  }

  /** A verdict is drawn in two pieces, so that a slow phone shows the answer first. */
  complete(): void {
    this.#begun = true;
    this.#drawRest();
  }

  /** Draws the rest of the answer as soon as its code and words are there. */
  #drawRest(): void {
    if (!this.#begun || this.#complete) return;
    const { part, misses } = this.#later;
    this.#complete = part !== undefined;
    if (part) this.#completeWith(part);
    else if (misses !== this.#missed) this.#view?.miss?.();
    this.#missed = misses;
  }

  /** The same is offered after every verdict, at the same place: below it. */
  #completeWith(later: LaterPart): void {
    if (!this.#view?.complete) return;
    this.#view.complete(later);
    this.element.append(later.code.shareView(later.locale));
  }

  readonly #drawAnswer = whenChanged((
    locale: Locale,
    kind: Kind | undefined,
    answer: Answer | undefined,
    isKeyed: boolean,
    later: LaterPart | undefined,
    misses: number,
  ) => {
    // An answer that is only said in another language has been seen already.
    this.#begun = this.#begun && answer === this.#answer;
    this.#answer = answer;
    this.#complete = false;
    this.#missed = 0;
    keepFocus(this.element, () => {
      if (answer?.status === 'stands_out') {
        this.#view = later?.code.offerView(later.locale, answer, isKeyed, this.#handlers) ?? this.#missingOffer(locale, misses);
      } else {
        this.#view = kind && answer && verdictView(locale, kind, answer, this.#handlers);
      }
      replaceChildren(this.element, this.#view?.element);
      this.#drawRest();
    });
  });

  /** Returns what stands in the place of an offer until its words have come. `misses` is how many attempts to have them failed. */
  #missingOffer(locale: Locale, misses: number): AnswerView {
    const heading = element('h2', { tabindex: '-1' }, locale.text(misses > 0 ? 'page.part_failed' : 'field.checking'));
    const retry = misses > 0 && button('secondary', () => this.#handlers.loadRest(), locale.text('verdict.retry'));
    return { heading, element: element('section', { class: 'offer' }, heading, retry) };
  }
}
