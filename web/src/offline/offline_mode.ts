// Offline mode: what is kept, who answers, and when. Loaded when a reader asks for it, or has something kept already.
//
// Once in it, checks are answered by a checker that has its lists from this device and from nowhere else. While the device is online,
// the publishers are asked every now and then whether there is a newer edition; then the old one answers no more. How it looks
// is offline_view.ts's business.

import type { Checker } from '../check/checker.js';
import type { Failure } from '../errors.js';
import type { Kind } from '../kinds.js';
import type { Locale } from '../locale.js';
import type { Network } from '../network/network.js';
import { CacheStore } from './cache_store.js';
import type { KeptLists } from './kept_lists.js';
import type { ListStore } from './list_store.js';
import { OfflineView, type ViewState } from './offline_view.js';
import { canKeepPage, forgetPage, isPageKept, keepPage, PageChanged, type KeepOptions, type OwnFiles } from './own_files.js';
import { isOurs, kClearedMark } from './places.js';

/** As often as a page asks that is online. */
const kNewsAfterMs = 10 * 60 * 1000;

/** Between looks at whether a check has ended, which is never cut short. */
const kBusyMs = 300;

export interface OfflineParts {
  readonly ownFiles: OwnFiles;
  readonly pinsUrl: URL;
  readonly network: Network;
  /** Has its lists from the network. */
  readonly online: Checker;
  /** Lists that are had from the store, and a checker that has them from there. */
  readonly keptLists: (store: ListStore) => KeptLists;
  readonly openChecker: (lists: KeptLists) => Checker;
  readonly scriptUrl: (address: string) => string;
  readonly page: OfflinePage;
}

/** What offline mode needs of the page. */
export interface OfflinePage {
  /** Above the form: what is going on. */
  readonly notice: HTMLElement;
  /** Below the lists: what can be done. */
  readonly section: HTMLElement;
  /** A check is under way. */
  readonly busy: boolean;
  /** From now on this checker is asked; it has its lists open. */
  use(checker: Checker): void;
  /** The lists are to be had from the network again. */
  goOnline(): void;
  say(text: string, delayMs?: number): void;
}

export class OfflineMode {
  readonly #parts: OfflineParts;
  readonly #store: CacheStore;
  readonly #view: OfflineView;
  #kind: Kind | undefined;
  #state: ViewState = { network: navigator.onLine };
  readonly #lists: KeptLists;
  /** Who answers in offline mode. */
  #kept: Checker | undefined;
  #newsAtMs = 0;
  #looks = 0;

