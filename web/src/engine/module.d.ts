// The WebAssembly module that wasm/ builds: its methods are those that wasm/instantiate.js makes of what wasm/bindings.cpp registers. One
// instance is one sitting of checks, and is not re-entrant. Use it through engine.ts, which validates arguments and throws on failures.
//
// Bytes go in through `input`, which is memory that C++ owns: the next call reads it and wipes it. So no call takes an identifier as a
// string, which nobody could wipe.

/**
 * The outcome of a call. The interfaces below add fields, which are there only if `ok` is true; a verdict's are there in any case. `code`
 * is a name from core/include/selfcheck/error.h, and `none` if `ok` is true.
 */
export interface Status {
  ok: boolean;
  code: string;
  /** The field or the file that the code concerns, or empty. */
  place: string;
  /** The number whose meaning the code's comment in error.h gives, or 0 for other codes. */
  number: number;
}

export interface PinsStatus extends Status {
  /** How many lists the pins name. The other calls number them from 0 to count - 1. */
  count: number;
}

export interface PinInfo extends Status {
  id: string;
  /** The address of the list's directory. It ends in `/` and may be relative. */
  url: string;
  kind: string;
  /** The pinned evaluators: for each a space, its index in one digit, and its address. */
  evaluators: string;
}

export interface PointerStatus extends Status {
  /** The path, below the list's directory, of the file to fetch next. */
  manifestFile: string;
}

export interface ListInfo extends Status {
  sequence: number;
  /** Seconds since 1970, as `validUntil` is. */
  published: number;
  validUntil: number;
  test: boolean;
  entries: number;
  bits: number;
  bucketFileSize: number;
  /** How many numbers in use share a bucket. */
  anonymitySet: number;
  memKib: number;
  ops: number;
  /** The salt of the list's hashes, in hexadecimal. */
  groupSalt: string;
  /**
   * Empty unless the list is keyed. It is equal for lists that one question to the evaluators serves, and its first digit says how many
   * evaluators share the key.
   */
  evaluationGroup: string;
  /** How many evaluators must answer; 0 if the list is not keyed. */
  threshold: number;
  /** The language of the texts below: the one asked for if the list has it, else English if it has that, else its first. */
  language: string;
  title: string;
  publisher: string;
  about: string;
  link: string;
}

export interface RequestInfo extends Status {
  index: number;
  /** The bucket file's path below the list's directory. */
  path: string;
  /** The exact size of the file in bytes. */
  size: number;
  bits: number;
  anonymitySet: number;
  /** How many bits this sitting's requests disclose, this one included. */
  sessionBits: number;
  /** True if the sitting's requests together would single the person out. The whole list is to be fetched instead. */
  standsOut: boolean;
}

export interface QuestionsInfo extends Status {
  /** 80 bytes in hexadecimal for each pinned evaluator, in the pin's order. The last 32 bytes of each are B, the blinded number. */
  questions: string;
}

export interface PathInfo extends Status {
  /** The bucket file's path below the list's directory. */
  path: string;
}

export interface VerdictInfo extends Status {
  /** `found`, `not_found` or `could_not_tell`. For the last one `ok` is false, and `code` is the reason. */
  outcome: string;
  /** If it is found, the chance that this is a coincidence, in units of 2^-53. */
  coincidence: number;
}

export interface SelfcheckModule {
  /** The module's memory. A call may replace it, so the array must not be kept. */
  heap(): Uint8Array;
  /** Returns the address of `size` bytes, which the next call reads. */
  input(size: number): number;
  /** Must be called first. Input: 32 random bytes, which key the log of what was disclosed. */
  start(): Status;
  /** Computes a small Argon2id whose answer is known. Takes longer than the other calls, except for the slow ones. */
  selfTest(): Status;
  /** Input: a pins file. */
  readPins(): PinsStatus;
  pin(list: number): PinInfo;
  /** Input: `current.minisig`. */
  openPointer(list: number): PointerStatus;
  /** Input: the manifest. */
  openManifest(list: number, nowSeconds: number): Status;
  listInfo(list: number, language: string): ListInfo;
  /** Slow: computes one Argon2id, once for all lists that share salt and parameters. */
  proveCanary(list: number): Status;
  /** Only says whether a number is well formed. Input: what was typed, in UTF-8. */
  validate(kind: string): Status;
  /** Takes the number that is to be checked. Input: what was typed, in UTF-8. */
  setIdentifier(kind: string): Status;
  /** Wipes the number, what was computed from it, and the memory that it was computed in. Takes some milliseconds. */
  clearIdentifier(): Status;
  request(list: number, nowSeconds: number): RequestInfo;
  /** Counts the request that `request` describes as made. */
  recordRequest(list: number): Status;
  /** Returns the path of any bucket, for the download of a whole list. */
  bucketPath(list: number, index: number): PathInfo;
  /** Says whether a bucket file is sound, whoever's number may be in it. Input: the file of the bucket with this index. */
  verifyBucket(list: number, index: number): Status;
  /** Slow: computes one Argon2id, once for all lists that share salt and parameters. */
  hash(list: number): Status;
  /** Returns what to ask the evaluators about the number. Input: u, which is 64 random bytes, other ones for each check and group. */
  askEvaluators(list: number, nowSeconds: number): QuestionsInfo;
  /**
   * Takes the evaluators' answers to these questions. Input: u, B, and for each answer the evaluator's index (one byte), the HTTP status
   * and the seconds to wait (two bytes each, the low one first), the body's length (one byte), and 112 bytes that begin with the body.
   */
  evaluate(list: number): Status;
  /** Looks the number up. Input: the bucket file that `request` named. */
  decide(list: number, nowSeconds: number): VerdictInfo;
}

export interface ModuleOptions {
  /** The module's bytes; or the module compiled already, which several instances can share. */
  wasm: WebAssembly.Module | BufferSource;
}

/** Makes an instance. Rejects if there is no memory for it, or if `wasm` is no module. */
export default function createModule(options: ModuleOptions): Promise<SelfcheckModule>;
