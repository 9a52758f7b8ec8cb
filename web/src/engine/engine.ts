// The synchronous engine: module.d.ts made safe to call. It checks arguments, because the module would turn 1.5 into 1 and
// NaN into 0 without a word; it turns `{ok: false}` into a throw; and once the module has trapped it stays broken,
// because nothing that a half-finished computation left behind may ever become a verdict.

import { CheckError, isOutOfMemory, type ErrorCode } from '../errors.js';
import { isKind, type Kind } from '../kinds.js';
import type { SelfcheckModule, Status } from './module.js';

export interface PinnedList {
  readonly id: string;
  /** Of the list's directory, ends in `/`; may be relative to the pins file. */
  readonly url: string;
  readonly kind: Kind;
  /** Who can be asked if the list is a keyed one. */
  readonly evaluators: readonly PinnedEvaluator[];
}

export interface PinnedEvaluator {
  /** Whose share of the key it has: 1 to 7. */
  readonly index: number;
  /** May be relative to the pins file. */
  readonly url: string;
}

/** What a list says of itself, once its signature and its freshness hold. */
export interface ListDescription {
  readonly sequence: number;
  /** Seconds since 1970. */
  readonly published: number;
  readonly validUntil: number;
  readonly test: boolean;
  readonly entries: number;
  readonly bits: number;
  readonly bucketCount: number;
  readonly bucketFileSize: number;
  /** Numbers in use that share a bucket. */
  readonly anonymitySet: number;
  /** That one hash takes. */
  readonly memKib: number;
  /** Of one hash: passes over one KiB. */
  readonly hashCost: number;
  /** Equal for lists that one hash of a number serves: salt and parameters. */
  readonly hashGroup: string;
  /** Of a keyed list: no verdict without the help of `threshold` of `count` evaluators. */
  readonly evaluation: Evaluation | undefined;
  /** Of the texts below: the language asked for, else English, else the list's first. */
  readonly language: string;
  readonly title: string;
  readonly publisher: string;
  readonly about: string;
  /** Empty, or https. */
  readonly link: string;
}

export interface Evaluation {
  /** Equal for lists that one question serves: key and pinned evaluators. */
  readonly group: string;
  readonly threshold: number;
  readonly count: number;
}

export interface BucketRequest {
  readonly index: number;
  /** Below the list's directory. */
  readonly path: string;
  /** Exact bytes of the file. */
  readonly size: number;
  readonly bits: number;
  readonly anonymitySet: number;
  /** Disclosed in this sitting, this request included. */
  readonly sessionBits: number;
  /** Not to be made: it would single the person out. */
  readonly standsOut: boolean;
}

export type Verdict =
  | { readonly outcome: 'found'; /** The chance of a coincidence, 0 to 1. */ readonly coincidence: number }
  | { readonly outcome: 'not_found' };

/** More than any file the engine reads; the module has its own, smaller limits. */
const kMaxInputSize = 2 * 1024 * 1024;
const kLogKeySize = 32;
/** That a number is blinded with. */
const kUniformSize = 64;

/** Methods throw CheckError. Arguments out of range are a bug of the caller's and throw TypeError. */
export class Engine {
  readonly #module: SelfcheckModule;
  #listCount = 0;
  #broken: CheckError | undefined;

  /** `logKey`: 32 random bytes. */
  constructor(module: SelfcheckModule, logKey: Uint8Array) {
    if (logKey.length !== kLogKeySize) throw new TypeError('log key');
    this.#module = module;
    this.#call(() => {
      this.#fill(logKey);
      return this.#module.start();
    });
  }

  /** Throws canary_hash if this engine computes Argon2id wrongly. One small hash. */
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

  /** Takes `current.minisig`; gives the manifest's path below the list's directory. */
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

  /** Slow: one Argon2id, once for lists that share salt and parameters. */
  proveCanary(list: number): void {
    this.#checkList(list);
    this.#call(() => this.#module.proveCanary(list));
  }

  /** `typed`: UTF-8; wiped, as by setIdentifier. Throws an input error unless it is a number of the kind. */
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

  /** Of all buckets, in order: for a whole-list download. */
  bucketPaths(list: number): string[] {
    this.#checkList(list);
    const { bits } = this.#call(() => this.#module.listInfo(list, ''));
    return Array.from({ length: 2 ** bits }, (_, index) => this.#call(() => this.#module.bucketPath(list, index)).path);
  }

  /** Of a list that was fetched whole: throws what makes this bucket's file unsound, whoever's number may be in it. */
  verifyBucket(list: number, index: number, bucketFile: Uint8Array): void {
    this.#checkList(list);
    if (!Number.isInteger(index) || index < 0) throw new TypeError('index');
    this.#call(() => {
      this.#fill(bucketFile);
      return this.#module.verifyBucket(list, index);
    });
  }

  /** Slow: one Argon2id, once for lists that share salt and parameters. */
  hash(list: number): void {
    this.#checkList(list);
    this.#call(() => this.#module.hash(list));
  }

  /**
   * What to ask the pinned evaluators, in their order: 80 bytes for each, of which the last 32 are the same for all. `uniform`: 64 random
   * bytes; wiped.
   */
  askEvaluators(list: number, uniform: Uint8Array, nowSeconds: number): Uint8Array {
    this.#checkList(list);
    checkTime(nowSeconds);
    if (uniform.length !== kUniformSize) throw new TypeError('uniform');
    const { questions } = this.#take(uniform, () => this.#module.askEvaluators(list, nowSeconds));
    return Uint8Array.from(questions.match(/../g) ?? [], (digits) => Number.parseInt(digits, 16));
  }

  /** `given`: what module.d.ts says; wiped. Throws if it is not enough. */
  evaluate(list: number, given: Uint8Array): void {
    this.#checkList(list);
    this.#take(given, () => this.#module.evaluate(list));
  }

  /** Takes the bucket file that `request` named. Throws whatever makes it impossible to tell. */
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

  /** For what has to be wiped. */
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
    // The client knows the codes, and which of them there are.
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
