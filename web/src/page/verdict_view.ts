// The three verdicts, and no fourth: found, not found in these lists, could not tell. Here is what is said in any case, and at once; the
// rest, in verdict_details.ts, is a matter of moments.

import type { Kind } from '../kinds.js';
import type { Locale } from '../locale.js';
import { failuresOf, onlyList, verdictHeading, withOutcome, type VerdictResult } from './answer.js';
import { append, button, element, keepFocus, replaceChildren, tryFocus } from './dom.js';
import { codeText } from './failure_code.js';
import { partFailure, type LaterPart } from './later.js';
import { testTag } from './list_view.js';

export interface VerdictHandlers {
  readonly canPrint: boolean;
  retry(): void;
  another(): void;
  /** Tries again to load what could not be said. */
  loadRest(): void;
}

export interface VerdictView {
  readonly element: HTMLElement;
  readonly heading: HTMLElement;
  /** Adds what comes after the first words. Apart, so that a slow phone draws the answer first, and is never held up for long. */
  complete(later: LaterPart): void;
  /** Says in the place of the rest that it did not load. */
  miss(): void;
}

export function verdictView(
  locale: Locale,
  kind: Kind,
  result: VerdictResult,
  handlers: VerdictHandlers,
): VerdictView {
  const heading = verdictHeading(locale, kind, result);
  const only = onlyList(result);
  const view = element(
    'section',
    { class: `verdict ${result.outcome}` },
    element('div', { class: 'head' }, only?.list.description?.test === true && testTag(locale), heading, ...firstWords(locale, result)),
  );
  const missing = element('div');
  return {
    element: view,
    heading,
    complete: (later) => {
      // A reader who pressed its button goes on from the answer.
      if (missing.contains(document.activeElement)) tryFocus(heading);
      missing.remove();
      append(view, later.code.verdictDetails(later.locale, kind, result, handlers));
    },
    miss: () => {
      // A check that has failed is made again, and asks for the rest again as well.
      const retry = (): void => (result.outcome === 'could_not_tell' ? handlers.retry() : handlers.loadRest());
      const another = button('secondary', () => handlers.another(), locale.text('verdict.another'));
      const codes = failuresOf(result).map((failure) => codeText(locale, failure));
      keepFocus(missing, () => replaceChildren(missing, partFailure(locale, retry, another), ...codes));
      view.append(missing);
    },
  };
}

/** Returns the words that everybody has to have who reads on at all. */
function firstWords(locale: Locale, { outcome, lists }: VerdictResult): HTMLElement[] {
  const strong = (text: string): HTMLElement => element('p', { class: 'strong' }, text);
  const notSafe = strong(locale.text('verdict.not_safe'));
  switch (outcome) {
    case 'found':
      return [strong(locale.text('verdict.not_your_fault'))];
    case 'not_found':
      return [notSafe];
    case 'could_not_tell':
      if (withOutcome(lists, 'not_found').length === 0) return [strong(locale.text('verdict.neither'))];
      return [strong(locale.text('verdict.incomplete')), notSafe];
  }
}
