// The page: puts the parts together and moves between its states. It knows the order of things; the parts know how they
// look, and the checker what may be done.

import type { Checker } from '../check/checker.js';
import type { CheckResult, Progress } from '../check/result.js';
import { failureOf, type Failure, type InputProblem } from '../errors.js';
import type { Kind } from '../kinds.js';
import type { Ledger } from '../ledger.js';
import type { Locale } from '../locale.js';
import { otherKind, readAs } from '../typed_number.js';
import { Announcer, element, followReader, nextFrame, nextTask, replaceChildren, scrollToTop, tryFocus } from './dom.js';
import { ErrorSummary } from './error_summary.js';
import { inputErrorText, kNumberId, NumberForm, typingHint, type FormHandlers } from './form.js';
import { LedgerView } from './ledger_view.js';
import { listCards } from './list_view.js';
import { offerView } from './offer_view.js';
import { OfflineDoor, type OpenOffline } from './offline_door.js';
import { failureText, needsReload, verdictView } from './verdict_view.js';

/** Long enough for the next key to come first. */
const kHintDelayMs = 150;
const kAnnounceDelayMs = 1000;

export interface PageOptions {
  /** The first question's answer, which is then not asked. */
  readonly kind?: Kind | undefined;
  /** False where the browser would not do it: in a sandbox. */
  readonly canPrint?: boolean;
  /** Where there can be an offline mode. */
  readonly openOffline?: OpenOffline;
}

/** A verdict or an offer; its heading takes the focus. */
interface OutcomeView {
  readonly element: HTMLElement;
  readonly heading: HTMLElement;
  complete?(): void;
}

export class Page {
  readonly #root: HTMLElement;
  /** Has its lists from the network. */
  readonly #online: Checker;
  /** The one that is asked. */
  #checker: Checker;
  readonly #requests: Ledger;
  readonly #options: PageOptions;
  readonly #announcer = new Announcer();
  readonly #notices = element('div');
  /** Progress, the offer of a download, or the verdict. */
  readonly #outcome = element('div');
  /** Of the kind chosen. */
  readonly #lists = element('section', { class: 'lists' });
  readonly #lead = element('p', { class: 'lead' });
  readonly #offline: OfflineDoor | undefined;
  /** What the ledger says of lists, whoever is asked; in offline mode nothing is disclosed. */
  readonly #told: Pick<Checker, 'lists' | 'disclosedBits'>;
  #locale!: Locale;
  #form!: NumberForm;
  #errors!: ErrorSummary;
  #ledger!: LedgerView;
  #kind: Kind | undefined;
  #loaded = false;
  /** It is not known yet who will be asked. */
  #resuming = false;
  #loadFailure: Failure | 'no_lists' | undefined;
  /** Of the check under way. */
  #running: AbortController | undefined;
  #progress: Progress | undefined;
  /** Of the check before. */
  #result: CheckResult | undefined;
  #hintTimer: ReturnType<typeof setTimeout> | undefined;

  constructor(root: HTMLElement, locale: Locale, checker: Checker, ledger: Ledger, options: PageOptions = {}) {
    this.#root = root;
    this.#online = checker;
    this.#checker = checker;
    this.#requests = ledger;
    this.#options = options;
    const asked = (): Checker => this.#checker;
    this.#told = {
      get lists() {
        return asked().lists;
      },
      get disclosedBits() {
        return checker.disclosedBits;
      },
    };
    this.#offline =
      options.openOffline &&
      new OfflineDoor(options.openOffline, {
        isBusy: () => this.#running !== undefined,
        use: (kept) => this.#use(kept),
        goOnline: () => this.#goOnline(),
        say: (text, delayMs) => this.#announcer.say(text, delayMs),
      });
    this.#draw(locale);
    this.#begin();
    followReader();
    // The next person on this phone must find nothing, not even by going back.
    window.addEventListener('pagehide', () => this.#reset());
  }

