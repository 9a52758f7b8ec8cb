// A checker in offline mode has its lists from here: from what is kept on this device, and from the news that it was given. Nobody is
// asked, so a bucket that is missing can't be had.

import { CheckError, type Failure, type FailureCode } from '../errors.js';
import type { Ledger } from '../ledger.js';
import type { BucketOptions, EvaluatorAnswer, ListFile, ListSource } from '../network/list_source.js';
import type { KeptFiles } from './kept_files.js';
import type { News } from './news.js';

/**
 * The failures of a kept file that has been spoiled, by whatever else happens to this device's memory. It has to be loaded again, like a
 * missing one.
 */
const kSpoiled: ReadonlySet<FailureCode> = new Set([
  ...(['bucket_length', 'bucket_proof', 'manifest_mismatch'] as const),
  ...(['signature_format', 'signature_invalid'] as const),
]);

export class KeptLists implements ListSource {
  readonly #store: KeptFiles;
  readonly #ledger: Ledger;
  #news: News | undefined;

  constructor(store: KeptFiles, ledger: Ledger) {
    this.#store = store;
    this.#ledger = ledger;
  }

  get news(): News | undefined {
    return this.#news;
  }

  /** Uses the news from now on, for as long as the page is open, so that what is known to be old does not come back. */
  heed(news: News | undefined): void {
    this.#news = news;
  }

  isLocal(): boolean {
    return true;
  }

  pins(url: URL): Promise<Uint8Array> {
    return this.#newest(url);
  }

  listFile({ url }: ListFile): Promise<Uint8Array> {
    return this.#newest(url);
  }

  async bucket({ url }: ListFile, _purpose: 'bucket' | 'whole_list', { size }: BucketOptions): Promise<Uint8Array> {
    const file = await this.#kept(url);
    if (file.length !== size) throw new CheckError('bucket_length', 'bucket');
    this.#ledger.noteAskedNobody();
    return file;
  }

  evaluation(): Promise<EvaluatorAnswer> {
    return Promise.resolve({ status: 0, retryAfter: 0, body: new Uint8Array() });
  }

  explain(failure: Failure): Failure {
    return kSpoiled.has(failure.code) ? { ...failure, code: 'not_stored' } : failure;
  }

  async #newest(url: URL): Promise<Uint8Array> {
    return this.#news?.contents(url) ?? this.#kept(url);
  }

  async #kept(url: URL): Promise<Uint8Array> {
    const file = await this.#store.read(url).catch(() => undefined);
    if (!file) throw new CheckError('not_stored');
    return file;
  }
}
