// The synchronous engine, which makes the module of module.d.ts safe to call. It checks arguments, because the module would turn
// 1.5 into 1 and NaN into 0 without a word. It turns `{ok: false}` into a throw. And once the module has trapped it stays broken,
// because nothing that a half-finished computation left behind may ever become a verdict.

import { CheckError, isOutOfMemory, type ErrorCode } from '../errors.js';
import { isKind, type Kind } from '../kinds.js';
import type { SelfcheckModule, Status } from './module.js';

export interface PinnedList {
  readonly id: string;
  /** The address of the list's directory. It ends in `/` and may be relative to the pins file. */
  readonly url: string;
  readonly kind: Kind;
  /** The evaluators that are asked if the list is keyed. */
  readonly evaluators: readonly PinnedEvaluator[];
}

export interface PinnedEvaluator {
  /** The number of the key's share that it holds: 1 to 7. */
  readonly index: number;
  /** The evaluator's address, which may be relative to the pins file. */
  readonly url: string;
}

/** What a list says of itself, once its signature and its freshness hold. */
export interface ListDescription {
  readonly sequence: number;
  /** Seconds since 1970, as `validUntil` is. */
  readonly published: number;
  readonly validUntil: number;
  readonly test: boolean;
  readonly entries: number;
  readonly bits: number;
  readonly bucketCount: number;
  readonly bucketFileSize: number;
  /** How many numbers in use share a bucket. */
  readonly anonymitySet: number;
  /** How many KiB of memory one hash takes. */
  readonly memKib: number;
  /** The work of one hash: how often it passes over one KiB. */
  readonly hashCost: number;
  /** The hash's salt and parameters, which are equal for lists that one hash of a number serves. */
  readonly hashGroup: string;
  /** Undefined unless the list is keyed: then there is no verdict without the help of `threshold` of `count` evaluators. */
  readonly evaluation: Evaluation | undefined;
  /** The language of the texts below: the one asked for if the list has it, else English if it has that, else its first. */
  readonly language: string;
  readonly title: string;
  readonly publisher: string;
  readonly about: string;
  /** Empty, or an https address. */
  readonly link: string;
}

export interface Evaluation {
  /** Stands for the key and the pinned evaluators: equal for lists that one question serves. */
  readonly group: string;
  readonly threshold: number;
  readonly count: number;
}

export interface BucketRequest {
  readonly index: number;
  /** The bucket file's path below the list's directory. */
  readonly path: string;
  /** The exact size of the file in bytes. */
  readonly size: number;
  readonly bits: number;
  readonly anonymitySet: number;
  /** How many bits this sitting's requests disclose, this one included. */
  readonly sessionBits: number;
  /** True if the request must not be made, because it would single the person out. */
  readonly standsOut: boolean;
}

export type Verdict =
  | { readonly outcome: 'found'; /** The chance of a coincidence, 0 to 1. */ readonly coincidence: number }
  | { readonly outcome: 'not_found' };

/** More bytes than any file that the engine reads has. The module has its own, smaller limits. */
const kMaxInputSize = 2 * 1024 * 1024;
const kLogKeySize = 32;
/** How many random bytes a number is blinded with. */
const kUniformSize = 64;

/** Its methods throw CheckError. Arguments out of range are a bug of the caller's and throw TypeError. */
export class Engine {
  readonly #module: SelfcheckModule;
  #listCount = 0;
  #broken: CheckError | undefined;

