// Reads what was typed in order to show it; what is checked is core's reading. This is only for numbers that core has found well formed,
// where the two can't differ (a test compares them).

import { digitsOf, type Kind } from './kinds.js';
import type { InputProblem } from './errors.js';

/** The zeros of the scripts that core accepts; each is followed by 1 to 9. */
const kZeros = [
  0x0030, 0x0660, 0x06f0, 0x0966, 0x09e6, 0x0a66, 0x0ae6, 0x0b66, 0x0be6, 0x0c66, 0x0ce6, 0x0d66, 0xff10,
];

/** The groups in which people write the digits: 5 + 5 and 4 + 4 + 4. */
const kGroup: Readonly<Record<Kind, RegExp>> = { mobile: /.{5}(?=.)/g, aadhaar: /.{4}(?=.)/g };

/** Returns a well-formed number in Latin digits and groups, without a prefix. */
export function readAs(kind: Kind, typed: string): string {
  return latinDigits(typed).slice(-digitsOf[kind]).replace(kGroup[kind], '$& ');
}

/** Returns the kind that the number looks like, or undefined if it looks like no other kind than the one asked for. */
export function otherKind(kind: Kind, typed: string, problem: InputProblem): Kind | undefined {
  if (problem.code === 'looks_like_aadhaar') return 'aadhaar';
  if (problem.code === 'looks_like_mobile') return 'mobile';
  // Ten digits can also be an Aadhaar number that is not complete yet, so core does not say that they look like a mobile number.
  const missing = digitsOf.aadhaar - digitsOf.mobile;
  const tenDigits = kind === 'aadhaar' && problem.code === 'too_short' && problem.number === missing;
  return tenDigits && /^[6-9]/.test(latinDigits(typed)) ? 'mobile' : undefined;
}

function latinDigits(text: string): string {
  let digits = '';
  for (const character of text) {
    const code = character.codePointAt(0) ?? 0;
    const zero = kZeros.find((one) => code >= one && code < one + 10);
    if (zero !== undefined) digits += String(code - zero);
  }
  return digits;
}
