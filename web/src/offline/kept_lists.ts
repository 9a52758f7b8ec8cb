// Where a checker in offline mode has its lists from: what is kept on this device, and nothing else. Its publishers may be asked for
// news of a list as a whole while the device is online, so that an old edition does not answer where there is a new one: by whoever
// opens the lists, never by a check. There is no way from here to a bucket that is missing.

import { CheckError, type Failure, type FailureCode } from '../errors.js';
import type { Ledger } from '../ledger.js';
import type { BucketOptions, ListFile, ListSource } from '../network/network.js';
import type { ListStore } from './list_store.js';

/** A file that is kept can be spoiled, by whatever else happens to this device's memory; it has to be loaded again like a missing one. */
const kSpoiled: ReadonlySet<FailureCode> = new Set([
  ...(['bucket_length', 'bucket_proof', 'manifest_mismatch'] as const),
  ...(['signature_format', 'signature_invalid'] as const),
]);

/** All that depends on nobody's number. */
export type News = Pick<ListSource, 'pins' | 'listFile'>;

export class KeptLists implements ListSource {
  readonly #store: ListStore;
  readonly #news: News;
  readonly #ledger: Ledger;
  /** What the news were, for as long as the page is open: what is known to be old does not come back. */
  readonly #latest = new Map<string, { readonly url: URL; readonly file: Uint8Array }>();
  #asking = false;
  #trustsNone = false;

  constructor(store: ListStore, news: News, ledger: Ledger) {
    this.#store = store;
    this.#news = news;
    this.#ledger = ledger;
  }

  /** Lets `open` hear news, where there are any. */
  async withNews<T>(open: () => Promise<T>): Promise<T> {
    this.#asking = true;
    this.#trustsNone = false;
    try {
      return await open();
    } finally {
      this.#asking = false;
    }
  }

  /** Keeps what the news were of all below an address: a list that was taken back stays so. */
  async keepNews(address: URL): Promise<void> {
    for (const { url, file } of this.#latest.values()) {
      if (url.href.startsWith(address.href)) await this.#store.put(url, file);
    }
  }

  /** The news were that the site has no lists any more. */
  get trustsNone(): boolean {
    return this.#trustsNone;
  }

  /** As if there had been none, of this file. */
  forgetNews(url: URL): void {
    this.#latest.delete(url.href);
  }

  isLocal(): boolean {
    return true;
  }

  pins(url: URL): Promise<Uint8Array> {
    return this.#announcement(url, 'pins', () => this.#news.pins(url));
  }

  listFile(file: ListFile, purpose: 'pointer' | 'manifest', signal?: AbortSignal): Promise<Uint8Array> {
    return this.#announcement(file.url, purpose, () => this.#news.listFile(file, purpose, signal), signal);
  }

  async bucket({ url }: ListFile, _purpose: 'bucket' | 'whole_list', { size }: BucketOptions): Promise<Uint8Array> {
    const file = await this.#kept(url);
    if (file.length !== size) throw new CheckError('bucket_length', 'bucket');
    this.#ledger.noteAskedNobody();
    return file;
  }

  explain(failure: Failure): Failure {
    return kSpoiled.has(failure.code) ? { ...failure, code: 'not_stored' } : failure;
  }

  async #announcement(url: URL, purpose: 'pins' | 'pointer' | 'manifest', ask: () => Promise<Uint8Array>, signal?: AbortSignal): Promise<Uint8Array> {
    if (this.#asking) {
      try {
        const file = await ask();
        this.#latest.set(url.href, { url, file: file.slice() });
        return file;
      } catch (thrown) {
        signal?.throwIfAborted();
        // No pins file is how a site says that it has no lists. Anything else: no network, or none to speak of.
        if (purpose === 'pins' && thrown instanceof CheckError && thrown.code === 'file_missing') {
          this.#trustsNone = true;
          throw thrown;
        }
      }
    }
    return this.#latest.get(url.href)?.file.slice() ?? this.#kept(url);
  }

  async #kept(url: URL): Promise<Uint8Array> {
    const file = await this.#store.read(url).catch(() => undefined);
    if (!file) throw new CheckError('not_stored');
    return file;
  }
}
