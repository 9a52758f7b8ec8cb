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

/** What a reader is told of a failure: one message each, `reason.<name>`. */
export type Reason =
  | 'damaged'
  | 'changed'
  | 'stranger'
  | 'other_list'
  | 'newer'
  | 'old_copy'
  | 'withdrawn'
  | 'expired'
  | 'clock'
  | 'too_telling'
  | 'wrong_answer'
  | 'wrong_result'
  | 'memory'
  | 'unreachable'
  | 'missing'
  | 'server'
  | 'timeout'
  | 'not_loaded'
  | 'stopped'
  | 'hung'
  | 'forbidden'
  | 'browser'
  | 'switched_off'
  | 'not_stored';

/** What a reader can do about it: one message each, `advice.<name>`. */
export type Advice =
  | 'retry'
  | 'retry_reload'
  | 'reload'
  | 'update'
  | 'tell_site'
  | 'not_now'
  | 'date_or_later'
  | 'clock'
  | 'memory'
  | 'browser'
  | 'lockdown'
  | 'load_list';

/**
 * Why a check can end in "could not tell". Several codes share a reason: what helps whoever mends a list is in the code. The
 * names above the line are those of core/include/selfcheck/error.h (a test holds the two against each other); those
 * below are the browser's own.
 */
export const failures = {
  json_syntax: { reason: 'damaged', advice: 'tell_site' },
  json_duplicate_key: { reason: 'damaged', advice: 'tell_site' },
  json_number: { reason: 'damaged', advice: 'tell_site' },
  json_too_large: { reason: 'damaged', advice: 'tell_site' },
  json_too_deep: { reason: 'damaged', advice: 'tell_site' },
  field_missing: { reason: 'damaged', advice: 'tell_site' },
  field_type: { reason: 'damaged', advice: 'tell_site' },
  field_value: { reason: 'damaged', advice: 'tell_site' },
  unsupported_format: { reason: 'newer', advice: 'update' },
  unsupported_scheme: { reason: 'newer', advice: 'update' },
  unsupported_critical: { reason: 'newer', advice: 'update' },
  limits: { reason: 'damaged', advice: 'tell_site' },

  signature_format: { reason: 'damaged', advice: 'tell_site' },
  signature_unknown_key: { reason: 'stranger', advice: 'tell_site' },
  signature_invalid: { reason: 'changed', advice: 'tell_site' },
  pointer_format: { reason: 'damaged', advice: 'tell_site' },
  manifest_mismatch: { reason: 'changed', advice: 'retry' },
  pinned_list_id: { reason: 'other_list', advice: 'tell_site' },
  pinned_kind: { reason: 'other_list', advice: 'tell_site' },
  key_format: { reason: 'damaged', advice: 'tell_site' },
  key_password: { reason: 'damaged', advice: 'tell_site' },

  sequence_too_low: { reason: 'old_copy', advice: 'tell_site' },
  withdrawn: { reason: 'withdrawn', advice: 'not_now' },
  expired: { reason: 'expired', advice: 'date_or_later' },
  not_yet_published: { reason: 'clock', advice: 'clock' },

  anonymity_floor: { reason: 'too_telling', advice: 'tell_site' },
  bucket_length: { reason: 'wrong_answer', advice: 'retry' },
  bucket_proof: { reason: 'changed', advice: 'retry' },
  bucket_encoding: { reason: 'damaged', advice: 'tell_site' },
  canary_hash: { reason: 'wrong_result', advice: 'browser' },
  canary_missing: { reason: 'damaged', advice: 'tell_site' },

  evaluation_key: { reason: 'damaged', advice: 'tell_site' },
  evaluators_pinned: { reason: 'other_list', advice: 'tell_site' },
  no_randomness: { reason: 'browser', advice: 'browser' },
  evaluators_busy: { reason: 'server', advice: 'retry' },
  evaluation_ended: { reason: 'missing', advice: 'tell_site' },
  evaluation_invalid: { reason: 'wrong_result', advice: 'retry' },
  evaluators_unreachable: { reason: 'unreachable', advice: 'retry' },
  out_of_memory: { reason: 'memory', advice: 'memory' },
  not_ready: { reason: 'stopped', advice: 'reload' },

  no_entries: { reason: 'damaged', advice: 'tell_site' },
  too_many_entries: { reason: 'damaged', advice: 'tell_site' },

  // ---- the browser's own ----
  network_failed: { reason: 'unreachable', advice: 'retry' },
  file_missing: { reason: 'missing', advice: 'retry' },
  unknown_list: { reason: 'missing', advice: 'tell_site' },
  server_error: { reason: 'server', advice: 'retry' },
  too_large: { reason: 'wrong_answer', advice: 'tell_site' },
  timeout: { reason: 'timeout', advice: 'retry' },
  /** Or what came in its place is no engine. */
  engine_missing: { reason: 'not_loaded', advice: 'retry_reload' },
  engine_failed: { reason: 'stopped', advice: 'reload' },
  /** It has not answered for far longer than it ever should take. */
  engine_hung: { reason: 'hung', advice: 'memory' },
  /** By the policy that the site's server has sent: no WebAssembly, or no worker. */
  engine_forbidden: { reason: 'forbidden', advice: 'tell_site' },
  /** In offline mode, which asks nobody for what is missing. */
  not_stored: { reason: 'not_stored', advice: 'load_list' },
  /** The engine is as it was built, and this browser can't compile it. */
  unsupported_browser: { reason: 'browser', advice: 'browser' },
  /** Missing, or switched off by a lockdown mode. */
  no_webassembly: { reason: 'switched_off', advice: 'lockdown' },
  /** Something else came in its place with a status of 200: a host's home page, a network's sign-in page. */
  not_the_file: { reason: 'missing', advice: 'retry' },
} as const satisfies Record<string, { readonly reason: Reason; readonly advice: Advice }>;

/** What an engine says of a manifest that is its publisher's, and that no verdict can come from now. */
export const outOfDate: ReadonlySet<FailureCode> = new Set(['withdrawn', 'expired', 'not_yet_published'] as const);

export type InputErrorCode = (typeof inputErrorCodes)[number];
export type FailureCode = keyof typeof failures;
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
  return isInputErrorCode(code) || Object.hasOwn(failures, code);
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
