// Says what is wrong with a number that isn't well formed, once the person has finished typing.

import type { InputProblem } from '../errors.js';
import { digitsOf, type Kind } from '../kinds.js';
import type { WholeLocale } from '../locale.js';
import { kIndia } from './typed.js';

export function inputErrorText(locale: WholeLocale, kind: Kind, problem: InputProblem): string {
  const digits = digitsOf[kind];
  const { code, number: count } = problem;
  if (code === 'first_digit') return locale.text(`input.first_digit.${kind}`);
  if (code === 'too_long' && count === 0) return locale.text('input.too_much', { digits });
  return locale.text(`input.${code}`, { count, digits, prefix: kIndia });
}
