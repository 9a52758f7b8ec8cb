// Says which words a reader is given for each failure.

import type { FailureCode } from './errors.js';

/** The reasons why there is no answer. Each has one message, `reason.<name>`. */
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
  | 'not_stored'
  | 'busy'
  | 'ended'
  | 'wrong_evaluation'
  | 'evaluators'
  | 'needs_evaluators';

/** What a reader can do about it. Each has one message, `advice.<name>`. */
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
  | 'load_list'
  | 'wait'
  | 'go_online';

/** The reason and the advice for each code. Several codes share a reason: how they differ helps only whoever mends a list. */
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
  evaluators_pinned: { reason: 'damaged', advice: 'tell_site' },
  no_randomness: { reason: 'browser', advice: 'browser' },
  evaluators_busy: { reason: 'busy', advice: 'wait' },
  evaluation_ended: { reason: 'ended', advice: 'tell_site' },
  /** The evaluator was wrong, or this browser: that can't be told apart. */
  evaluation_invalid: { reason: 'wrong_evaluation', advice: 'retry' },
  evaluators_unreachable: { reason: 'evaluators', advice: 'retry' },
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
  engine_missing: { reason: 'not_loaded', advice: 'retry_reload' },
  engine_failed: { reason: 'stopped', advice: 'reload' },
  engine_hung: { reason: 'hung', advice: 'memory' },
  engine_forbidden: { reason: 'forbidden', advice: 'tell_site' },
  not_stored: { reason: 'not_stored', advice: 'load_list' },
  keyed_offline: { reason: 'needs_evaluators', advice: 'go_online' },
  unsupported_browser: { reason: 'browser', advice: 'browser' },
  no_webassembly: { reason: 'switched_off', advice: 'lockdown' },
  not_the_file: { reason: 'missing', advice: 'retry' },
} as const satisfies Record<FailureCode, { readonly reason: Reason; readonly advice: Advice }>;

/** Returns the reason and the advice for a code. For one that nobody knows they are those for an engine that has failed: it is not to be trusted. */
export const wordsFor = (code: FailureCode): { readonly reason: Reason; readonly advice: Advice } =>
  (failures as Partial<typeof failures>)[code] ?? failures.engine_failed;
