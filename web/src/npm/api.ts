// The package's public interface: everything that a user of it sees. This file becomes the package's type declarations as it is, so it
// imports nothing but error codes and kinds, and reads like a manual page.

import type { Failure, InputProblem } from '../errors.js';
import type { Kind } from '../kinds.js';

export { inputErrorCodes } from '../errors.js';
export type { Failure, FailureCode, InputErrorCode, InputProblem, Problem } from '../errors.js';
export { failures } from '../failures.js';
export type { Advice, Reason } from '../failures.js';
export { kinds } from '../kinds.js';
export type { Kind } from '../kinds.js';

/** The options of `openChecker`. */
export interface CheckerOptions {
  /**
   * The pins file (`selfcheck build --pin-out`), which says which lists to ask and whose signatures on them to believe. It is an object, or
   * the file's text or bytes (UTF-8), and at most 64 KiB. Everything rests on it: ship it with your own code or serve it from your own
   * origin, and never fetch it from a host of lists.
   */
  readonly pins: object | string | Uint8Array;
  /**
   * The address to which the relative addresses of lists in the pins are relative. The default is the page's address in a browser, and the
   * working directory under Node. Under Node it can be a `file:` address, for lists on disk. Checking against these discloses nothing,
   * except that a keyed list's evaluators are asked.
   */
  readonly baseUrl?: string | URL;
  /** The language of the lists' texts, as a BCP 47 tag. The default is the browser's first language, and `en` under Node. */
  readonly language?: string;
  /**
   * The address of the directory, ending in `/`, that has the package's files, if a bundler has moved this code away from them. In a
   * browser the files are `worker.js`, `selfcheck.wasm` and `selfcheck-simd.wasm`, under Node `node_worker.js` and the same two engines.
   * By default they are beside this code. These files are code: serve them from where you serve your own.
   */
  readonly filesUrl?: string | URL;
  /** Limits of memory and processors for hashing, in whole numbers. Each that is not given is what suits the device. */
  readonly limits?: {
    /** How many hashes may be computed at one time, each in a worker of its own. At least 1. */
    readonly count?: number;
    /** How many KiB all hashes may take together; a single one may take more. A hash takes its list's `memKib`, 64 MiB by default. */
    readonly memKib?: number;
    /** How many milliseconds memory is unused before it is given back. */
    readonly idleMs?: number;
  };
  /**
   * Returns the time in milliseconds since 1970, by which lists expire. The default is `Date.now`. Without the time there is no verdict: a
   * call that needs one rejects with what this throws, or with TypeError if it does not return a finite number.
   */
  readonly now?: () => number;
  /**
   * Called when an entry of the ledger is opened or closed. An exception that it throws becomes an uncaught one, as with event listeners,
   * and changes no verdict.
   */
  readonly onLedgerChange?: () => void;
}

/** A list of the pins, as it is known now. */
export interface List {
  /** The list's identifier in the pins. */
  readonly id: string;
  /** The address of the list's directory, as it is in the pins. */
  readonly url: string;
  readonly kind: Kind;
  /** The evaluators, as they are in the pins, that are asked if the list is keyed. */
  readonly evaluators: readonly { readonly index: number; readonly url: string }[];
  /** What the list says of itself; undefined until its signature has been verified. */
  readonly description: ListDescription | undefined;
  /** Why the list can't be asked now; undefined if it can. A check tries to open it again. */
  readonly failure: Failure | undefined;
}

/** What a list says of itself. Its publisher has signed all of it; the texts are plain text, never markup. */
export interface ListDescription {
  /** The number of this edition, which grows with each edition. */
  readonly sequence: number;
  /** When this edition was published, in seconds since 1970. */
  readonly published: number;
  /** Until when the list gives verdicts, in seconds since 1970. */
  readonly validUntil: number;
  /** True if the list was made to try things out. Say so wherever you show it. */
  readonly test: boolean;
  /** How many numbers the list has. */
  readonly entries: number;
  /**
   * The list has 2^bits buckets. With 0 there is one bucket for everybody, so that a check discloses nothing. A check discloses nothing
   * either if all buckets have at most 100,000 bytes together, because then everybody fetches them all.
   */
  readonly bits: number;
  readonly bucketCount: number;
  /** How many bytes one bucket has. A check fetches one bucket, unless it fetches all of them. */
  readonly bucketFileSize: number;
  /** How many numbers in use share a bucket. The host can't tell which of these was asked for. */
  readonly anonymitySet: number;
  /** How many KiB of memory a hash takes. */
  readonly memKib: number;
  /**
   * Undefined unless the list is keyed. Then its key is shared among `count` evaluators, and there is no verdict without good answers of
   * `threshold` of them. A check asks all evaluators that the pins name.
   */
  readonly evaluation: { readonly count: number; readonly threshold: number } | undefined;
  /** The language of the texts below: the one asked for if the list has it, else English if it has that, else its first. */
  readonly language: string;
  readonly title: string;
  readonly publisher: string;
  readonly about: string;
  /** Empty, or an https address. */
  readonly link: string;
}

/**
 * The answer of one list.
 *
 * - `found`: the number is in the list. `coincidence` (0 to 1) is the chance that this is a coincidence, and it is not in the list.
 * - `not_found`: the number is not in this edition of this list. It may be in another leak.
 * - `could_not_tell`: anything else; `failure` is the reason. It must never be shown as "not found".
 */
export type ListVerdict = { readonly list: List } & (
  | { readonly outcome: 'found'; readonly coincidence: number }
  | { readonly outcome: 'not_found' }
  | { readonly outcome: 'could_not_tell'; readonly failure: Failure }
);

export type Outcome = ListVerdict['outcome'];

