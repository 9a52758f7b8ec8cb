// Offline mode keeps lists as a whole and the page on this device. This puts them there, says how much it is, and deletes it.

import type { Checker } from '../check/checker.js';
import { isKeyed, type SiteList } from '../check/result.js';
import type { Failure } from '../errors.js';
import type { Kind } from '../kinds.js';
import type { Network } from '../network/network.js';
import { whenAborted } from './aborted.js';
import { CacheStore, Deleted } from './cache_store.js';
import { download, downloadable, type Downloading } from './download.js';
import type { News } from './news.js';
import { canKeepPage, forgetPage, isPageKept, keepPage, keptPages, type KeepOptions, type OwnFiles } from './own_files.js';
import { TabLock } from './tab_lock.js';

export interface KeepingParts {
  readonly ownFiles: OwnFiles;
  readonly pinsUrl: URL;
  readonly network: Network;
  /** The checker that has its lists from the network. */
  readonly online: Checker;
  readonly scriptUrl: (address: string) => string;
}

/** What is kept of a kind's lists. */
export interface KeptSoFar {
  /** Whether the browser can keep things at all. */
  readonly supported: boolean;
  /** Whether all of the kind's lists that can be used offline are on this device as a whole. */
  readonly complete?: boolean;
  /** Why none of the lists can be used, wherever it is: it was taken back, is too old, or is keyed. Undefined if one can be used. */
  readonly unusable?: Failure | undefined;
  /** The keyed lists, which can't be checked offline, whatever is kept. */
  readonly keyed?: readonly SiteList[];
  /** The size of a download of the other lists, in bytes; 0 if they can't be had. */
  readonly listSize?: number;
  /** What the page adds to the size of a download, in bytes. */
  readonly pageSize?: number;
  /** The size of all lists on this device, in bytes. */
  readonly stored?: number;
  /** Whether the page itself is on this device. */
  readonly pageStored?: boolean;
}

export class Keeping {
  readonly store: CacheStore;
  readonly #parts: KeepingParts;
  readonly #lock: TabLock;
  /** Ends the update of the kept page that goes on in the background. */
  #refresh: AbortController | undefined;

