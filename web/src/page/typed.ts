// Says what can be said of a number that is typed.

import type { InputProblem } from '../errors.js';
import type { Kind } from '../kinds.js';
import type { Locale } from '../locale.js';
import type { LaterPart } from './later.js';

/** India's country code, as everyone knows it. It must not be turned round among words from right to left. */
export const kIndia = '+91';

/**
 * What is wrong with a number, once the person has finished typing. As long as the words for all mistakes have not come, what could be
 * said while it was typed, and at the least that there is a problem.
 */
export function errorText(locale: Locale, kind: Kind, problem: InputProblem, later: LaterPart | undefined): string {
  if (later) return later.code.inputErrorText(later.locale, kind, problem);
  return typingHint(locale, problem) || locale.text('field.summary');
}

/** Says something while the person is still typing: only what is certain already, and helps. */
export function typingHint(locale: Locale, problem: InputProblem | undefined): string {
  if (!problem) return locale.text('field.complete');
  const { code, number: count } = problem;
  if (code === 'check_digit' || code === 'looks_like_mobile' || code === 'looks_like_aadhaar') {
    return locale.text(`hint.${code}`);
  }
  if ((code === 'too_short' || code === 'too_long') && count > 0) return locale.text(`hint.${code}`, { count });
  return '';
}
