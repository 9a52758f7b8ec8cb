// What a verdict says after its first words: what to do, what is known, and what can be pressed.

import type { ListVerdict } from '../check/result.js';
import type { Kind } from '../kinds.js';
import type { WholeLocale } from '../locale.js';
import { failuresOf, onlyList, withOutcome, type VerdictResult } from './answer.js';
import { button, element, type Child } from './dom.js';
import { adviceTexts, failureText, remedyButton } from './failure_view.js';
import { listDetails, verdictCard } from './list_verdict.js';
import { moneyLost, nextSteps } from './next_steps.js';
import type { VerdictHandlers } from './verdict_view.js';

export function verdictDetails(locale: WholeLocale, kind: Kind, result: VerdictResult, handlers: VerdictHandlers): Child[] {
  return [...rest(locale, kind, result, handlers.canPrint), actions(locale, result, handlers), onPaper(locale, kind, result)];
}

/** Whatever the answer, the same comes out of a printer: what to do. So the paper does not tell whoever finds it what the answer was. */
function onPaper(locale: WholeLocale, kind: Kind, { outcome }: VerdictResult): HTMLElement | false {
  return outcome !== 'found' && element('div', { class: 'on-paper' }, nextSteps(locale, kind, false));
}

/**
 * In the order in which a frightened reader needs it. First what can be done, and of that what is urgent: somebody who is looking here may be losing
 * money at this moment. Then what there is to know: which lists answered what, and how far that can be trusted. Last the lists
 * that did not answer, since nothing follows from them.
 */
function rest(locale: WholeLocale, kind: Kind, result: VerdictResult, canPrint: boolean): Child[] {
  const { outcome, lists } = result;
  const only = onlyList(result);
  const silent = withOutcome(lists, 'could_not_tell');
  const answered = [...withOutcome(lists, 'found'), ...withOutcome(lists, 'not_found')];
  const about = element('h3', {}, locale.text('about.heading'));
  const cards = (verdicts: readonly ListVerdict[]): HTMLElement[] => verdicts.map((verdict) => verdictCard(locale, verdict));
  const silentFailures = silent.map(({ failure }) => failure);
  const careful = [
    element('p', {}, locale.text('about.same_number')),
    element('p', {}, locale.text('steps.careful.text')),
  ];
  switch (outcome) {
    case 'found':
      return [
        nextSteps(locale, kind, canPrint),
        about,
        element('p', {}, locale.text('about.meaning')),
        ...(only ? listDetails(locale, only) : cards(answered)),
        ...(silent.length > 0
          ? [
              element('p', { class: 'strong' }, locale.text('verdict.partly', { count: silent.length })),
              element('p', {}, locale.text('verdict.incomplete')),
              ...adviceTexts(locale, silentFailures),
              ...cards(silent),
            ]
          : []),
      ];
    case 'not_found':
      // The heading says "this list", so which list it is comes at once.
      return [
        ...(only ? listDetails(locale, only) : []),
        moneyLost(locale),
        ...careful,
        ...(only ? [] : [about, ...cards(answered)]),
      ];
    case 'could_not_tell':
      if (result.failure) return [moneyLost(locale), failureText(locale, result.failure)];
      if (only?.outcome === 'could_not_tell') {
        return [moneyLost(locale), ...listDetails(locale, only), failureText(locale, only.failure)];
      }
      return [
        moneyLost(locale),
        ...(answered.length > 0 ? careful : []),
        ...adviceTexts(locale, silentFailures),
        about,
        ...cards(answered),
        ...cards(silent),
      ];
  }
}

function actions(locale: WholeLocale, result: VerdictResult, handlers: VerdictHandlers): HTMLElement {
  // There is no such button where the same would come back: whoever presses in vain takes the answer for a fault of theirs.
  const again = remedyButton(locale, failuresOf(result), () => handlers.retry());
  const another = button('secondary', () => handlers.another(), locale.text('verdict.another'));
  return element('div', { class: 'actions' }, again, another);
}
