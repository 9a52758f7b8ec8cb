// The WebAssembly module (built by wasm/), as it is: what wasm/instantiate.js makes of what wasm/bindings.cpp registers. One instance is one sitting
// of checks, and is not re-entrant. Use it through engine.ts, which validates arguments and throws on failures.
//
// Bytes go in through `input`: memory that C++ owns, read by the next call and wiped by it. So no call takes
// an identifier as a string that nobody can wipe.

/** Every call's outcome, which has other fields only if it is ok (a verdict's too if it is not). `code` is a name from core/include/selfcheck/error.h, `none` when ok. */
export interface Status {
  ok: boolean;
  code: string;
  /** The field or file concerned, or empty. */
  place: string;
  /** As the code's comment in error.h says, else 0. */
  number: number;
}

export interface PinsStatus extends Status {
  /** Lists are then numbered 0 to count - 1. */
  count: number;
}

export interface PinInfo extends Status {
  id: string;
  /** Of the list's directory, ends in `/`; may be relative. */
  url: string;
  kind: string;
  /** Of each a space, the index in one digit, and the address. */
  evaluators: string;
}

export interface PointerStatus extends Status {
  /** To fetch next, below the list's directory. */
  manifestFile: string;
}

export interface ListInfo extends Status {
  sequence: number;
  /** Seconds since 1970. */
  published: number;
  validUntil: number;
  test: boolean;
  entries: number;
  bits: number;
  bucketFileSize: number;
  /** Numbers in use that share a bucket. */
  anonymitySet: number;
  memKib: number;
  ops: number;
  /** Hexadecimal. */
  groupSalt: string;
  /** Of a keyed list: equal where one question to the evaluators serves. Its first digit is how many share the key. */
  evaluationGroup: string;
  /** As many evaluators are needed; 0 if the list is not keyed. */
  threshold: number;
  /** In the language asked for, else English, else the list's first. */
  language: string;
  title: string;
  publisher: string;
  about: string;
  link: string;
}

export interface RequestInfo extends Status {
  index: number;
  /** Below the list's directory. */
  path: string;
  /** Exact bytes of the file. */
  size: number;
  bits: number;
  anonymitySet: number;
  /** Disclosed in this sitting, this request included. */
  sessionBits: number;
  /** The sitting's requests together would single the person out: fetch the whole list instead. */
  standsOut: boolean;
}

export interface QuestionsInfo extends Status {
  /** Hexadecimal, 80 bytes for each pinned evaluator, in the pin's order. The last 32 of each are B. */
  questions: string;
}

export interface PathInfo extends Status {
  /** Below the list's directory. */
  path: string;
}

export interface VerdictInfo extends Status {
  /** `found`, `not_found` or `could_not_tell`; `ok` is false for the last, with the reason. */
  outcome: string;
  /** Of found: the chance that it is a coincidence, in 2^-53. */
  coincidence: number;
}

export interface SelfcheckModule {
  /** The memory, of which a call may make another: not to be kept. */
  heap(): Uint8Array;
  /** The address of `size` bytes for the next call to read. */
  input(size: number): number;
  /** First call. Input: 32 random bytes, for the log of what was disclosed. */
  start(): Status;
  /** Slow for its kind: a small Argon2id whose answer is known. */
  selfTest(): Status;
  /** Input: a pins file. */
  readPins(): PinsStatus;
  pin(list: number): PinInfo;
  /** Input: `current.minisig`. */
  openPointer(list: number): PointerStatus;
  /** Input: the manifest. */
  openManifest(list: number, nowSeconds: number): Status;
  listInfo(list: number, language: string): ListInfo;
  /** Slow: one Argon2id, once for lists that share salt and parameters. */
  proveCanary(list: number): Status;
  /** Input: what was typed, UTF-8. Only says whether it is well formed. */
  validate(kind: string): Status;
  /** Input: what was typed, UTF-8. */
  setIdentifier(kind: string): Status;
  /** Wipes the number, what was computed from it, and the memory that it was computed in: some milliseconds. */
  clearIdentifier(): Status;
  request(list: number, nowSeconds: number): RequestInfo;
  /** Counts the request as made. */
  recordRequest(list: number): Status;
  /** The path of any bucket, for a whole-list download. */
  bucketPath(list: number, index: number): PathInfo;
  /** Input: the bucket file with this index. Whether it is sound, whoever's number may be in it. */
  verifyBucket(list: number, index: number): Status;
  /** Slow: one Argon2id, once for lists that share salt and parameters. */
  hash(list: number): Status;
  /** What to ask about the number. Input: 64 random bytes, u, other ones for each check and group. */
  askEvaluators(list: number, nowSeconds: number): QuestionsInfo;
  /**
   * Takes what came of these questions. Input: u, B, and of each answer the evaluator's index (one byte), HTTP's status and the seconds to
   * wait (two bytes each, the low one first), the body's length (one byte), and 112 bytes that begin with the body.
   */
  evaluate(list: number): Status;
  /** Input: the bucket file that `request` named. */
  decide(list: number, nowSeconds: number): VerdictInfo;
}

export interface ModuleOptions {
  /** Its bytes or, compiled already, what several instances can share. */
  wasm: WebAssembly.Module | BufferSource;
}

/** Rejects if there is no memory for an instance, or `wasm` is none. */
export default function createModule(options: ModuleOptions): Promise<SelfcheckModule>;
