// The page: its one state, and all that happens because of it. state.ts says what leads where, view.ts draws it; here is what takes time
// or can be heard: asking the checker, the focus, announcements, the browser's history.

import type { Checker } from '../check/checker.js';
import type { CheckResult, Progress } from '../check/result.js';
import { failureOf, type InputProblem } from '../errors.js';
import { unknownLists, type ExpectedLists } from '../expected_lists.js';
import type { Kind } from '../kinds.js';
import type { Ledger } from '../ledger.js';
import type { Locale } from '../locale.js';
import { element, followReader, nextFrame, nextTask, replaceChildren, scrollToTop, tryFocus, untilDrawn } from './dom.js';
import type { DoorPage, OfflineDoor } from './offline_door.js';
import { progressText } from './progress_view.js';
import type { Later } from './later.js';
import type { SiteHistory } from './site_history.js';
import { begin, depthOf, kindOf, next, type Lists, type PageEvent, type State } from './state.js';
import { errorText, typingHint } from './typed.js';
import { View, type ViewHandlers } from './view.js';

/** How long a hint waits, so that the next key can come first. */
const kHintDelayMs = 150;
const kAnnounceDelayMs = 1000;

/** After these events, what was said before is still true. */
const kGoesOn: readonly PageEvent['type'][] = ['noted', 'progressed', 'lists', 'masked'];

export interface PageOptions {
  readonly ledger: Ledger;
  readonly later: Later;
  /** The answer to the first question, which is then not asked. */
  readonly kind?: Kind | undefined;
  /** What the build knew of the site's lists. */
  readonly expected?: ExpectedLists;
  /** False in a sandbox, where the browser would not print. */
  readonly canPrint?: boolean;
  /** Makes the door to offline mode, where there can be one. */
  readonly openDoor?: ((page: DoorPage) => OfflineDoor) | undefined;
  /** The browser's history, where the page may write in it. */
  readonly history?: SiteHistory;
}

export class Page {
  /** This checker has its lists from the network. */
  readonly #online: Checker;
  /** This is the checker that is asked now. */
  #checker: Checker;
  readonly #offline: OfflineDoor | undefined;
  readonly #history: SiteHistory | undefined;
  readonly #later: Later;
  /** What is known of the lists as long as they have not come. */
  readonly #awaited: Lists;
  readonly #root: HTMLElement;
  readonly #view: View;
  #locale: Locale;
  #state: State;
  /** Its signal ends the check that is under way. */
  #running = new AbortController();
  #hintTimer: ReturnType<typeof setTimeout> | undefined;

