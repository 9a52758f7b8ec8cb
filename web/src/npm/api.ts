// The package's public face: everything that a user of it sees. It becomes the package's type declarations as it is, so it
// imports nothing but error codes and kinds, and reads like a manual page.

import type { Failure, InputProblem } from '../errors.js';
import type { Kind } from '../kinds.js';

export { inputErrorCodes } from '../errors.js';
export type { Failure, FailureCode, InputErrorCode, InputProblem, Problem } from '../errors.js';
export { failures } from '../failures.js';
export type { Advice, Reason } from '../failures.js';
export { kinds } from '../kinds.js';
export type { Kind } from '../kinds.js';

/** What `openChecker` takes. */
export interface CheckerOptions {
  /**
   * Which lists to ask, and whose signatures on them to believe: a pins file (`selfcheck build --pin-out`) as an object, as its
   * text, or as its bytes (UTF-8), at most 64 KiB. Everything rests on it: ship it with your own code or serve it from your own
   * origin, and never fetch it from a host of lists.
   */
  readonly pins: object | string | Uint8Array;
  /**
   * What relative addresses of lists in the pins are relative to. Default: in a browser the page's address, under Node the
   * working directory. Under Node it can be a `file:` address, for lists on disk: checking against these discloses nothing, but that
   * a keyed list's evaluators are asked.
   */
  readonly baseUrl?: string | URL;
  /** For the lists' texts: BCP 47. Default: in a browser its first language, under Node `en`. */
  readonly language?: string;
  /**
   * The directory of the package's files, ending in `/`, where a bundler has taken this code away from them: in a browser of
   * `worker.js`, `selfcheck.wasm` and `selfcheck-simd.wasm`, under Node of `node_worker.js` and the two engines. Default: beside
   * this code. It is code: serve it from where you serve your own.
   */
  readonly filesUrl?: string | URL;
  /** Memory and processors for hashing, in whole numbers. Default, of each that is not given: what becomes the device. */
  readonly limits?: {
    /** Hashes at one time: each has a worker of its own. At least 1. */
    readonly count?: number;
    /** KiB that all of them take together; a single one may take more. A hash takes its list's `memKib`, 64 MiB by default. */
    readonly memKib?: number;
    /** Milliseconds after which memory that nobody uses is given back. */
    readonly idleMs?: number;
  };
  /**
   * Milliseconds since 1970, by which lists expire. Default: `Date.now`. Without the time there is no verdict: whoever asked for one
   * is rejected with what this throws, or with TypeError where it gives no finite number.
   */
  readonly now?: () => number;
  /**
   * Called when an entry of the ledger is opened or closed. What it throws is thrown again as an uncaught exception, as an event
   * listener's is, and changes no verdict.
   */
  readonly onLedgerChange?: () => void;
}

/** A list of the pins, as it is known now. */
export interface List {
  /** In the pins. */
  readonly id: string;
  /** Of its directory, as in the pins. */
  readonly url: string;
  readonly kind: Kind;
  /** Who is asked if the list is a keyed one, as in the pins. */
  readonly evaluators: readonly { readonly index: number; readonly url: string }[];
  /** Once its signature has been verified. */
  readonly description: ListDescription | undefined;
  /** Why it can't be asked now. A check tries to open it again. */
  readonly failure: Failure | undefined;
}

/** What a list says of itself. Its publisher has signed all of it; the texts are plain text, never markup. */
export interface ListDescription {
  /** Grows with each edition. */
  readonly sequence: number;
  /** Seconds since 1970. */
  readonly published: number;
  /** Seconds since 1970; after it the list gives no verdict. */
  readonly validUntil: number;
  /** Made to try things out: say so wherever you show it. */
  readonly test: boolean;
  /** Numbers in it. */
  readonly entries: number;
  /**
   * 2^bits buckets; 0: one for everybody, so that a check discloses nothing. Nor does one where all of them have at most 100,000 bytes
   * together: everybody fetches them all.
   */
  readonly bits: number;
  readonly bucketCount: number;
  /** Bytes of one bucket: what a check fetches, unless it fetches all of them. */
  readonly bucketFileSize: number;
  /** Numbers in use that share a bucket: among so many the host can't tell whose was asked for. */
  readonly anonymitySet: number;
  /** KiB of memory that a hash takes. */
  readonly memKib: number;
  /**
   * Of a keyed list: its key is shared among `count` evaluators, and there is no verdict without good answers of `threshold` of them. A
   * check asks all that the pins name.
   */
  readonly evaluation: { readonly count: number; readonly threshold: number } | undefined;
  /** Of the texts below: the one asked for, else English, else the list's first. */
  readonly language: string;
  readonly title: string;
  readonly publisher: string;
  readonly about: string;
  /** Empty, or an https address. */
  readonly link: string;
}

/**
 * One list's answer.
 *
 * - `found`: the number is in it, but for a chance of `coincidence` (0 to 1) that this is one.
 * - `not_found`: the number is not in this edition of this list. It may be in another leak.
 * - `could_not_tell`: anything else, with the reason. Never to be shown as "not found".
 */
export type ListVerdict = { readonly list: List } & (
  | { readonly outcome: 'found'; readonly coincidence: number }
  | { readonly outcome: 'not_found' }
  | { readonly outcome: 'could_not_tell'; readonly failure: Failure }
);

export type Outcome = ListVerdict['outcome'];

