// Says what one list answered, or why it answered nothing.

import type { ListVerdict } from '../check/result.js';
import type { WholeLocale } from '../locale.js';
import { answer } from './answer.js';
import { element, type Child } from './dom.js';
import { codeText } from './failure_code.js';
import { reasonText } from './failure_view.js';
import { aboutLink, testTag } from './list_view.js';
import { foreign, phrase, titleOf } from './phrase.js';

/** Returns the card of one of several lists, with its answer first. */
export function verdictCard(locale: WholeLocale, verdict: ListVerdict): HTMLElement {
  const { list, outcome } = verdict;
  return element(
    'div',
    { class: `list-verdict ${outcome}` },
    list.description?.test === true && testTag(locale),
    element('p', { class: 'strong' }, answer(outcome, locale.text(`about.list.${outcome}`))),
    ...(verdict.outcome === 'could_not_tell'
      ? // Nothing more is said of such a list: what to do has been said already, and it must not look like an answer.
        [
          element('p', {}, titleOf(locale, list)),
          reasonText(locale, verdict.failure),
          codeText(locale, verdict.failure),
        ]
      : listDetails(locale, verdict)),
  );
}

export function listDetails(locale: WholeLocale, verdict: ListVerdict): Child[] {
  return [
    element('p', {}, ...sourceText(locale, verdict)),
    ...(verdict.outcome === 'found'
      ? [
          aboutLink(locale, verdict.list),
          element('p', {}, locale.text('about.coincidence', odds(verdict.coincidence))),
        ]
      : []),
  ];
}

function sourceText(locale: WholeLocale, { list, outcome }: ListVerdict): Child[] {
  // A list that could not be opened has said nothing of itself.
  if (!list.description) return [locale.text('about.source.unnamed', { id: list.pin.id })];
  const { publisher, published, language } = list.description;
  return phrase(locale, `about.source.${outcome}`, {
    title: titleOf(locale, list),
    publisher: foreign(publisher, language),
    date: locale.date(published),
  });
}

/** Returns a chance from 0 to 1 as people say it, to two digits: 1 of 190. */
export function odds(chance: number): { readonly part: number; readonly whole: number } {
  if (chance > 0.1) return { part: Math.ceil(chance * 100), whole: 100 };
  return { part: 1, whole: Number((1 / Math.max(chance, 1e-6)).toPrecision(2)) };
}
