// What is on the screen, and in which order. All of it follows from a state and a language; what is drawn already stays as it is, so that
// nothing is taken from under a finger.

import type { Checker } from '../check/checker.js';
import { isKeyed } from '../check/result.js';
import type { ExpectedLists } from '../expected_lists.js';
import { pageAddress, speakFrame } from '../frame.js';
import type { Kind } from '../kinds.js';
import type { Ledger } from '../ledger.js';
import type { Locale } from '../locale.js';
import { Announcer } from './announcer.js';
import { element, keepFocus, replaceChildren, whenChanged } from './dom.js';
import { Hero } from './hero.js';
import { KindQuestion } from './kind_question.js';
import { partFailure, type Later, type LaterPart } from './later.js';
import type { LedgerView } from './ledger_view.js';
import { awaitedLists, coveredLists, listCards } from './list_view.js';
import { Notices, testNotice } from './notices.js';
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
  /** What the ledger knows of lists and of what was disclosed. */
  readonly told: Pick<Checker, 'lists' | 'disclosedBits'>;
  readonly offline: OfflineDoor | undefined;
  readonly later: Later;
  readonly expected: ExpectedLists;
  /** True where the page is the site's own and no frame, so that it can lead to the other pages. */
  readonly isSite: boolean;
}

export class View {
  readonly announcer = new Announcer();
  readonly question: KindQuestion;
  readonly number: NumberForm;
  readonly outcome: OutcomeView;
  readonly #parts: ViewParts;
  readonly #progress = new ProgressView();
  readonly #notices: Notices;
  readonly #hero: Hero;
  readonly #form: HTMLElement;
  /** Holds how far a check is, and what it has come to. */
  readonly #result: HTMLElement;
  /** Which leaks are covered: before anything is asked, or in a frame, which has little room and an article around it, below that. */
  readonly #covered = element('section', { class: 'lists' });
  /** All that is known of the lists of the kind that was chosen. */
  readonly #lists = element('section', { class: 'lists' });
  readonly #facts = element('div');
  readonly #testNotice = element('div');
  /** Holds what may come late, below what is pressed or beside it. */
  readonly #beside: HTMLElement;
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
    this.#hero = new Hero(parts.isSite);
    this.#result = element('div', { class: 'result' }, this.#progress.element, this.outcome.element);
    this.#beside = element('div', { class: 'beside' }, !parts.isSite && this.#covered, this.#lists, parts.offline?.element, this.#testNotice, this.#facts);
    replaceChildren(
      root,
      this.announcer.element,
      element('div', { class: 'work' }, this.#hero.element, parts.offline?.notice, parts.isSite && this.#covered, this.#form, this.#notices.element, this.#result),
      this.#beside,
      element('section', { class: 'ledger' }, this.#ledgerHeading, this.#ledgerPlace),
    );
  }

  render(state: State, locale: Locale): void {
    const { step, lists, fixedKind } = state;
    const kind = kindOf(state);
    const offered = offeredKinds(lists);
    this.#drawWords(locale);
    this.#drawTitle(locale, step.name === 'number' && step.note?.how === 'summary');
    this.#hero.showLead(!state.asked || step.name === 'question');
    this.#result.classList.toggle('open', step.name === 'checking' || step.name === 'outcome');
    this.#beside.classList.toggle('open', kind !== undefined);
    // There is nothing to ask where the fixed kind has no list.
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
    // Where a frame's article has chosen the kind, the cards of its lists say the same.
    const isFirst = step.name === 'question' || (!state.asked && this.#parts.isSite);
    this.#drawCovered(locale, isFirst ? lists : undefined);
    this.#drawLists(locale, lists, kind, part);
    this.#notices.draw(locale, lists);
    this.#drawLedger(locale, part, misses);
    this.#drawTold(step.name === 'outcome');
  }

  /** Forgets what a reader's checks have asked for. What all checks have told in sum stays. */
  forgetRequests(): void {
    this.#parts.requests.forget();
    this.#ledger?.drawNow();
  }

  readonly #drawWords = whenChanged((locale: Locale) => {
    document.documentElement.lang = locale.language;
    document.documentElement.dir = locale.direction;
    this.#hero.draw(locale);
    this.#ledgerHeading.textContent = locale.text('page.ledger');
    this.#parts.offline?.speak(locale);
  });

  /** `misses` is how many attempts to have the later part failed. */
  readonly #drawLedger = whenChanged((locale: Locale, later: LaterPart | undefined, misses: number) => {
    const { requests, told } = this.#parts;
    const isOpen = this.#ledger?.isOpen === true;
    this.#ledger = later && new later.code.LedgerView(later.locale, requests, told);
    if (isOpen) this.#ledger?.open();
    const missing = misses > 0 && partFailure(locale, () => this.#parts.later.loadSoon());
    keepFocus(this.#ledgerPlace, () => replaceChildren(this.#ledgerPlace, this.#ledger?.element ?? missing));
    replaceChildren(this.#facts, later?.code.facts(later.locale));
    if (later) speakFrame(later.locale);
    const share = document.getElementById('share');
    if (share) keepFocus(share, () => replaceChildren(share, later?.code.shareView(later.locale)));
  });

  /** Draws what a check has told together with its outcome: a moment later, the page would contradict itself until then. */
  readonly #drawTold = whenChanged((isAnswered: boolean) => {
    if (isAnswered) this.#ledger?.drawNow();
  });

  readonly #drawTitle = whenChanged((locale: Locale, isMistake: boolean) => {
    const title = locale.text('page.title');
    document.title = isMistake ? `${locale.text('field.prefix')} ${title}` : title;
  });

  readonly #drawCovered = whenChanged((locale: Locale, lists: Lists | undefined) => {
    keepFocus(this.#covered, () => replaceChildren(this.#covered, lists && this.#coveredBy(locale, lists)));
  });

  #coveredBy(locale: Locale, lists: Lists): HTMLElement | undefined {
    const { expected, isSite } = this.#parts;
    const address = isSite ? pageAddress(locale, 'lists') : undefined;
    if (lists.status === 'loading') return awaitedLists(locale, expected.count, address);
    return lists.status === 'ready' ? coveredLists(locale, lists.all, address, expected.count) : undefined;
  }

  readonly #drawLists = whenChanged((locale: Locale, lists: Lists, kind: Kind | undefined, later: LaterPart | undefined) => {
    const all = lists.status === 'ready' ? lists.all : [];
    const ofKind = all.filter(({ pin }) => pin.kind === kind);
    const cards = ofKind.length > 0 ? listCards(locale, ofKind, later) : undefined;
    const noList = kind && lists.status === 'ready' && element('p', { class: 'notice' }, locale.text(`kind.${kind}.no_list`));
    keepFocus(this.#lists, () => replaceChildren(this.#lists, cards ?? noList));
    replaceChildren(this.#testNotice, all.some(({ description }) => description?.test === true) && testNotice(locale));
    this.#parts.offline?.showFor(ofKind.length > 0 ? kind : undefined);
  });
}