  /** `logKey`: 32 random bytes, which key the log of what was disclosed. */
  constructor(module: SelfcheckModule, logKey: Uint8Array) {
    if (logKey.length !== kLogKeySize) throw new TypeError('log key');
    this.#module = module;
    this.#call(() => {
      this.#fill(logKey);
      return this.#module.start();
    });
  }

  /** Computes one small hash, and throws canary_hash if this engine computes Argon2id wrongly. */
  selfTest(): void {
    this.#call(() => this.#module.selfTest());
  }

  readPins(file: Uint8Array): PinnedList[] {
    const { count } = this.#call(() => {
      this.#fill(file);
      return this.#module.readPins();
    });
    this.#listCount = count;
    return Array.from({ length: count }, (_, list) => {
      const { id, url, kind, evaluators } = this.#call(() => this.#module.pin(list));
      return { id, url, kind: known(kind), evaluators: evaluatorsIn(evaluators) };
    });
  }

  /** Takes the contents of `current.minisig`, and returns the manifest's path below the list's directory. */
  openPointer(list: number, file: Uint8Array): string {
    this.#checkList(list);
    return this.#call(() => {
      this.#fill(file);
      return this.#module.openPointer(list);
    }).manifestFile;
  }

  openManifest(list: number, file: Uint8Array, nowSeconds: number): void {
    this.#checkList(list);
    checkTime(nowSeconds);
    this.#call(() => {
      this.#fill(file);
      return this.#module.openManifest(list, nowSeconds);
    });
  }

  describe(list: number, language: string): ListDescription {
    this.#checkList(list);
    const info = this.#call(() => this.#module.listInfo(list, language));
    return {
      sequence: info.sequence,
      published: info.published,
      validUntil: info.validUntil,
      test: info.test,
      entries: info.entries,
      bits: info.bits,
      bucketCount: 2 ** info.bits,
      bucketFileSize: info.bucketFileSize,
      anonymitySet: info.anonymitySet,
      memKib: info.memKib,
      hashCost: info.memKib * info.ops,
      hashGroup: `${info.groupSalt}/${info.memKib}/${info.ops}`,
      evaluation:
        info.threshold > 0
          ? { group: info.evaluationGroup, threshold: info.threshold, count: Number(info.evaluationGroup[0]) }
          : undefined,
      language: info.language,
      title: info.title,
      publisher: info.publisher,
      about: info.about,
      link: info.link,
    };
  }

  /** Slow: computes one Argon2id, once for all lists that share salt and parameters. */
  proveCanary(list: number): void {
    this.#checkList(list);
    this.#call(() => this.#module.proveCanary(list));
  }

  /** Throws an input error unless `typed`, in UTF-8, is a number of the kind. `typed` is wiped, here and by setIdentifier. */
  validate(kind: Kind, typed: Uint8Array): void {
    checkKind(kind);
    this.#take(typed, () => this.#module.validate(kind));
  }

  setIdentifier(kind: Kind, typed: Uint8Array): void {
    checkKind(kind);
    this.#take(typed, () => this.#module.setIdentifier(kind));
  }

  clearIdentifier(): void {
    this.#call(() => this.#module.clearIdentifier());
  }

  request(list: number, nowSeconds: number): BucketRequest {
    this.#checkList(list);
    checkTime(nowSeconds);
    const { index, path, size, bits, anonymitySet, sessionBits, standsOut } = this.#call(() =>
      this.#module.request(list, nowSeconds),
    );
    return { index, path, size, bits, anonymitySet, sessionBits, standsOut };
  }

  recordRequest(list: number): void {
    this.#checkList(list);
    this.#call(() => this.#module.recordRequest(list));
  }

  /** Returns the paths of all buckets, in order, for the download of a whole list. */
  bucketPaths(list: number): string[] {
    this.#checkList(list);
    const { bits } = this.#call(() => this.#module.listInfo(list, ''));
    return Array.from({ length: 2 ** bits }, (_, index) => this.#call(() => this.#module.bucketPath(list, index)).path);
  }

  /** For a list that is fetched whole: throws what makes this bucket's file unsound, whoever's number may be in it. */
  verifyBucket(list: number, index: number, bucketFile: Uint8Array): void {
    this.#checkList(list);
    if (!Number.isInteger(index) || index < 0) throw new TypeError('index');
    this.#call(() => {
      this.#fill(bucketFile);
      return this.#module.verifyBucket(list, index);
    });
  }

  /** Slow: computes one Argon2id, once for all lists that share salt and parameters. */
  hash(list: number): void {
    this.#checkList(list);
    this.#call(() => this.#module.hash(list));
  }

  /**
   * Returns what to ask the pinned evaluators, in the pin's order: 80 bytes for each, of which the last 32 are the same for all. `uniform`
   * is 64 random bytes, which are wiped.
   */
  askEvaluators(list: number, uniform: Uint8Array, nowSeconds: number): Uint8Array {
    this.#checkList(list);
    checkTime(nowSeconds);
    if (uniform.length !== kUniformSize) throw new TypeError('uniform');
    const { questions } = this.#take(uniform, () => this.#module.askEvaluators(list, nowSeconds));
    return Uint8Array.from(questions.match(/../g) ?? [], (digits) => Number.parseInt(digits, 16));
  }

  /** Takes the evaluators' answers, in the bytes that module.d.ts describes, and wipes them. Throws if they are not enough. */
  evaluate(list: number, given: Uint8Array): void {
    this.#checkList(list);
    this.#take(given, () => this.#module.evaluate(list));
  }

  /** Looks the number up in the bucket file that `request` named. Throws whatever makes it impossible to tell. */
  decide(list: number, bucketFile: Uint8Array, nowSeconds: number): Verdict {
    this.#checkList(list);
    checkTime(nowSeconds);
    const { outcome, coincidence } = this.#call(() => {
      this.#fill(bucketFile);
      return this.#module.decide(list, nowSeconds);
    });
    if (outcome === 'found') return { outcome, coincidence: coincidence / 2 ** 53 };
    if (outcome === 'not_found') return { outcome };
    throw new CheckError('engine_failed', 'outcome');
  }

  /** Calls `use` with `bytes` as the module's input, and wipes them whatever happens. */
  #take<T extends Status>(bytes: Uint8Array, use: () => T): T {
    try {
      return this.#call(() => {
        this.#fill(bytes);
        return use();
      });
    } finally {
      bytes.fill(0);
    }
  }

  #fill(bytes: Uint8Array): void {
    if (!(bytes instanceof Uint8Array) || bytes.length > kMaxInputSize) throw new TypeError('bytes');
    const address = this.#module.input(bytes.length);
    // A view is valid only until memory grows, so it is never kept.
    this.#module.heap().set(bytes, address);
  }

  #checkList(list: number): void {
    if (!Number.isInteger(list) || list < 0 || list >= this.#listCount) throw new TypeError('list');
  }

  #call<T extends Status>(step: () => T): T {
    if (this.#broken) throw this.#broken;
    let status: T;
    try {
      status = step();
    } catch (thrown) {
      this.#broken = new CheckError(isOutOfMemory(thrown) ? 'out_of_memory' : 'engine_failed');
      throw this.#broken;
    }
    if (status.ok === true) return status;
    throw new CheckError(status.code as ErrorCode, status.place, status.number);
  }
}

function known(kind: string): Kind {
  if (!isKind(kind)) throw new CheckError('engine_failed', 'kind');
  return kind;
}

function checkKind(kind: Kind): void {
  if (!isKind(kind)) throw new TypeError('kind');
}

function evaluatorsIn(text: string): PinnedEvaluator[] {
  return (text.match(/\S+/g) ?? []).map((one) => ({ index: Number(one[0]), url: one.slice(1) }));
}

function checkTime(seconds: number): void {
  if (!Number.isSafeInteger(seconds) || seconds < 0) throw new TypeError('time');
}
