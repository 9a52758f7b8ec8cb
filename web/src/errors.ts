// Every reason that the page can have for not giving a plain answer is a value here: a stable code, the place that it concerns, and at
// most one number. None can carry a piece of what somebody typed.

/** The codes for what is wrong with what was typed, which the person can put right. They are the first group of core's error.h. */
export const inputErrorCodes = [
  'empty',
  'too_short',
  'too_long',
  'first_digit',
  'check_digit',
  'letters',
  'masked',
  'mixed_digits',
  'unexpected_character',
  'minus_sign',
  'brackets',
  'decimal_point',
  'unclear_prefix',
  'country_code',
  'looks_like_aadhaar',
  'looks_like_mobile',
  'virtual_id',
  'invalid_utf8',
] as const;

/**
 * The codes that say why a check can end in "could not tell". Those above the line are the ones of core/include/selfcheck/error.h (a test
 * compares the two); those below are the browser's own. What a reader is told of each is in failures.ts.
 */
export const failureCodes = [
  'json_syntax',
  'json_duplicate_key',
  'json_number',
  'json_too_large',
  'json_too_deep',
  'field_missing',
  'field_type',
  'field_value',
  'unsupported_format',
  'unsupported_scheme',
  'unsupported_critical',
  'limits',

  'signature_format',
  'signature_unknown_key',
  'signature_invalid',
  'pointer_format',
  'manifest_mismatch',
  'pinned_list_id',
  'pinned_kind',
  'key_format',
  'key_password',

  'sequence_too_low',
  'withdrawn',
  'expired',
  'not_yet_published',

  'anonymity_floor',
  'bucket_length',
  'bucket_proof',
  'bucket_encoding',
  'canary_hash',
  'canary_missing',

  'evaluation_key',
  'evaluators_pinned',
  'no_randomness',
  'evaluators_busy',
  'evaluation_ended',
  'evaluation_invalid',
  'evaluators_unreachable',
  'out_of_memory',
  'not_ready',

  'no_entries',
  'too_many_entries',

  // ---- the browser's own ----
  'network_failed',
  'file_missing',
  'unknown_list',
  'server_error',
  'too_large',
  'timeout',
  /** The engine could not be had, or what came in its place is no engine. */
  'engine_missing',
  'engine_failed',
  /** The engine has not answered for far longer than it ever should take. */
  'engine_hung',
  /** The policy that the site's server has sent forbids WebAssembly, or the worker. */
  'engine_forbidden',
  /** A file is not kept on this device, in offline mode, which asks nobody for what is missing. */
  'not_stored',
  /** The list is keyed, and its evaluators can't be asked in offline mode. */
  'keyed_offline',
  /** The engine is as it was built, and this browser can't compile it. */
  'unsupported_browser',
  /** The browser has no WebAssembly, or a lockdown mode has switched it off. */
  'no_webassembly',
  /** In the file's place something else came with a status of 200, such as a host's home page or a network's sign-in page. */
  'not_the_file',
] as const;

/** The engine's errors for a manifest that is its publisher's, but from which no verdict can come now. */
export const outOfDate: ReadonlySet<FailureCode> = new Set(['withdrawn', 'expired', 'not_yet_published'] as const);

export type InputErrorCode = (typeof inputErrorCodes)[number];
export type FailureCode = (typeof failureCodes)[number];
export type ErrorCode = InputErrorCode | FailureCode;

export interface Problem<Code extends ErrorCode = ErrorCode> {
  readonly code: Code;
  /** The field or the file that the code concerns, or empty. */
  readonly place: string;
  /** The number whose meaning the code's comment in error.h gives; for server_error the HTTP status; 0 for all other codes. */
  readonly number: number;
}

export type InputProblem = Problem<InputErrorCode>;
export type Failure = Problem<FailureCode>;

export function isInputErrorCode(code: string): code is InputErrorCode {
  return (inputErrorCodes as readonly string[]).includes(code);
}

/** The error that the engine and the network throw. */
export class CheckError extends Error implements Problem {
  override readonly name = 'CheckError';
  readonly code: ErrorCode;
  readonly place: string;
  readonly number: number;

  constructor(code: ErrorCode, place = '', number = 0) {
    super(code);
    this.code = code;
    this.place = place;
    this.number = number;
  }

  /** Recognises the error by its name, because files of code that are loaded later have copies of this class of their own. */
  static override [Symbol.hasInstance](thrown: unknown): thrown is CheckError {
    return thrown instanceof Error && thrown.name === 'CheckError';
  }
}

/** Returns what was thrown as a problem. What is no CheckError is a fault of ours, and must end in "could not tell" like any other. */
export function problemOf(thrown: unknown): Problem {
  if (!(thrown instanceof CheckError)) return { code: 'engine_failed', place: '', number: 0 };
  return { code: thrown.code, place: thrown.place, number: thrown.number };
}

export function failureOf(thrown: unknown): Failure {
  const { code, place, number } = problemOf(thrown);
  // An engine that gives an input error where no input was looked at is not to be trusted.
  if (isInputErrorCode(code)) return { code: 'engine_failed', place, number };
  return { code, place, number };
}

/** Returns the error that ends in this failure when it is thrown. */
export function thrownFor({ code, place, number }: Failure): CheckError {
  return new CheckError(code, place, number);
}

/** Browsers report exhausted memory as a RangeError, which a full stack is, too; Emscripten's abort says it only in its text. */
export function isOutOfMemory(thrown: unknown): boolean {
  if (!(thrown instanceof Error)) return false;
  if (/\bOOM\b|out of memory|could not allocate/i.test(thrown.message)) return true;
  return thrown instanceof RangeError && !/stack/i.test(thrown.message);
}