export type CheckResult =
  /** Not a number of the kind; nothing was asked. `problem` does not contain what was typed. */
  | { readonly status: 'bad_input'; readonly problem: InputProblem }
  /**
   * Nothing was asked: with all that this checker asked before, it would have told a list's host `sessionBits` bits, which single
   * the person out. With `wholeLists` the same check downloads `downloadBytes` and tells nothing.
   */
  | { readonly status: 'stands_out'; readonly sessionBits: number; readonly downloadBytes: number }
  | {
      readonly status: 'verdict';
      /** `found` if any list has it; `not_found` only if every list of the kind says so, and there is one. */
      readonly outcome: Outcome;
      /** One for each list of the kind. */
      readonly lists: readonly ListVerdict[];
      /** Why there is not even a list to name. */
      readonly failure?: Failure;
    };

export type Progress =
  /** Hashing has begun. `blocksPage`: this browser has no workers, and the page stands still meanwhile. */
  | { readonly stage: 'working'; readonly blocksPage: boolean }
  | { readonly stage: 'downloading'; readonly bytes: number; readonly totalBytes: number };

export interface CheckOptions {
  /**
   * Download every bucket of every list instead of asking for one: tells the hosts nothing but that somebody is checking, and costs
   * `bucketCount` times `bucketFileSize` bytes a list.
   */
  readonly wholeLists?: boolean;
  /** Stops the check and the hash of its number. A canary's hash goes on: the next check needs it as well. */
  readonly signal?: AbortSignal;
  /** What it throws goes the way of what `onLedgerChange` throws. */
  readonly onProgress?: (progress: Progress) => void;
}

export type Validation =
  | { readonly status: 'well_formed' }
  | { readonly status: 'bad_input'; readonly problem: InputProblem }
  | { readonly status: 'could_not_tell'; readonly failure: Failure };

/** A request that was made for data: what, and what it told whoever received it. */
export interface LedgerEntry {
  readonly url: string;
  readonly purpose: 'pointer' | 'manifest' | 'bucket' | 'whole_list' | 'evaluation';
  /** The list's, in the pins; of a question that serves several lists, one of them. */
  readonly listId: string;
  /** Of the answer's body, so far. */
  readonly bytes: number;
  readonly state: 'pending' | 'done' | 'failed';
  /** All that depended on what was typed; undefined: nothing did. */
  readonly disclosure: Disclosure | undefined;
  /** Of `evaluation`: whose question it was. It is 80 bytes, of which all that came of the number is hidden by chance. */
  readonly evaluator: AskedEvaluator | undefined;
}

export interface AskedEvaluator {
  /** Whose share of the list's key it has: 1 to `count`. */
  readonly index: number;
  readonly count: number;
  /** As many are needed. */
  readonly threshold: number;
}

export interface Disclosure {
  readonly kind: Kind;
  /** Of the bucket: the first `bits` bits of a public hash of the number. */
  readonly index: number;
  /** 0: the only bucket that there is, so nothing was disclosed. */
  readonly bits: number;
  /** Numbers in use that share the bucket. */
  readonly anonymitySet: number;
}

/**
 * One person's sitting. What its requests disclose adds up, and is counted, for as long as it is open: on a shared device, and in
 * a program that answers several people, open one for each.
 */
export interface Checker {
  /** Why there are no lists at all: pins that can't be read, an engine that can't be had. Every check then says so too. */
  readonly failure: Failure | undefined;
  readonly lists: readonly List[];
  /** All requests for data so far, in order. Those for this package's own files, the same for everybody, are not in it. */
  readonly ledger: readonly LedgerEntry[];
  /** Bits of numbers' public hashes that the requests so far have disclosed to a host. */
  readonly disclosedBits: number;

  /**
   * Asks every list of the kind about `typed`: a number in any form that people write it, in the digits of any Indian script.
   * Slow by design: it hashes, in a worker, up to twice for each group of lists; on an old phone that is seconds. Checks of one
   * checker are done one after the other.
   *
   * Requests, for each list: its pointer and manifest again if they are older than ten minutes or the last check got no answer from it,
   * and one bucket, which tells the list's host an IP address and the `bits` bits of `Disclosure`; of a small list all buckets, which tell it
   * that somebody checks. Of a keyed list also one question to each of its evaluators, at most 20 seconds long, which may go on
   * after the verdict; it tells them an IP address, which key, and that somebody checks. The number itself goes into the worker's memory, which is
   * wiped afterwards, and nowhere else. (The string that you pass is yours: JavaScript can't wipe it.)
   *
   * Rejects with the signal's reason once it is aborted, with TypeError for arguments of a wrong type, and with what `now` throws.
   * All else is a result.
   */
  check(kind: Kind, typed: string, options?: CheckOptions): Promise<CheckResult>;

  /**
   * Only says whether `typed` is well formed: requests and discloses nothing. Quick enough for every key. Rejects with TypeError for
   * arguments of a wrong type.
   */
  validate(kind: Kind, typed: string): Promise<Validation>;

  /**
   * Takes memory, compiles code and computes the first of a check's two hashes before there is a number, for instance when a field
   * gets the focus. Requests nothing. Free when it has been done.
   */
  prepare(kind: Kind): void;

  /** Gives the memory for hashes back at once. A check under way could not tell; a later one takes memory anew. */
  release(): void;

  /** Ends all workers. Checks under way and later ones could not tell (`not_ready`). */
  close(): void;
}

/**
 * Loads the engine, reads the pins and opens all of their lists, whose hosts see that somebody has done so. Nothing here depends on
 * a number.
 *
 * Rejects only with TypeError, for options of a wrong type, and with what `now` throws. Whatever else goes wrong is in the checker's
 * `failure` or in that of a list, and no such checker ever says `not_found`.
 */
export declare function openChecker(options: CheckerOptions): Promise<Checker>;