  constructor(root: HTMLElement, locale: Locale, checker: Checker, { ledger, later, ...options }: PageOptions) {
    this.#root = root;
    this.#later = later;
    later.onChange = () => this.#follow();
    this.#online = checker;
    this.#checker = checker;
    this.#locale = locale;
    const { expected = unknownLists } = options;
    this.#awaited = { status: 'loading', kinds: expected.kinds };
    this.#state = begin(options.kind, expected.count > 0 ? this.#awaited : { status: 'none' });
    const asked = (): Checker => this.#checker;
    // The lists are those of the checker that is asked. Only the one with a network discloses anything.
    const told = {
      get lists() {
        return asked().lists;
      },
      get disclosedBits() {
        return checker.disclosedBits;
      },
    };
    this.#offline = options.openDoor?.({
      isBusy: () => this.#state.step.name === 'checking',
      use: (kept) => this.#use(kept),
      goOnline: () => this.#goOnline(),
      say: (text, delayMs) => this.#view.announcer.say(text, delayMs),
    });
    const parts = { requests: ledger, told, offline: this.#offline, later, expected, isSite: options.history !== undefined };
    this.#view = new View(root, this.#handlers(options.canPrint ?? true), parts);
    this.#history = options.history;
    if (this.#history) this.#history.onBack = (depth) => this.#goBack(depth);
    this.#follow();
    followReader();
    // The next person on this phone must find nothing, not even by going back.
    window.addEventListener('pagehide', () => {
      this.#send({ type: 'ended' });
      this.#view.forgetRequests();
    });
  }

  /** Says everything in another language, lists too. What was typed and what was answered stay. */
  async speak(locale: Locale): Promise<void> {
    await Promise.all([...new Set([this.#online, this.#checker])].map((checker) => checker.describeAgain()));
    this.#locale = locale;
    this.#later.speak(locale);
    this.#view.announcer.clear();
    // Words of other lengths move everything. That happens out of sight, unless the reader is in the middle of something.
    const isInUse = this.#root.contains(document.activeElement);
    this.#root.classList.toggle('changing', !isInUse);
    if (this.#state.lists.status === 'ready') this.#showLists();
    else this.#follow();
    await untilDrawn();
    this.#root.classList.remove('changing');
  }

  /** Goes on in offline mode where the reader left off, or opens the lists as usual where there is nothing to go on with. */
  async resume(): Promise<void> {
    this.#send({ type: 'lists', lists: { status: 'waiting' } });
    if (await this.#offline?.resume()) {
      this.#later.loadSoon();
      return;
    }
    this.#send({ type: 'lists', lists: this.#awaited });
    await this.load();
  }

  /** Says that everything that was kept on this device has just been deleted. */
  sayCleared(): void {
    const text = this.#locale.text('page.offline_cleared');
    if (this.#offline) replaceChildren(this.#offline.notice, element('p', { class: 'notice' }, text));
    this.#view.announcer.say(text);
  }

  /** Opens the lists. Everything else works meanwhile, and a check waits for them. */
  async load(): Promise<void> {
    const lists = await this.#online.load().then(
      (): Lists | undefined => undefined,
      (thrown: unknown): Lists => ({ status: 'failed', failure: failureOf(thrown) }),
    );
    // Offline mode has lists of its own.
    if (this.#checker === this.#online) {
      if (lists) this.#send({ type: 'lists', lists });
      else this.#showLists();
    }
    await nextFrame();
    this.#later.loadSoon();
  }

  #handlers(canPrint: boolean): ViewHandlers {
    return {
      canPrint,
      kindChosen: (kind) => this.#chooseKind(kind),
      back: () => this.#goBack(0),
      another: () => this.#startAgain(),
      switched: (kind) => {
        this.#chooseKind(kind);
        void this.#look('hint');
      },
      edited: () => this.#edited(),
      left: () => void this.#look('error'),
      masked: (masked) => this.#send({ type: 'masked', masked }),
      submitted: () => void this.#check(false),
      retry: () => void this.#check(false),
      loadRest: () => this.#later.loadSoon(),
      download: () => void this.#check(true),
      decline: () => {
        this.#send({ type: 'stopped' });
        this.#view.number.focus();
      },
      stopped: () => {
        this.#send({ type: 'stopped' });
        this.#say('field.stopped');
      },
      cleared: () => {
        this.#view.number.clear();
        this.#send({ type: 'edited' });
        this.#view.number.focus();
        this.#say('field.cleared');
      },
      loadAgain: () => {
        this.#send({ type: 'lists', lists: { status: 'waiting' } });
        // The button that was pressed is gone, and its reader may have gone on to something else.
        void this.load().then(() => document.activeElement === document.body && this.#focusStep());
      },
    };
  }

  /** Goes to another state. There is no other way to one, so whatever ends with the old state ends here. */
  #send(event: PageEvent): void {
    const before = this.#state;
    this.#state = next(before, event);
    const { step, turn } = this.#state;
    if (before.step.name === 'checking' && step.name !== 'checking') this.#running.abort();
    if (!kGoesOn.includes(event.type)) this.#view.announcer.clear();
    if (event.type === 'edited' || turn !== before.turn) clearTimeout(this.#hintTimer);
    if (turn !== before.turn) {
      this.#view.announcer.clear();
      this.#view.number.clear();
    }
    this.#follow();
  }

  #follow(): void {
    this.#view.render(this.#state, this.#locale);
    this.#history?.to(depthOf(this.#state));
  }

  #say(key: 'field.stopped' | 'field.cleared'): void {
    this.#view.announcer.say(this.#locale.text(key));
  }

  #chooseKind(kind: Kind): void {
    this.#send({ type: 'kindChosen', kind });
    this.#prepare();
    this.#view.number.focus();
  }

  /** Goes back to the first step, and leaves nothing of the answers. */
  #startAgain(): void {
    this.#send({ type: 'ended' });
    this.#focusStep();
  }

  #focusStep(): void {
    if (kindOf(this.#state)) this.#view.number.focus();
    else this.#view.question.focus();
  }

  /** Goes back to this depth, for the page's own button or the browser's. What was answered does not come back with "Forward". */
  #goBack(depth: number): void {
    this.#send({ type: 'wentBack', depth });
    this.#focusStep();
  }

  /** Asks this checker from now on, which has its lists open. An answer that is there already stays true. */
  #use(checker: Checker): void {
    this.#stopCheck();
    this.#checker.release();
    this.#checker = checker;
    this.#showLists();
  }

  #goOnline(): void {
    // Lists that are being loaded are not all open yet, so they are waited for.
    if (this.#online.lists.length > 0 && !this.#online.isLoading) {
      this.#use(this.#online);
      return;
    }
    this.#stopCheck();
    this.#checker = this.#online;
    this.#send({ type: 'lists', lists: this.#awaited });
    void this.load();
  }

  #stopCheck(): void {
    if (this.#state.step.name === 'checking') this.#send({ type: 'stopped' });
  }

  /** Shows the lists as they are now. */
  #showLists(): void {
    const all = [...this.#checker.lists];
    const kind = kindOf(this.#state);
    this.#send({ type: 'lists', lists: all.length > 0 ? { status: 'ready', all } : { status: 'none' } });
    if (kind && all.length > 0 && !all.some(({ pin }) => pin.kind === kind)) {
      this.#view.announcer.say(this.#locale.text(`kind.${kind}.no_list`));
      if (!kindOf(this.#state)) this.#view.question.focus();
      return;
    }
    this.#prepare();
  }

  /**
   * Prepares the checker for the kind that was chosen. Where somebody else has chosen it, the reader may not have come to check, so it
   * waits until they type.
   */
  #prepare(): void {
    const kind = kindOf(this.#state);
    if (kind && (!this.#state.fixedKind || this.#view.number.typed !== '')) this.#checker.prepare(kind);
  }

  #edited(): void {
    // What is on the screen must be about what is in the field.
    this.#send({ type: 'edited' });
    this.#hintTimer = setTimeout(() => void this.#look('hint'), kHintDelayMs);
    // The checker may have given its memory back since the kind was chosen.
    const kind = kindOf(this.#state);
    if (kind) this.#checker.prepare(kind);
  }

  /** Says what can be said of the number: while it is typed, or when the reader has left it. */
  async #look(how: 'hint' | 'error'): Promise<void> {
    const { typed } = this.#view.number;
    const kind = kindOf(this.#state);
    if (!kind || typed.trim() === '') return;
    let problem: InputProblem | undefined;
    try {
      problem = await this.#checker.validate(kind, typed);
    } catch {
      // The check will say what is wrong, if it is asked for.
      return;
    }
    // The number has changed meanwhile.
    if (typed !== this.#view.number.typed || kind !== kindOf(this.#state)) return;
    if (how === 'error' && (!problem || this.#state.step.name === 'checking')) return;
    const before = this.#state;
    this.#send({ type: 'noted', note: { how, problem } });
    // Nothing is said of a number twice, or in the middle of its check.
    if (this.#state === before || this.#state.step.name !== 'number') return;
    if (how === 'hint') this.#view.announcer.say(typingHint(this.#locale, problem), kAnnounceDelayMs);
    else if (problem) this.#view.announcer.say(errorText(this.#locale, kind, problem, this.#later.part));
  }

  async #check(wholeLists: boolean): Promise<void> {
    const { step } = this.#state;
    if (step.name === 'question' || step.name === 'checking') return;
    const { signal } = (this.#running = new AbortController());
    // This is the last moment to ask for it: later it would depend on when the answer comes.
    this.#later.loadSoon();
    clearTimeout(this.#hintTimer);
    // The button that was pressed may be about to go.
    if (this.#view.outcome.element.contains(document.activeElement)) this.#view.number.focusCheck();
    this.#send({ type: 'checked' });
    let result: CheckResult;
    try {
      const onProgress = (progress: Progress): void => {
        if (!signal.aborted) this.#showProgress(progress);
      };
      result = await this.#checker.check(step.kind, this.#view.number.typed, { wholeLists, signal, onProgress });
    } catch (thrown) {
      result = { status: 'verdict', outcome: 'could_not_tell', lists: [], failure: failureOf(thrown) };
    }
    // On a slow phone drawing takes a while, so it is not done in the task that brought the answer.
    await nextTask();
    // Whoever stopped the check has tidied up.
    if (signal.aborted) return;
    if (result.status === 'verdict' && result.lists.length === 0 && !result.failure) {
      // The check was asked for before it was known that the site has no list of this kind.
      this.#stopCheck();
      this.#showLists();
      return;
    }
    this.#send({ type: 'answered', result });
    if (result.status === 'bad_input') this.#view.number.focusSummary();
    else await this.#present(result);
  }

  /** The heading takes the focus, and stands at the top of the screen rather than at its foot. No `scrollIntoView`: see `reveal`. */
  async #present(result: CheckResult): Promise<void> {
    const isThere = (): boolean => this.#state.step.name === 'outcome' && this.#state.step.answer === result;
    await nextFrame();
    if (isThere()) this.#view.outcome.complete();
    // When something takes the focus, the browser at once lays out what it has not drawn yet.
    await nextFrame();
    const { view } = this.#view.outcome;
    if (!isThere() || !view) return;
    if (!tryFocus(view.heading)) this.#view.announcer.say(view.heading.textContent);
    scrollToTop(view.element);
    // A check may have opened lists anew.
    if (result.status === 'verdict' && !result.failure) this.#showLists();
  }

  #showProgress(event: Progress): void {
    this.#send({ type: 'progressed', progress: event });
    const { step } = this.#state;
    if (step.name !== 'checking' || !step.progress) return;
    const text = progressText(this.#locale, step.progress);
    this.#view.announcer.say(text, step.progress.download ? kAnnounceDelayMs : 0);
  }
}
