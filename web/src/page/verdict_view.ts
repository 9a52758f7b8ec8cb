// The three verdicts, and no fourth: found, not found in these lists, could not tell.

import type { ListVerdict } from '../check/result.js';
import type { Kind } from '../kinds.js';
import type { Locale } from '../locale.js';
import { verdictHeading, withOutcome, type VerdictResult } from './answer.js';
import { append, button, element, type Child } from './dom.js';
import { adviceTexts, failureText, remedyButton } from './failure_view.js';
import { verdictCard, listDetails } from './list_verdict.js';
import { testTag } from './list_view.js';
import { moneyLost, nextSteps } from './next_steps.js';

export interface VerdictHandlers {
  readonly canPrint: boolean;
  retry(): void;
  another(): void;
}

export interface VerdictView {
  readonly element: HTMLElement;
  readonly heading: HTMLElement;
  /** Adds what comes after the first words. Apart, so that a slow phone draws the answer first, and is never held up for long. */
  complete(): void;
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
    only?.list.description?.test === true && testTag(locale),
    heading,
    ...firstWords(locale, result),
  );
  const complete = (): void => {
    append(view, [...rest(locale, kind, result, handlers.canPrint), actions(locale, result, handlers)]);
  };
  return { element: view, heading, complete };
}

/** What nobody may be left without who reads on at all. */
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

/**
 * In the order in which a frightened reader needs it. First what can be done, and of that what is urgent: somebody who is looking here may be losing
 * money at this moment. Then what there is to know: which lists answered what, and how far that can be trusted. Last the lists
 * that did not answer, since nothing follows from them.
 */
function rest(locale: Locale, kind: Kind, result: VerdictResult, canPrint: boolean): Child[] {
  const { outcome, lists } = result;
  const only = onlyList(result);
  const silent = withOutcome(lists, 'could_not_tell');
  const answered = [...withOutcome(lists, 'found'), ...withOutcome(lists, 'not_found')];
  const about = element('h3', {}, locale.text('verdict.about'));
  const cards = (verdicts: readonly ListVerdict[]): HTMLElement[] => verdicts.map((verdict) => verdictCard(locale, verdict));
  const silentFailures = silent.map(({ failure }) => failure);
  const careful = [
    element('p', {}, locale.text('verdict.same_number')),
    element('p', {}, locale.text('steps.careful.text')),
  ];
  switch (outcome) {
    case 'found':
      return [
        nextSteps(locale, kind, canPrint),
        about,
        element('p', {}, locale.text('verdict.meaning')),
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
      // The heading says "this list": which, comes at once.
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

/** Where there is just one, it needs no card of its own. */
function onlyList({ lists }: VerdictResult): ListVerdict | undefined {
  return lists.length === 1 ? lists[0] : undefined;
}

function actions(locale: Locale, result: VerdictResult, handlers: VerdictHandlers): HTMLElement {
  const failures = withOutcome(result.lists, 'could_not_tell').map(({ failure }) => failure);
  if (result.failure) failures.push(result.failure);
  // Not where the same would come back: whoever presses in vain takes the answer for a fault of theirs.
  const again = remedyButton(locale, failures, () => handlers.retry());
  const another = button('secondary', () => handlers.another(), locale.text('verdict.another'));
  return element('div', { class: 'actions' }, again, another);
}
