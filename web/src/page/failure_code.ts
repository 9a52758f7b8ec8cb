// Says of a failure what somebody who mends the list has to know.

import type { Failure, FailureCode } from '../errors.js';
import type { Locale } from '../locale.js';
import { element } from './dom.js';
import { phrase } from './phrase.js';

export function codeText(locale: Locale, { code, number }: Failure): HTMLElement {
  return element('p', { class: 'hint' }, ...phrase(locale, 'verdict.code', { code: codeOf(code, number) }));
}

/** Returns the code of a failure. The HTTP status comes with it, since that is half of what the list's host needs to know. */
function codeOf(code: FailureCode, number: number): HTMLElement {
  const status = code === 'server_error' && number > 0 ? ` ${number}` : '';
  return element('bdi', { dir: 'ltr', lang: 'en' }, `${code}${status}`);
}