export type CheckResult =
  /** What was typed is not a number of the kind, so nothing was asked. `problem` does not contain what was typed. */
  | { readonly status: 'bad_input'; readonly problem: InputProblem }
  /**
   * Nothing was asked: with all that this checker asked before, it would have told a list's host `sessionBits` bits, which would single
   * the person out. With `wholeLists` the same check downloads `downloadBytes` bytes, and tells the host nothing of the number.
   */
  | { readonly status: 'stands_out'; readonly sessionBits: number; readonly downloadBytes: number }
  | {
      readonly status: 'verdict';
      /** `found` if any list has the number; `not_found` only if every list of the kind says so, and there is one. */
      readonly outcome: Outcome;
      /** The verdicts, one for each list of the kind. */
      readonly lists: readonly ListVerdict[];
      /** Why the lists could not be read at all, so that there is none to name. */
      readonly failure?: Failure;
    };

export type Progress =
  /** What was typed is well formed, and its check has begun. With `blocksPage` there is no worker, and the page stands still meanwhile. */
  | { readonly stage: 'working'; readonly blocksPage: boolean }
  | { readonly stage: 'downloading'; readonly bytes: number; readonly totalBytes: number };

export interface CheckOptions {
  /**
   * Whether the check downloads every bucket of every list instead of asking for one. This tells the hosts nothing but that somebody is
   * checking, and costs `bucketCount` times `bucketFileSize` bytes a list.
   */
  readonly wholeLists?: boolean;
  /** Stops the check and the hash of its number. A canary's hash goes on: the next check needs it as well. */
  readonly signal?: AbortSignal;
  /** Called while the check is under way. An exception that it throws becomes an uncaught one, as with `onLedgerChange`. */
  readonly onProgress?: (progress: Progress) => void;
}

export type Validation =
  | { readonly status: 'well_formed' }
  | { readonly status: 'bad_input'; readonly problem: InputProblem }
  | { readonly status: 'could_not_tell'; readonly failure: Failure };

/** A request that was made for data, and what it told whoever received it. */
export interface LedgerEntry {
  readonly url: string;
  readonly purpose: 'pointer' | 'manifest' | 'bucket' | 'whole_list' | 'evaluation';
  /** The list's identifier in the pins. For a question that serves several lists it is that of one of them. */
  readonly listId: string;
  /** How many bytes of the answer's body have come so far. */
  readonly bytes: number;
  readonly state: 'pending' | 'done' | 'failed';
  /** All of the request that depended on what was typed; undefined if nothing did. */
  readonly disclosure: Disclosure | undefined;
  /** For `evaluation`, whom the question went to. It is 80 bytes; all in it that comes from the number is hidden by random bytes. */
  readonly evaluator: AskedEvaluator | undefined;
}

export interface AskedEvaluator {
  /** The number of the key's share that it holds: 1 to `count`. */
  readonly index: number;
  readonly count: number;
  /** How many evaluators must answer. */
  readonly threshold: number;
}

export interface Disclosure {
  readonly kind: Kind;
  /** The bucket's index, which is the first `bits` bits of a public hash of the number. */
  readonly index: number;
  /** How many bits of the number's index were disclosed. With 0 the bucket is the only one that there is, so that nothing was. */
  readonly bits: number;
  /** How many numbers in use share the bucket. */
  readonly anonymitySet: number;
}

/**
 * A checker is for one person's sitting. What its requests disclose adds up, and is counted for as long as it is open. On a shared
 * device, and in a program that answers several people, open one for each person.
 */
export interface Checker {
  /** Why there are no lists at all: the pins can't be read, or the engine can't be had. Every check then says so, too. */
  readonly failure: Failure | undefined;
  readonly lists: readonly List[];
  /** All requests for data so far, in order. Requests for this package's own files, which are the same for everybody, are not in it. */
  readonly ledger: readonly LedgerEntry[];
  /** How many bits of numbers' public hashes the requests so far have disclosed to a host. */
  readonly disclosedBits: number;

  /**
   * Asks every list of the kind about `typed`: a number in any form that people write it, in the digits of any Indian script.
   * Slow by design: it hashes, in a worker, up to twice for each group of lists; on an old phone that is seconds. Checks of one
   * checker are done one after the other.
   *
   * For each list it requests one bucket, which tells the list's host an IP address and the `bits` bits of `Disclosure`. Of a small list it
   * requests all buckets, which tells the host only that somebody checks. It requests pointer and manifest again if they are older than
   * ten minutes, or if the last check got no answer from the list. For a keyed list it also asks each of the list's evaluators one
   * question, which takes at most 20 seconds and may go on after the verdict; it tells them an IP address, which key, and that somebody
   * checks. The number itself goes into the worker's memory, which is wiped afterwards, and nowhere else. (The string that you pass is
   * yours: JavaScript can't wipe it.)
   *
   * Rejects with the signal's reason once it is aborted, with TypeError for arguments of a wrong type, and with what `now` throws.
   * Everything else is a result.
   */
  check(kind: Kind, typed: string, options?: CheckOptions): Promise<CheckResult>;

  /**
   * Says whether `typed` is well formed, and requests and discloses nothing. It is quick enough to be called with every key. Rejects with
   * TypeError for arguments of a wrong type.
   */
  validate(kind: Kind, typed: string): Promise<Validation>;

  /**
   * Takes memory, compiles code and computes the first of a check's two hashes before there is a number, for instance when a field
   * gets the focus. It requests nothing, and costs nothing if it has been done already.
   */
  prepare(kind: Kind): void;

  /** Gives the memory for hashes back at once. A check that is under way ends in `could_not_tell`; a later one takes memory anew. */
  release(): void;

  /** Ends all workers. Checks that are under way, and later ones, end in `could_not_tell` (`not_ready`). */
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
