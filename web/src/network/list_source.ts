// The source that a checker has the files of lists from: the network, the device, or whatever else there may be.

import type { Failure } from '../errors.js';
import type { AskedEvaluator, Disclosure } from '../ledger.js';

/** The name of a list's pointer, which is the only file in the list's directory whose contents ever change. */
export const kPointerFile = 'current.minisig';

export interface BucketOptions {
  /** The exact size of the file in bytes. */
  readonly size: number;
  readonly disclosure?: Disclosure;
  readonly signal?: AbortSignal | undefined;
  readonly onBytes?: (count: number) => void;
}

/** A file of a list. */
export interface ListFile {
  readonly url: URL;
  /** The engine's number for the list. */
  readonly list: number;
}

/** A question to one evaluator, whose address is `url`. */
export interface EvaluatorQuestion extends ListFile {
  readonly evaluator: AskedEvaluator;
  readonly body: Uint8Array;
}

/** How many bytes a good answer has. */
export const kAnswerSize = 112;

/** What came of a question. Core tells whether it is a good answer. */
export interface EvaluatorAnswer {
  /** The HTTP status, or 0 if no answer came in time. */
  readonly status: number;
  /** The seconds that its Retry-After header says, or 0 if it does not say them in at most four digits. */
  readonly retryAfter: number;
  /** The body, if the status is 200. Empty for any other status, and if there is more of it than a good answer has. */
  readonly body: Uint8Array;
}

/** Its methods reject with CheckError, or with the signal's reason once it is aborted. */
export interface ListSource {
  /** Returns true where nobody learns that a file is read. */
  isLocal(url: URL): boolean;

  /** Returns the pins file, which says which lists the site trusts. It comes from the site's own origin and nowhere else. */
  pins(url: URL): Promise<Uint8Array>;

  /** Returns a list's pointer or manifest. `cache` is the cache mode where it is not the usual one. */
  listFile(
    file: ListFile,
    purpose: 'pointer' | 'manifest',
    signal?: AbortSignal,
    cache?: RequestCache,
  ): Promise<Uint8Array>;

  /** Returns a bucket of exactly `size` bytes, or rejects with bucket_length. */
  bucket(file: ListFile, purpose: 'bucket' | 'whole_list', options: BucketOptions): Promise<Uint8Array>;

  /** Asks an evaluator. Never rejects. An evaluator can't be asked if its address is a local one by `isLocal`. */
  evaluation(question: EvaluatorQuestion, signal: AbortSignal): Promise<EvaluatorAnswer>;

  /** Returns what a failure with a file from this source comes to for its reader. */
  explain(failure: Failure): Failure;
}