  constructor(parts: KeepingParts) {
    this.#parts = parts;
    this.#lock = new TabLock(parts.ownFiles.site);
    this.store = new CacheStore(parts.ownFiles.site, this.#lock);
  }

  /** Returns true if somebody has kept a list here and has not deleted it. */
  async isAnything(): Promise<boolean> {
    return (await this.store.size(this.#parts.pinsUrl)) !== undefined;
  }

  /** Returns what is kept of the kind's lists, which are those that `checker` knows. */
  async look(kind: Kind | undefined, checker: Checker): Promise<KeptSoFar> {
    const supported = await canKeepPage();
    if (!supported) return { supported };
    const lists = kind ? await downloadable(checker, kind).catch(() => []) : [];
    const kept = await this.store.has(lists.flatMap(({ buckets }) => buckets));
    const { ownFiles } = this.#parts;
    const ofKind = checker.lists.filter(({ pin }) => pin.kind === kind);
    const keyed = ofKind.filter(isKeyed);
    const usable = ofKind.filter((list) => !isFinal(list.failure) && !isKeyed(list));
    const isAnyMissing = usable.some(({ failure }) => failure?.code === 'not_stored');
    const unusable = ofKind.find(({ failure }) => isFinal(failure))?.failure ?? (keyed.length > 0 ? kKeyed : undefined);
    return {
      supported,
      keyed,
      unusable: lists.length === 0 ? unusable : undefined,
      complete: lists.length > 0 && !isAnyMissing && kept && (await this.isAnything()),
      // The size is what lists have said of themselves, because one whose last refresh was stopped or failed can still be loaded.
      listSize: usable.reduce((sum, { description }) => sum + (description ? description.bucketCount * description.bucketFileSize : 0), 0),
      pageSize: (await isPageKept(ownFiles)) ? 0 : ownFiles.bytes,
      stored: await this.store.totalSize(),
      pageStored: (await keptPages(ownFiles)).length > 0,
    };
  }

  /**
   * Downloads the kind's lists, then the page. Where there is no room for all of it, the device is left as it was. What another tab deletes
   * meanwhile stays deleted, and ends the download. Rejects with CheckError, Deleted, what `keepPage` rejects with, the signal's
   * reason, or what the browser says when there is no room.
   */
  async load(kind: Kind, { signal, onBytes }: Downloading): Promise<void> {
    const store = this.store.writer((await this.store.urls()).length === 0, signal);
    // Some browsers ask their reader, who may take their time; the lists are kept for a while whatever the answer.
    navigator.storage?.persist?.().catch(() => {});
    try {
      const { online } = this.#parts;
      // A page that was opened in offline mode has not loaded any lists from the network yet.
      if (online.lists.length === 0) await Promise.race([online.load(), whenAborted(signal)]);
      const files = await download(online, kind, store, { signal, onBytes });
      await this.#keepPage({ signal, onBytes, isWanted: () => this.isAnything() });
      signal.throwIfAborted();
      // Another tab may have deleted everything, and loaded something else.
      if (!(await this.store.has(files))) throw new Deleted();
      await this.#deleteOldEditions(kind, files);
      signal.throwIfAborted();
    } catch (thrown) {
      if (isNoSpace(thrown)) await store.undo().catch(() => {});
      throw thrown;
    }
  }

  /** Brings the kept page up to date, which may be older than the open one: that may have come from the network just now. */
  refreshPage(): void {
    this.#refresh = new AbortController();
    this.#keepPage({ signal: this.#refresh.signal, isWanted: () => this.isAnything() }).catch(() => {});
  }

  /**
   * Keeps the page without any lists, for a reader who has installed it. Where it can't be kept, or has just been deleted, nothing is on
   * the device that was not there before.
   */
  async keepPageAlone(): Promise<void> {
    if (!(await canKeepPage())) return;
    this.#refresh = new AbortController();
    await this.#keepPage({ signal: this.#refresh.signal }).catch(() => {});
  }

  #keepPage(options: KeepOptions): Promise<void> {
    const { ownFiles, network, scriptUrl } = this.#parts;
    return keepPage(ownFiles, network, scriptUrl, this.#lock, options);
  }

  /**
   * Keeps news for when there is no network. A site that now trusts another key, and a publisher who has taken a list back, must be heeded
   * then, too. What another tab has deleted stays deleted.
   */
  async keepNews(news: News): Promise<void> {
    for (const address of [this.#parts.pinsUrl, ...news.takenBack]) await this.store.update(news.below(address));
  }

  /** Deletes the kept pins, so that no list is believed that the site does not name any more. */
  async forgetPins(): Promise<void> {
    const { pinsUrl } = this.#parts;
    await this.store.prune(({ href }) => href !== pinsUrl.href);
  }

  /** Deletes all lists and the page. Rejects with what the browser says of what it could not delete. */
  async deleteEverything(): Promise<void> {
    this.#refresh?.abort();
    const done = await this.#lock.hold(() => Promise.allSettled([this.store.clear(), forgetPage(this.#parts.ownFiles)]));
    for (const one of done) if (one.status === 'rejected') throw one.reason;
  }

  /**
   * Deletes old editions of those of the kind's lists that could be had, the buckets of lists that were withdrawn or have expired, and everything of
   * lists that are not the site's any more. What says that a list was withdrawn stays.
   */
  async #deleteOldEditions(kind: Kind, files: readonly URL[]): Promise<void> {
    const { online } = this.#parts;
    const current = new Set(files.map(({ href }) => href));
    const addressesOf = (isMeant: (list: SiteList) => boolean): string[] =>
      online.lists.filter(isMeant).map((list) => online.addressOf(list).href);
    const others = addressesOf(({ pin, failure }) => pin.kind !== kind || (failure !== undefined && !isFinal(failure)));
    const unusable = addressesOf(({ failure }) => isFinal(failure));
    await this.store.prune(
      ({ href }) =>
        current.has(href) ||
        others.some((address) => href.startsWith(address)) ||
        unusable.some((address) => href.startsWith(address) && !href.startsWith(address + kBuckets)),
    );
  }
}

/** Where a list has its buckets, below its own address (FORMAT.md). */
const kBuckets = 'buckets/';

const kKeyed: Failure = { code: 'keyed_offline', place: '', number: 0 };

export function isNoSpace(thrown: unknown): boolean {
  return thrown instanceof DOMException && thrown.name === 'QuotaExceededError';
}

/** Returns true if loading the list again would be of no use. */
function isFinal(failure: Failure | undefined): boolean {
  return failure?.code === 'withdrawn' || failure?.code === 'expired' || failure?.code === 'keyed_offline';
}
