// Offline mode decides who answers, and when. This code is loaded when a reader asks for it, or has something kept already.
//
// In offline mode checks are answered by a checker that has its lists from this device and from nowhere else. While the device is
// online, the publishers are asked every now and then whether there is a newer edition (news.ts); once there is one, the old one answers
// no more. What is kept is keeping.ts's business, and how it looks is offline_view.ts's.

import type { Checker } from '../check/checker.js';
import { Freshness } from '../check/freshness.js';
import type { Engines } from '../engine/engines.js';
import type { Kind } from '../kinds.js';
import type { Ledger } from '../ledger.js';
import type { WholeLocale } from '../locale.js';
import { Queue } from '../queue.js';
import { KeptLists } from './kept_lists.js';
import { isNoSpace, Keeping, type KeepingParts } from './keeping.js';
import { News, type Announcements } from './news.js';
import { OfflineView, type ViewState } from './offline_view.js';
import { PageChanged } from './own_files.js';
import { isOurs, kClearedMark } from './places.js';

/** Milliseconds between two looks at whether news are due, which are so late at most. */
const kLookEveryMs = 60 * 1000;

/** Milliseconds between two looks at whether a check has ended. A check is never cut short. */
const kBusyMs = 300;

export interface OfflineParts extends KeepingParts {
  /** The source that news are heard from. */
  readonly publishers: Announcements;
  readonly engines: Pick<Engines, 'open'>;
  readonly ledger: Ledger;
  /** Makes a checker that has its lists from `lists`. */
  readonly openChecker: (lists: KeptLists) => Checker;
  readonly page: OfflinePage;
}

/** What offline mode needs of the page. */
export interface OfflinePage {
  /** The element above the form that says what is going on. */
  readonly notice: HTMLElement;
  /** The element below the lists that says what can be done. */
  readonly section: HTMLElement;
  /** True while a check is under way. */
  readonly busy: boolean;
  /** Makes the page ask this checker from now on, which has its lists open. */
  use(checker: Checker): void;
  /** Makes the page have its lists from the network again. */
  goOnline(): void;
  say(text: string, delayMs?: number): void;
}

export class OfflineMode {
  readonly #parts: OfflineParts;
  readonly #keeping: Keeping;
  readonly #view: OfflineView;
  #kind: Kind | undefined;
  #state: ViewState = { network: navigator.onLine };
  readonly #lists: KeptLists;
  /** The checker that answers in offline mode; undefined outside of it. */
  #kept: Checker | undefined;
  readonly #freshness = new Freshness(Date.now);
  #looks = 0;
  /** Puts entrances into offline mode one after the other. */
  readonly #entrances = new Queue();
  /** How often the reader has left offline mode, or deleted what is kept. An entrance that was under way before that is given up. */
  #departures = 0;
  /** Whether there are words to say anything with. They can come after the reader's lists are used. */
  #canSpeak = false;

