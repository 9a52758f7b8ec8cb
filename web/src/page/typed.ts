// What is said of a number that is typed.

import type { InputProblem } from '../errors.js';
import { digitsOf, type Kind } from '../kinds.js';
import type { Locale } from '../locale.js';

/** Everyone knows it, and it must not be turned round among words from right to left. */
export const kIndia = '+91';

/** Of a number that isn't well formed, once the person has finished typing. */
export function inputErrorText(locale: Locale, kind: Kind, problem: InputProblem): string {
  const digits = digitsOf[kind];
  const { code, number: count } = problem;
  if (code === 'first_digit') return locale.text(`input.first_digit.${kind}`);
  if (code === 'too_long' && count === 0) return locale.text('input.too_much', { digits });
  return locale.text(`input.${code}`, { count, digits, prefix: kIndia });
}

/** While they are still typing: only what is certain already, and helps. */
export function typingHint(locale: Locale, problem: InputProblem | undefined): string {
  if (!problem) return locale.text('field.complete');
  const { code, number: count } = problem;
  if (code === 'check_digit' || code === 'looks_like_mobile' || code === 'looks_like_aadhaar') {
    return locale.text(`hint.${code}`);
  }
  if ((code === 'too_short' || code === 'too_long') && count > 0) return locale.text(`hint.${code}`, { count });
  return '';
}
