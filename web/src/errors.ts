// Every reason that the page can have for not giving a plain answer, as a value: a stable code, the place it concerns
// and at most one number. None can carry a piece of what somebody typed.

/** What was typed is not a number of the kind: the person can put it right. The first group of core's error.h. */
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
  'country_code',
  'looks_like_aadhaar',
  'looks_like_mobile',
  'virtual_id',
  'invalid_utf8',
] as const;

/** What a reader can do about a failure: one message each, `advice.<name>`. */
export type Advice = 'retry' | 'reload' | 'update' | 'tell_site' | 'not_now' | 'clock' | 'memory' | 'browser';

/**
 * Why a check can end in "could not tell", and the advice that goes with it. The names above the line are those of
 * core/include/selfcheck/error.h (a test holds the two against each other); those below are the browser's own.
 */
export const failureAdvice = {
  json_syntax: 'tell_site',
  json_duplicate_key: 'tell_site',
  json_number: 'tell_site',
  json_too_large: 'tell_site',
  json_too_deep: 'tell_site',
  field_missing: 'tell_site',
  field_type: 'tell_site',
  field_value: 'tell_site',
  unsupported_format: 'update',
  unsupported_scheme: 'update',
  unsupported_critical: 'update',
  limits: 'tell_site',

  signature_format: 'tell_site',
  signature_unknown_key: 'tell_site',
  signature_invalid: 'tell_site',
  pointer_format: 'tell_site',
  manifest_mismatch: 'retry',
  pinned_list_id: 'tell_site',
  pinned_kind: 'tell_site',
  key_format: 'tell_site',
  key_password: 'tell_site',

  sequence_too_low: 'tell_site',
  withdrawn: 'not_now',
  expired: 'not_now',
  not_yet_published: 'clock',

  anonymity_floor: 'tell_site',
  bucket_length: 'retry',
  bucket_proof: 'retry',
  bucket_encoding: 'tell_site',
  canary_hash: 'browser',
  canary_missing: 'tell_site',
  out_of_memory: 'memory',
  not_ready: 'reload',

  no_entries: 'tell_site',
  too_many_entries: 'tell_site',

  // ---- the browser's own ----
  network_failed: 'retry',
  file_missing: 'retry',
  server_error: 'retry',
  too_large: 'tell_site',
  timeout: 'retry',
  engine_missing: 'reload',
  engine_failed: 'reload',
  unsupported_browser: 'browser',
} as const satisfies Record<string, Advice>;

export type InputErrorCode = (typeof inputErrorCodes)[number];
export type FailureCode = keyof typeof failureAdvice;
export type ErrorCode = InputErrorCode | FailureCode;

export interface Problem<Code extends ErrorCode = ErrorCode> {
  readonly code: Code;
  /** The field or file concerned, or empty. */
  readonly place: string;
  /** As the code's comment in error.h says, else 0. */
  readonly number: number;
}

export type InputProblem = Problem<InputErrorCode>;
export type Failure = Problem<FailureCode>;

export function isInputErrorCode(code: string): code is InputErrorCode {
  return (inputErrorCodes as readonly string[]).includes(code);
}

export function isErrorCode(code: string): code is ErrorCode {
  return isInputErrorCode(code) || Object.hasOwn(failureAdvice, code);
}

/** What the engine and the network throw. */
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
}

/** Anything thrown that is no CheckError is a fault of ours: it must end in "could not tell" like any other. */
export function problemOf(thrown: unknown): Problem {
  if (!(thrown instanceof CheckError)) return { code: 'engine_failed', place: '', number: 0 };
  return { code: thrown.code, place: thrown.place, number: thrown.number };
}

export function failureOf(thrown: unknown): Failure {
  const { code, place, number } = problemOf(thrown);
  // An input error where no input was looked at: the engine is not to be trusted.
  if (isInputErrorCode(code)) return { code: 'engine_failed', place, number };
  return { code, place, number };
}

/** Browsers report exhausted memory as a RangeError (as they do a full stack); Emscripten's abort only in its text. */
export function isOutOfMemory(thrown: unknown): boolean {
  if (!(thrown instanceof Error)) return false;
  if (/\bOOM\b|out of memory|could not allocate/i.test(thrown.message)) return true;
  return thrown instanceof RangeError && !/stack/i.test(thrown.message);
}
