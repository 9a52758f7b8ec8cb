// Puts an answer into words, with its sign. It stands in the heading of a verdict and on the card of a list.

import type { CheckResult, ListVerdict, Outcome } from '../check/result.js';
import type { Failure } from '../errors.js';
import type { Kind } from '../kinds.js';
import type { Locale } from '../locale.js';
import { element } from './dom.js';
import { mark } from './mark.js';

export type VerdictResult = Extract<CheckResult, { status: 'verdict' }>;

export function answer(outcome: Outcome, text: string): HTMLElement {
  return element('span', { class: `finding ${outcome}` }, mark(outcome), element('span', {}, text));
}

export function withOutcome<O extends Outcome>(
  lists: readonly ListVerdict[],
  outcome: O,
): readonly Extract<ListVerdict, { outcome: O }>[] {
  return lists.filter((verdict): verdict is Extract<ListVerdict, { outcome: O }> => verdict.outcome === outcome);
}

/** Returns the failures of the lists that did not answer, or the one failure of the whole check. */
export function failuresOf({ lists, failure }: VerdictResult): Failure[] {
  return [...withOutcome(lists, 'could_not_tell').map((verdict) => verdict.failure), ...(failure ? [failure] : [])];
}

/** Returns the list if there is just one, which then needs no card of its own. */
export function onlyList({ lists }: VerdictResult): ListVerdict | undefined {
  return lists.length === 1 ? lists[0] : undefined;
}

/** Returns the heading of a verdict. It takes the focus, so that a screen reader starts here. */
export function verdictHeading(locale: Locale, kind: Kind, result: VerdictResult): HTMLElement {
  const [first, second] = sentences(locale, kind, result);
  // The space keeps the sentences apart when they are read out.
  return element('h2', { tabindex: '-1' }, first, second && ' ', second);
}

/**
 * What is known. Many readers read no more than this, so nothing that makes an answer weaker is left for smaller words: where some lists
 * did not answer, that comes first, as large as what the others said.
 */
function sentences(locale: Locale, kind: Kind, { outcome, lists }: VerdictResult): HTMLElement[] {
  const found = withOutcome(lists, 'found').length;
  const absent = withOutcome(lists, 'not_found').length;
  const silent = withOutcome(lists, 'could_not_tell').length;
  switch (outcome) {
    case 'found': {
      // Only the lists that were searched are counted. Nothing is said of the others.
      const total = found + absent;
      const text =
        total === 1
          ? locale.text(`verdict.found.${kind}`)
          : locale.text(`verdict.found_in_some.${kind}`, { count: found, total });
      return [answer('found', text)];
    }
    case 'not_found':
      return [answer('not_found', locale.text(`verdict.not_found.${kind}`, { count: absent }))];
    case 'could_not_tell':
      if (absent === 0 || silent === 0) return [answer('could_not_tell', locale.text('verdict.could_not_tell'))];
      return [
        answer('could_not_tell', locale.text('verdict.partly', { count: silent })),
        answer('not_found', locale.text(`verdict.partly.not_found.${kind}`, { count: absent })),
      ];
  }
}
