// Why there is no answer, and what can be done about it.

import { failures, type Advice, type Failure, type FailureCode } from '../errors.js';
import type { Locale } from '../locale.js';
import { element } from './dom.js';
import { phrase } from './phrase.js';

/** What a press of a button can do about a failure: nothing, where the same would come back. */
const remedies: Readonly<Record<Advice, 'retry' | 'reload' | undefined>> = {
  retry: 'retry',
  retry_reload: 'retry',
  clock: 'retry',
  memory: 'retry',
  reload: 'reload',
  update: 'reload',
  tell_site: undefined,
  not_now: undefined,
  // Most dates are right: whoever has mended a wrong one has the form's own button.
  date_or_later: undefined,
  browser: undefined,
  lockdown: undefined,
  load_list: undefined,
};

export function remedyFor({ code }: Failure): 'retry' | 'reload' | undefined {
  return remedies[failures[code].advice];
}

/** Also for failures that have nothing to do with one check. */
export function failureText(locale: Locale, failure: Failure): HTMLElement {
  return element(
    'div',
    {},
    element('h3', {}, locale.text('verdict.why')),
    reasonText(locale, failure),
    ...adviceTexts(locale, [failure]),
    codeText(locale, failure),
  );
}

export function reasonText(locale: Locale, { code }: Failure): HTMLElement {
  return element('p', {}, locale.text(`reason.${failures[code].reason}`));
}

/** Each thing to do once, however many failures it is for. */
export function adviceTexts(locale: Locale, all: readonly Failure[]): HTMLElement[] {
  const advices = new Set<Advice>(all.map(({ code }) => failures[code].advice));
  return [
    element('h3', {}, locale.text('verdict.do')),
    ...[...advices].map((advice) => element('p', {}, locale.text(`advice.${advice}`))),
  ];
}

export function codeText(locale: Locale, { code, number }: Failure): HTMLElement {
  return element('p', { class: 'hint' }, ...phrase(locale, 'verdict.code', { code: codeOf(code, number) }));
}

/** An HTTP status is half of what the list's host needs to know. */
function codeOf(code: FailureCode, number: number): HTMLElement {
  const status = code === 'server_error' && number > 0 ? ` ${number}` : '';
  return element('bdi', { dir: 'ltr', lang: 'en' }, `${code}${status}`);
}

/** Where the session's engine is lost, which does not come back, or the page itself is too old. */
export function needsReload(failure: Failure | undefined): boolean {
  return failure !== undefined && remedyFor(failure) === 'reload';
}