  constructor(parts: OfflineParts) {
    this.#parts = parts;
    this.#keeping = new Keeping(parts);
    this.#lists = new KeptLists(this.#keeping.store, parts.ledger);
    this.#view = new OfflineView(parts.page, {
      load: () => void this.#load(),
      enter: () => void this.#enterByHand(),
      leave: () => this.#leave(),
      clear: () => void this.#clear(),
    });
    for (const name of ['online', 'offline']) window.addEventListener(name, () => this.#networkChanged());
    document.addEventListener('visibilitychange', () => void this.#askForNews());
    setInterval(() => void this.#askForNews(), kLookEveryMs);
  }

  /** Goes on where the reader left off: enters offline mode if lists are kept, and resolves to whether it did. */
  async resume(): Promise<boolean> {
    if (!(await this.#keeping.isAnything()) || !(await this.#enter())) return false;
    if (navigator.onLine) this.#keeping.refreshPage();
    return true;
  }

  /** Keeps the page, so that a reader who has installed it can open it without a network. Everybody else's device stays as it is. */
  keepPage(): Promise<void> {
    return this.#keeping.keepPageAlone();
  }

  /** Shows what concerns the lists of this kind, in this language. */
  show(locale: WholeLocale, kind: Kind | undefined): void {
    if (this.#kind !== kind) this.#set({ problem: undefined });
    this.#kind = kind;
    this.#canSpeak = true;
    this.#view.speak(locale);
    void this.#look();
  }

  #set(change: Partial<ViewState>): void {
    this.#state = { ...this.#state, ...change };
  }

  #draw(change: Partial<ViewState> = {}): void {
    this.#set(change);
    if (this.#canSpeak) this.#view.draw(this.#state);
  }

  /** Finds out what is kept, and shows it. */
  async #look(): Promise<void> {
    const look = ++this.#looks;
    const kind = this.#kind;
    // Where the browser can't say what it keeps, what is known otherwise is shown: a download that has failed has ended.
    const seen = await this.#seen(kind).catch(() => ({}));
    if (look === this.#looks) this.#draw({ ...seen, kind });
  }

  #seen(kind: Kind | undefined): Promise<Partial<ViewState>> {
    return this.#keeping.look(kind, this.#kept ?? this.#parts.online);
  }

  async #load(): Promise<void> {
    const kind = this.#kind;
    if (!kind || this.#state.loading) return;
    const stop = new AbortController();
    // Who leaves offline mode while something is being loaded stays outside, and where they are on the page.
    const departures = this.#departures;
    const hasLeft = (): boolean => departures !== this.#departures;
    this.#draw({ loading: stop, problem: undefined, cleared: false });
    try {
      let bytes = 0;
      const { listSize = 0, pageSize = 0 } = this.#state;
      const onBytes = (count: number): void => {
        bytes += count;
        this.#view.progress(bytes, Math.max(bytes, listSize + pageSize));
      };
      await this.#keeping.load(kind, { signal: stop.signal, onBytes });
      const entered = !hasLeft() && (await this.#enter());
      if (!entered && !hasLeft()) throw new Error('what was loaded cannot be used');
      this.#set({ loading: undefined });
      await this.#look();
      if (entered) this.#view.showNotice();
    } catch (thrown) {
      this.#set({ loading: undefined });
      if (!stop.signal.aborted) this.#set({ problem: shownProblemOf(thrown) });
      await this.#look();
      if (!hasLeft()) this.#view.focusLoad();
    }
  }

  async #enterByHand(): Promise<void> {
    const departures = this.#departures;
    this.#set({ problem: undefined });
    const entered = await this.#enter();
    if (!entered && departures === this.#departures) this.#set({ problem: 'unusable' });
    await this.#look();
    if (entered) this.#view.showNotice();
  }

  /**
   * Enters offline mode: from now on a checker is asked that knows nothing but what is kept and the news. Resolves to false if what is kept
   * can't be used, or if the reader has left meanwhile.
   */
  #enter(): Promise<boolean> {
    return this.#entrances.take(() => this.#enterInTurn());
  }

  async #enterInTurn(): Promise<boolean> {
    const departures = this.#departures;
    if (navigator.onLine && !(await this.#hear())) return false;
    const opened = await this.#open();
    if (!opened) return false;
    while (this.#parts.page.busy) await new Promise((resolve) => setTimeout(resolve, kBusyMs));
    if (departures !== this.#departures) {
      opened.close();
      return false;
    }
    const before = this.#kept;
    this.#kept = opened;
    this.#parts.page.use(opened);
    this.#draw({ offline: true });
    before?.close();
    return true;
  }

  /** Hears news. Resolves to false if the site has no lists any more: then no kept list is believed, even if it can't be deleted. */
  async #hear(): Promise<boolean> {
    const departures = this.#departures;
    const { publishers, engines, pinsUrl } = this.#parts;
    const news = await News.hear({ from: publishers, engines, pinsUrl, known: this.#lists });
    this.#freshness.renew();
    if (departures !== this.#departures) return true;
    if (news.namesNone) {
      await this.#keeping.forgetPins().catch(() => {});
      this.#lists.heed(undefined);
      if (this.#kept) this.#leave();
      return false;
    }
    this.#lists.heed(news);
    await this.#keeping.keepNews(news).catch(() => {});
    return true;
  }

  async #open(): Promise<Checker | undefined> {
    const checker = this.#parts.openChecker(this.#lists);
    try {
      if (await checker.load()) return checker;
    } catch {
      // Nothing is kept, or nothing that could be read.
    }
    checker.close();
    return undefined;
  }

  /** Hears news if they are due. A check never makes it do so, so that news tell nobody of a check. */
  async #askForNews(): Promise<void> {
    if (!document.hidden && this.#freshness.isDue) await this.#hearNews();
  }

  async #hearNews(): Promise<void> {
    if (!this.#kept || !navigator.onLine || this.#state.loading) return;
    if (await this.#enter()) await this.#look();
  }

  #networkChanged(): void {
    const network = navigator.onLine;
    if (network === this.#state.network) return;
    this.#draw({ network });
    if (!this.#state.offline) return;
    if (this.#canSpeak) this.#view.announce();
    void this.#hearNews();
  }

  #leave(): void {
    this.#departures += 1;
    const kept = this.#kept;
    this.#kept = undefined;
    this.#set({ offline: false });
    this.#parts.page.goOnline();
    kept?.close();
    void this.#look().then(() => this.#view.focusEnter());
  }

  async #clear(): Promise<void> {
    this.#departures += 1;
    this.#state.loading?.abort();
    this.#set({ problem: undefined });
    try {
      await this.#keeping.deleteEverything();
    } catch {
      await this.#clearedInPart();
      return;
    }
    this.#lists.heed(undefined);
    // The service worker stays with this page until it is loaded again, with nothing left to answer from.
    if (isOurs(this.#parts.ownFiles.site, navigator.serviceWorker?.controller)) {
      if (navigator.onLine) {
        startAfresh();
        return;
      }
      window.addEventListener('online', startAfresh);
    }
    this.#set({ cleared: true });
    this.#leave();
  }

  /** Says that not everything could be deleted. Without lists there is no offline mode. */
  async #clearedInPart(): Promise<void> {
    this.#set({ problem: 'not_deleted' });
    if (await this.#keeping.isAnything().catch(() => true)) {
      await this.#look();
    } else {
      this.#lists.heed(undefined);
      this.#leave();
    }
  }
}

/** Loads the page again without the service worker. The page then says that everything is deleted. */
function startAfresh(): void {
  // The entry of the history keeps its state, by which the page knows its step.
  history.replaceState(history.state, '', kClearedMark);
  location.reload();
}

function shownProblemOf(thrown: unknown): NonNullable<ViewState['problem']> {
  if (isNoSpace(thrown)) return 'no_space';
  return thrown instanceof PageChanged ? 'changed' : 'failed';
}
