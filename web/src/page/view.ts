// What is on the screen, and in which order. All of it follows from a state and a language; what is drawn already stays as it is, so that
// nothing is taken from under a finger.

import type { Checker } from '../check/checker.js';
import { isKeyed } from '../check/result.js';
import type { Kind } from '../kinds.js';
import type { Ledger } from '../ledger.js';
import type { Locale } from '../locale.js';
import { Announcer } from './announcer.js';
import { element, keepFocus, replaceChildren, whenChanged } from './dom.js';
import { KindQuestion } from './kind_question.js';
import { partFailure, type Later, type LaterPart } from './later.js';
import type { LedgerView } from './ledger_view.js';
import { listCards } from './list_view.js';
import { Notices } from './notices.js';
import { NumberForm, type NumberHandlers } from './number_form.js';
import type { OfferHandlers } from './offer_view.js';
import type { OfflineDoor } from './offline_door.js';
import { OutcomeView } from './outcome_view.js';
import { ProgressView } from './progress_view.js';
import { kindOf, offeredKinds, type Lists, type State } from './state.js';
import type { VerdictHandlers } from './verdict_view.js';

export interface ViewHandlers extends NumberHandlers, VerdictHandlers, OfferHandlers {
  kindChosen(kind: Kind): void;
  loadAgain(): void;
}

export interface ViewParts {
  readonly requests: Ledger;
  /** What the ledger says of lists. */
  readonly told: Pick<Checker, 'lists' | 'disclosedBits'>;
  readonly offline: OfflineDoor | undefined;
  readonly later: Later;
}

export class View {
  readonly announcer = new Announcer();
  readonly question: KindQuestion;
  readonly number: NumberForm;
  readonly outcome: OutcomeView;
  readonly #parts: ViewParts;
  readonly #progress = new ProgressView();
  readonly #notices: Notices;
  readonly #heading = element('h1');
  readonly #lead = element('p', { class: 'lead' });
  readonly #promise = element('p', { class: 'promise' });
  readonly #form: HTMLElement;
  /** Of the kind chosen. */
  readonly #lists = element('section', { class: 'lists' });
  readonly #ledgerHeading = element('h2');
  readonly #ledgerPlace = element('div');
  #ledger: LedgerView | undefined;

  constructor(root: HTMLElement, handlers: ViewHandlers, parts: ViewParts) {
    this.#parts = parts;
    this.question = new KindQuestion((kind) => handlers.kindChosen(kind));
    this.number = new NumberForm(handlers);
    this.outcome = new OutcomeView(handlers, parts.later);
    this.#notices = new Notices(() => handlers.loadAgain(), parts.later);
    this.#form = element('form', { novalidate: true, autocomplete: 'off' }, this.question.element, this.number.element);
    this.#form.addEventListener('submit', (event) => event.preventDefault());
    replaceChildren(
      root,
      this.announcer.element,
      this.#heading,
      this.#lead,
      this.#promise,
      parts.offline?.notice,
      this.#form,
      this.#progress.element,
      this.outcome.element,
      this.#lists,
      parts.offline?.element,
      // Last: they come when the lists have loaded, and must not move a button under a thumb.
      this.#notices.element,
      element('section', { class: 'ledger' }, this.#ledgerHeading, this.#ledgerPlace),
    );
  }

  render(state: State, locale: Locale): void {
    const { step, lists, fixedKind } = state;
    const kind = kindOf(state);
    const offered = offeredKinds(lists);
    this.#drawWords(locale);
    this.#drawTitle(locale, step.name === 'number' && step.note?.how === 'summary');
    this.#lead.hidden = step.name !== 'question';
    // There is nothing to ask.
    const isUseless = fixedKind !== undefined && !offered.includes(fixedKind);
    this.#form.hidden = isUseless || (lists.status !== 'loading' && lists.status !== 'ready');
    this.question.element.hidden = step.name !== 'question';
    this.number.element.hidden = step.name === 'question';
    this.question.draw(locale, offered);
    const { part, misses } = this.#parts.later;
    this.number.draw(locale, state, part);
    this.#progress.draw(locale, step.name === 'checking' ? step.progress : undefined);
    const asksOthers = lists.status === 'ready' && lists.all.some((list) => list.pin.kind === kind && isKeyed(list));
    this.outcome.draw(locale, step, asksOthers);
    this.#drawLists(locale, lists, kind, part);
    this.#notices.draw(locale, lists);
    this.#drawLedger(locale, part, misses);
  }

  /** What a reader's checks have asked for. What the sitting has told in all stays. */
  forgetRequests(): void {
    this.#parts.requests.forget();
    this.#ledger?.drawNow();
  }

  readonly #drawWords = whenChanged((locale: Locale) => {
    document.documentElement.lang = locale.language;
    document.documentElement.dir = locale.direction;
    this.#heading.textContent = locale.text('page.heading');
    this.#lead.textContent = locale.text('page.lead');
    this.#promise.textContent = locale.text('page.promise');
    this.#ledgerHeading.textContent = locale.text('page.ledger');
    this.#parts.offline?.speak(locale);
  });

  /** `misses`: of attempts to have it. */
  readonly #drawLedger = whenChanged((locale: Locale, later: LaterPart | undefined, misses: number) => {
    const { requests, told } = this.#parts;
    const isOpen = this.#ledger?.isOpen === true;
    this.#ledger = later && new later.code.LedgerView(later.locale, requests, told);
    if (isOpen) this.#ledger?.open();
    const missing = misses > 0 && partFailure(locale, () => this.#parts.later.loadSoon());
    keepFocus(this.#ledgerPlace, () => replaceChildren(this.#ledgerPlace, this.#ledger?.element ?? missing));
  });

  readonly #drawTitle = whenChanged((locale: Locale, isMistake: boolean) => {
    const title = locale.text('page.title');
    document.title = isMistake ? `${locale.text('field.prefix')} ${title}` : title;
  });

  readonly #drawLists = whenChanged((locale: Locale, lists: Lists, kind: Kind | undefined, later: LaterPart | undefined) => {
    const ofKind = lists.status === 'ready' ? lists.all.filter(({ pin }) => pin.kind === kind) : [];
    keepFocus(this.#lists, () => replaceChildren(this.#lists, kind && this.#listsOf(locale, lists, kind, ofKind, later)));
    this.#parts.offline?.showFor(ofKind.length > 0 ? kind : undefined);
  });

  #listsOf(
    locale: Locale,
    lists: Lists,
    kind: Kind,
    ofKind: Parameters<typeof listCards>[1],
    later: LaterPart | undefined,
  ): HTMLElement | undefined {
    if (ofKind.length > 0) return listCards(locale, ofKind, later);
    if (lists.status === 'ready') return element('p', { class: 'notice' }, locale.text(`kind.${kind}.no_list`));
    return lists.status === 'loading' ? element('p', { class: 'hint' }, locale.text('page.loading')) : undefined;
  }
}