  constructor(parts: OfflineParts) {
    this.#parts = parts;
    this.#store = new CacheStore(parts.ownFiles.site);
    this.#lists = parts.keptLists(this.#store);
    this.#view = new OfflineView(parts.page, {
      load: () => void this.#load(),
      enter: () => void this.#enterByHand(),
      leave: () => this.#leave(),
      clear: () => void this.#clear(),
    });
    for (const name of ['online', 'offline']) window.addEventListener(name, () => this.#networkChanged());
    document.addEventListener('visibilitychange', () => void this.#askForNews());
    setInterval(() => void this.#askForNews(), kNewsAfterMs);
  }

  /** Goes on where the reader left off: with offline mode, if lists are kept. */
  async resume(): Promise<boolean> {
    if ((await this.#store.size(this.#parts.pinsUrl)) === undefined || !(await this.#enter())) return false;
    // The page on this device must not grow old: it may have been opened from the network just now.
    if (navigator.onLine) void this.#keepPage().catch(() => {});
    return true;
  }

  /** In this language, for the lists of this kind. */
  show(locale: Locale, kind: Kind | undefined): void {
    if (this.#kind !== kind) this.#set({ problem: undefined });
    this.#kind = kind;
    this.#view.speak(locale);
    void this.#look();
  }

  #set(change: Partial<ViewState>): void {
    this.#state = { ...this.#state, ...change };
  }

  #draw(change: Partial<ViewState> = {}): void {
    this.#set(change);
    this.#view.draw(this.#state);
  }

  /** Sees what there is, and shows it. */
  async #look(): Promise<void> {
    const look = ++this.#looks;
    const kind = this.#kind;
    const seen = await this.#seen(kind);
    if (look === this.#looks) this.#draw({ ...seen, kind });
  }

  async #seen(kind: Kind | undefined): Promise<Partial<ViewState>> {
    const supported = await canKeepPage();
    if (!supported) return { supported };
    const checker = this.#kept ?? this.#parts.online;
    const lists = kind ? await checker.wholeLists(kind).catch(() => []) : [];
    const kept = await this.#store.has(lists.flatMap(({ buckets }) => buckets));
    const { ownFiles } = this.#parts;
    const pageSize = (await isPageKept(ownFiles)) ? 0 : ownFiles.bytes;
    const size = lists.reduce((sum, { buckets, bucketSize }) => sum + buckets.length * bucketSize, pageSize);
    return {
      supported,
      unusable: lists.length === 0 && checker.lists.some(({ pin, failure }) => pin.kind === kind && isFinal(failure)),
      complete: lists.length > 0 && kept && (await this.#store.size(this.#parts.pinsUrl)) !== undefined,
      size: lists.length > 0 ? size : 0,
      stored: await this.#store.totalSize(),
    };
  }

  async #load(): Promise<void> {
    const kind = this.#kind;
    if (!kind || this.#state.loading) return;
    const stop = new AbortController();
    this.#draw({ loading: stop, problem: undefined, cleared: false });
    let before: readonly URL[] | undefined;
    try {
      before = await this.#store.urls();
      let bytes = 0;
      const total = this.#state.size ?? 0;
      const onBytes = (count: number): void => {
        bytes += count;
        this.#view.progress(bytes, Math.max(bytes, total));
      };
      // One that has resumed has nothing but what is kept.
      const { online } = this.#parts;
      if (online.lists.length === 0) await online.load();
      const files = await online.download(kind, this.#store, { signal: stop.signal, onBytes });
      await this.#keepPage({ signal: stop.signal, onBytes });
      stop.signal.throwIfAborted();
      await this.#deleteOldEditions(kind, files);
      stop.signal.throwIfAborted();
      // Another tab may have deleted it meanwhile.
      const entered = (await this.#seen(kind)).complete === true && (await this.#enter());
      if (!entered) throw new Error('not complete');
      this.#set({ loading: undefined });
      await this.#look();
      this.#view.showNotice();
    } catch (thrown) {
      this.#set({ loading: undefined });
      if (!stop.signal.aborted) this.#set({ problem: problemOf(thrown) });
      if (before && isNoSpace(thrown)) await this.#giveBack(before).catch(() => {});
      await this.#look();
      this.#view.focusLoad();
    }
  }

  #keepPage(options?: KeepOptions): Promise<void> {
    const { ownFiles, network, scriptUrl } = this.#parts;
    return keepPage(ownFiles, network, scriptUrl, options);
  }

  /** Those of the kind's lists that could be had, and all of lists that are not the site's any more. */
  async #deleteOldEditions(kind: Kind, files: readonly URL[]): Promise<void> {
    const { online } = this.#parts;
    const current = new Set(files.map(({ href }) => href));
    const others = online.lists
      .filter(({ pin, failure }) => pin.kind !== kind || (failure && !isFinal(failure)))
      .map((list) => online.addressOf(list).href);
    await this.#store.prune(({ href }) => current.has(href) || others.some((address) => href.startsWith(address)));
  }

  /** A device without room is left as it was. */
  async #giveBack(before: readonly URL[]): Promise<void> {
    if (before.length > 0) await this.#store.prune(({ href }) => before.some((url) => url.href === href));
    else await this.#deleteEverything();
  }

  async #deleteEverything(): Promise<void> {
    await this.#store.clear();
    await forgetPage(this.#parts.ownFiles);
  }

  async #enterByHand(): Promise<void> {
    if (await this.#enter()) {
      await this.#look();
      this.#view.showNotice();
    }
  }

  /** Has those asked from now on who know nothing but what is kept, and the news. False if what is kept can't be used. */
  async #enter(): Promise<boolean> {
    const before = this.#kept;
    const opened = (navigator.onLine ? await this.#openWithNews() : undefined) ?? (await this.#open());
    if (!opened) return false;
    while (this.#parts.page.busy) await new Promise((resolve) => setTimeout(resolve, kBusyMs));
    this.#kept = opened;
    this.#draw({ offline: true });
    this.#parts.page.use(opened);
    before?.close();
    return true;
  }

  async #openWithNews(): Promise<Checker | undefined> {
    const { pinsUrl } = this.#parts;
    const checker = await this.#lists.withNews(() => this.#open());
    if (!checker) {
      // What came in the place of the pins were none.
      this.#lists.forgetNews(pinsUrl);
      if (this.#lists.trustsNone) await this.#trustNone();
      return undefined;
    }
    this.#newsAtMs = Date.now();
    // A site that trusts another key now, or a publisher who has taken a list back, must be heeded without a network, too.
    await this.#lists.keepNews(pinsUrl).catch(() => {});
    for (const list of checker.lists.filter(({ failure }) => failure?.code === 'withdrawn')) {
      await this.#lists.keepNews(checker.addressOf(list)).catch(() => {});
    }
    return checker;
  }

  /** Nor without a network, from now on: no list is believed that the site does not name any more. */
  async #trustNone(): Promise<void> {
    const { pinsUrl } = this.#parts;
    await this.#store.prune(({ href }) => href !== pinsUrl.href);
    if (this.#kept) this.#leave();
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

  /** Never because of a check. */
  async #askForNews(): Promise<void> {
    if (document.hidden || Date.now() - this.#newsAtMs < kNewsAfterMs) return;
    await this.#hearNews();
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
    this.#view.announce();
    void this.#hearNews();
  }

  #leave(): void {
    const kept = this.#kept;
    this.#kept = undefined;
    this.#set({ offline: false });
    this.#parts.page.goOnline();
    kept?.close();
    void this.#look().then(() => this.#view.focusEnter());
  }

  async #clear(): Promise<void> {
    this.#state.loading?.abort();
    await this.#deleteEverything();
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
}

/** Loads the page without the service worker; it says then that everything is deleted. */
function startAfresh(): void {
  location.replace(kClearedMark);
  location.reload();
}

/** Loading the list again would be of no use. */
function isFinal(failure: Failure | undefined): boolean {
  return failure?.code === 'withdrawn' || failure?.code === 'expired';
}

function isNoSpace(thrown: unknown): boolean {
  return thrown instanceof DOMException && thrown.name === 'QuotaExceededError';
}

function problemOf(thrown: unknown): NonNullable<ViewState['problem']> {
  if (isNoSpace(thrown)) return 'no_space';
  return thrown instanceof PageChanged ? 'changed' : 'failed';
}