  /** Says everything in another language, lists too. What was typed and what was answered stay. */
  async speak(locale: Locale): Promise<void> {
    await Promise.all([...new Set([this.#online, this.#checker])].map((checker) => checker.describeAgain()));
    const form = this.#form;
    const { isOpen } = this.#ledger;
    this.#draw(locale);
    this.#form.takeOver(form);
    if (this.#loaded || this.#loadFailure) this.#ledger.showRequests();
    if (isOpen) this.#ledger.open();
    if (this.#loadFailure === 'no_lists') this.#showNoLists();
    else if (this.#loadFailure) this.#showLoadFailure(this.#loadFailure);
    else if (this.#loaded) this.#showLists();
    else if (this.#kind) this.#showKind(this.#kind);
    if (this.#running) {
      this.#form.setBusy(true);
      replaceChildren(this.#outcome);
      if (this.#progress) this.#showProgress({ stage: 'working', blocksPage: false });
      if (this.#progress) this.#showProgress(this.#progress);
    } else if (this.#kind && this.#result) {
      this.#show(this.#kind, this.#result, false);
    }
    if (this.#kind) void this.#showHint(false);
  }

  #draw(locale: Locale): void {
    this.#locale = locale;
    this.#errors = new ErrorSummary(locale);
    this.#ledger = new LedgerView(locale, this.#requests, this.#told);
    const handlers = {
      kindChosen: (kind) => this.#chooseKind(kind),
      back: () => this.#startAgain(),
      switched: (kind) => this.#switchKind(kind),
      edited: () => this.#edited(),
      left: () => void this.#leftField(),
      submitted: () => void this.#check(false),
      stopped: () => this.#stop('field.stopped'),
      cleared: () => this.#stop('field.cleared'),
    } satisfies FormHandlers;
    this.#form = new NumberForm(locale, handlers, { fixedKind: this.#options.kind !== undefined });
    this.#form.element.hidden = this.#resuming;
    document.documentElement.lang = locale.language;
    document.documentElement.dir = locale.direction;
    document.title = locale.text('page.title');
    this.#lead.textContent = locale.text('page.lead');
    replaceChildren(
      this.#root,
      this.#announcer.element,
      this.#errors.element,
      element('h1', {}, locale.text('page.heading')),
      this.#lead,
      element('p', { class: 'promise' }, locale.text('page.promise')),
      this.#offline?.notice,
      this.#form.element,
      this.#outcome,
      this.#lists,
      this.#offline?.element,
      // Last: they come when the lists have loaded, and must not move a button under a thumb.
      this.#notices,
      this.#ledger.element,
    );
    this.#offline?.speak(locale);
  }

  /** Goes on in offline mode where the reader left off; opens the lists as usual where there is nothing to go on with. */
  async resume(): Promise<void> {
    this.#resuming = true;
    this.#form.element.hidden = true;
    replaceChildren(this.#notices, element('p', { class: 'hint' }, this.#locale.text('page.loading')));
    const resumed = await this.#offline?.resume();
    this.#resuming = false;
    if (resumed) return;
    this.#form.element.hidden = false;
    replaceChildren(this.#notices);
    await this.load();
  }

  /** Everything that was kept on this device has just been deleted. */
  sayCleared(): void {
    const text = this.#locale.text('offline.cleared');
    if (this.#offline) replaceChildren(this.#offline.notice, element('p', { class: 'notice' }, text));
    this.#announcer.say(text);
  }

  /** From now on this checker is asked, which has its lists open. An answer that is there already stays true. */
  #use(checker: Checker): void {
    if (this.#running) this.#stop();
    this.#checker.release();
    this.#checker = checker;
    this.#loaded = true;
    this.#loadFailure = undefined;
    this.#showLists();
    this.#ledger.showRequests();
  }

  #goOnline(): void {
    if (this.#online.lists.length > 0) {
      this.#use(this.#online);
      return;
    }
    if (this.#running) this.#stop();
    this.#checker = this.#online;
    this.#loaded = false;
    if (this.#kind) this.#showKind(this.#kind);
    void this.load();
  }

  /** Opens the lists. Everything else works meanwhile; a check waits for them. */
  async load(): Promise<void> {
    this.#loadFailure = undefined;
    try {
      const configured = await this.#online.load();
      // Offline mode has its own.
      if (this.#checker !== this.#online) return;
      this.#loaded = true;
      this.#loadFailure = configured ? undefined : 'no_lists';
      if (configured) this.#showLists();
      else this.#showNoLists();
    } catch (thrown) {
      if (this.#checker !== this.#online) return;
      this.#loadFailure = failureOf(thrown);
      this.#showLoadFailure(this.#loadFailure);
    } finally {
      this.#ledger.showRequests();
    }
  }

  #chooseKind(kind: Kind): void {
    this.#kind = kind;
    if (this.#showKind(kind)) this.#form.focus();
  }

  /** What was typed is a number of the other kind. */
  #switchKind(kind: Kind): void {
    this.#stop();
    this.#form.clearMessage();
    this.#kind = kind;
    if (!this.#showKind(kind)) return;
    this.#form.focus();
    void this.#showHint(true);
  }

  /** Back to the first question, with nothing left of the answers. */
  #startAgain(): void {
    this.#stop();
    this.#form.reset();
    this.#begin();
    if (this.#kind) this.#form.focus();
    else this.#form.focusQuestion();
  }

  /** The first question, unless it has been answered for the reader. */
  #begin(): void {
    this.#kind = this.#options.kind;
    this.#lead.hidden = false;
    replaceChildren(this.#lists);
    this.#offline?.showFor(undefined);
    if (this.#kind && !this.#loadFailure) this.#showKind(this.#kind);
  }

  /** False if the site has no list of the kind. */
  #showKind(kind: Kind): boolean {
    const lists = this.#checker.lists.filter((list) => list.pin.kind === kind);
    if (this.#loaded && lists.length === 0) {
      const text = this.#locale.text(`kind.${kind}.no_list`);
      this.#form.askKind();
      // There is nothing to ask.
      if (this.#options.kind) this.#form.element.hidden = true;
      replaceChildren(this.#lists, element('p', { class: 'notice' }, text));
      this.#announcer.say(text);
      return false;
    }
    this.#lead.hidden = true;
    this.#form.askNumber(kind);
    if (this.#loaded) {
      replaceChildren(this.#lists, listCards(this.#locale, lists));
      this.#offline?.showFor(kind);
      // Where nobody has chosen, nobody may have come to check: not before they type.
      if (!this.#options.kind) this.#checker.prepare(kind);
    } else {
      replaceChildren(this.#lists, element('p', { class: 'hint' }, this.#locale.text('page.loading')));
    }
    return true;
  }

  #showLists(): void {
    this.#form.element.hidden = false;
    const test = this.#checker.lists.some((list) => list.description?.test === true);
    replaceChildren(
      this.#notices,
      test &&
        element(
          'p',
          { class: 'notice test' },
          element('span', { class: 'tag' }, this.#locale.text('page.test_list')),
          ' ',
          this.#locale.text('page.test_list_text'),
        ),
    );
    if (this.#kind) this.#showKind(this.#kind);
  }

  #showNoLists(): void {
    this.#reset();
    this.#form.element.hidden = true;
    replaceChildren(
      this.#notices,
      element(
        'div',
        { class: 'notice' },
        element('h2', {}, this.#locale.text('page.no_lists')),
        element('p', {}, this.#locale.text('page.no_lists_text')),
      ),
    );
  }

  #showLoadFailure(failure: Failure): void {
    this.#reset();
    this.#form.element.hidden = true;
    // Without memory it was the session's engine that did not start.
    const reload = needsReload(failure) || failure.code === 'out_of_memory';
    const again = element(
      'button',
      { type: 'button', class: 'secondary' },
      this.#locale.text(reload ? 'verdict.reload' : 'verdict.retry'),
    );
    again.addEventListener('click', () => {
      if (reload) {
        location.reload();
        return;
      }
      replaceChildren(this.#notices, element('p', { class: 'notice' }, this.#locale.text('page.loading')));
      void this.load();
    });
    replaceChildren(
      this.#notices,
      element(
        'div',
        { class: 'notice', role: 'alert' },
        element('h2', {}, this.#locale.text('page.load_failed')),
        failureText(this.#locale, failure),
        again,
      ),
    );
  }

  #edited(): void {
    // What is on the screen must be about what is in the field.
    this.#stop();
    clearTimeout(this.#hintTimer);
    this.#hintTimer = setTimeout(() => void this.#showHint(true), kHintDelayMs);
    // Its memory may have been given back since the kind was chosen.
    if (this.#kind) this.#checker.prepare(this.#kind);
  }

  /** What can be said of a number that is being typed. */
  async #showHint(announce: boolean): Promise<void> {
    const problem = await this.#findProblem();
    if (problem === 'unknown' || this.#form.typed === '') return;
    const hint = typingHint(this.#locale, problem);
    this.#form.showHint(hint);
    this.#showUnderstood(problem);
    if (announce) this.#announcer.say(hint, kAnnounceDelayMs);
  }

  #showUnderstood(problem: InputProblem | undefined): void {
    if (!this.#kind) return;
    if (problem) {
      this.#form.hideReadAs();
      if (!this.#options.kind) this.#form.suggest(otherKind(this.#kind, this.#form.typed, problem));
    } else {
      this.#form.suggest(undefined);
      this.#form.showReadAs(readAs(this.#kind, this.#form.typed));
    }
  }

  async #leftField(): Promise<void> {
    if (this.#form.typed.trim() === '' || this.#running) return;
    const problem = await this.#findProblem();
    if (!problem || problem === 'unknown' || !this.#kind) return;
    const text = inputErrorText(this.#locale, this.#kind, problem);
    this.#form.showError(text);
    this.#showUnderstood(problem);
    this.#announcer.say(text);
  }

  /** `unknown` if the number has changed meanwhile, or the engine can't say: the check will, if it is asked for. */
  async #findProblem(): Promise<InputProblem | undefined | 'unknown'> {
    const typed = this.#form.typed;
    const kind = this.#kind;
    if (!kind) return 'unknown';
    try {
      const problem = await this.#checker.validate(kind, typed);
      return typed === this.#form.typed && kind === this.#kind ? problem : 'unknown';
    } catch {
      return 'unknown';
    }
  }

  async #check(wholeLists: boolean): Promise<void> {
    const kind = this.#kind;
    if (!kind || this.#running) return;
    const running = new AbortController();
    this.#running = running;
    this.#result = undefined;
    this.#progress = undefined;
    clearTimeout(this.#hintTimer);
    this.#errors.clear();
    this.#form.clearError();
    this.#form.setBusy(true);
    // The button that was pressed may be about to go.
    if (this.#outcome.contains(document.activeElement)) this.#form.focusCheck();
    replaceChildren(this.#outcome);
    let result: CheckResult;
    try {
      result = await this.#checker.check(kind, this.#form.typed, {
        wholeLists,
        signal: running.signal,
        onProgress: (progress) => {
          if (this.#running === running) this.#showProgress(progress);
        },
      });
    } catch (thrown) {
      if (running.signal.aborted) return; // whoever stopped it has tidied up
      result = { status: 'verdict', outcome: 'could_not_tell', lists: [], failure: failureOf(thrown) };
    }
    // On a slow phone drawing takes a while: not in the task that brought the answer.
    await nextTask();
    if (this.#running !== running) return;
    this.#running = undefined;
    this.#form.setBusy(false);
    this.#result = result;
    this.#show(kind, result, true);
  }

  /** `takeFocus`: it is new, and not only in another language. */
  #show(kind: Kind, result: CheckResult, takeFocus: boolean): void {
    replaceChildren(this.#outcome);
    switch (result.status) {
      case 'bad_input': {
        const text = inputErrorText(this.#locale, kind, result.problem);
        this.#form.showError(text);
        this.#showUnderstood(result.problem);
        this.#errors.show(text, kNumberId, () => this.#form.focus(), takeFocus);
        break;
      }
      case 'stands_out': {
        const view = offerView(this.#locale, result, {
          download: () => void this.#check(true),
          decline: () => {
            this.#stop();
            this.#form.focus();
          },
        });
        void this.#showOutcome(view, takeFocus);
        break;
      }
      case 'verdict': {
        if (result.lists.length === 0 && !result.failure) {
          // Asked for before it was known that the site has no list of this kind.
          this.#showLists();
          break;
        }
        const view = verdictView(this.#locale, kind, result, {
          retry: () => void this.#check(false),
          another: () => this.#startAgain(),
          canPrint: this.#options.canPrint ?? true,
        });
        // A check may have opened lists anew.
        void this.#showOutcome(view, takeFocus).then(() => {
          if (this.#result === result) this.#showLists();
        });
        break;
      }
    }
  }

  /** The heading takes the focus, and stands at the top of the screen rather than at its foot. No `scrollIntoView`: see focusOn. */
  async #showOutcome(view: OutcomeView, takeFocus: boolean): Promise<void> {
    this.#outcome.append(view.element);
    if (!takeFocus) {
      view.complete?.();
      return;
    }
    await nextFrame();
    view.complete?.();
    // Taking the focus has the browser lay out at once what it has not drawn yet.
    await nextFrame();
    if (!view.element.isConnected) return;
    if (!tryFocus(view.heading)) this.#announcer.say(view.heading.textContent ?? '');
    scrollToTop(view.element);
  }

  #showProgress(progress: Progress): void {
    this.#progress = progress;
    const shown = this.#outcome.querySelector('.progress p');
    if (progress.stage === 'working') {
      const text = this.#locale.text('progress.working');
      replaceChildren(
        this.#outcome,
        element(
          'div',
          { class: 'progress' },
          element('p', {}, text),
          element('progress', { 'aria-label': text }),
          progress.blocksPage && element('p', {}, this.#locale.text('progress.stands_still')),
        ),
      );
      this.#announcer.say(text);
      return;
    }
    const bar = this.#outcome.querySelector('progress');
    if (!shown || !bar) return;
    const { bytes, totalBytes } = progress;
    shown.textContent = this.#locale.text('progress.downloading', {
      done: this.#locale.bytes(bytes),
      total: this.#locale.bytes(totalBytes),
    });
    bar.max = totalBytes;
    bar.value = bytes;
    this.#announcer.say(shown.textContent, kAnnounceDelayMs);
  }

  /** Ends the check under way, if any, and takes its outcome off the screen. */
  #stop(announcement?: 'field.stopped' | 'field.cleared'): void {
    if (this.#running) {
      this.#running.abort();
      this.#running = undefined;
      this.#form.setBusy(false);
    }
    this.#result = undefined;
    this.#errors.clear();
    replaceChildren(this.#outcome);
    if (announcement) this.#announcer.say(this.#locale.text(announcement));
  }

  #reset(): void {
    this.#stop();
    this.#form.reset();
    this.#begin();
    this.#ledger.forget();
  }
}
