// Where a checker has the files of lists from: the network, the device, or whatever else there may be.

import type { Failure } from '../errors.js';
import type { AskedEvaluator, Disclosure } from '../ledger.js';

/** Of a list's directory the only file whose contents ever change. */
export const kPointerFile = 'current.minisig';

export interface BucketOptions {
  /** Exact bytes of the file. */
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

/** To one evaluator. */
export interface EvaluatorQuestion extends ListFile {
  readonly evaluator: AskedEvaluator;
  readonly body: Uint8Array;
}

/** Bytes of a good answer. */
export const kAnswerSize = 112;

/** What came of it, good or not: core tells. */
export interface EvaluatorAnswer {
  /** HTTP's; 0: none came, or not in time. */
  readonly status: number;
  /** Seconds; 0 where it does not say so in at most four digits. */
  readonly retryAfter: number;
  /** Of a 200; empty if there is more of it than a good answer has. */
  readonly body: Uint8Array;
}

/** Methods reject with CheckError, or with the signal's reason once it is aborted. */
export interface ListSource {
  /** True where nobody learns that a file is read. */
  isLocal(url: URL): boolean;

  /** Which lists the site trusts: from its own origin and nowhere else. */
  pins(url: URL): Promise<Uint8Array>;

  /** A list's pointer or manifest; with `cache` other than usual. */
  listFile(
    file: ListFile,
    purpose: 'pointer' | 'manifest',
    signal?: AbortSignal,
    cache?: RequestCache,
  ): Promise<Uint8Array>;

  /** A bucket: exactly `size` bytes, or bucket_length. */
  bucket(file: ListFile, purpose: 'bucket' | 'whole_list', options: BucketOptions): Promise<Uint8Array>;

  /** Never rejects. Nobody whose address `isLocal` can be asked. */
  evaluation(question: EvaluatorQuestion, signal: AbortSignal): Promise<EvaluatorAnswer>;

  /** What a failure with a file from here comes to, for its reader. */
  explain(failure: Failure): Failure;
}
