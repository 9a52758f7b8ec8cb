// The three verdicts, and no fourth: found, not found in these lists, could not tell.

import type { CheckResult, ListVerdict } from '../check/result.js';
import { failures, type Failure, type FailureCode } from '../errors.js';
import type { Kind } from '../kinds.js';
import type { Locale, MessageKey } from '../locale.js';
import { append, element, onPress, type Child } from './dom.js';
import { aboutLink, testTag } from './list_view.js';
import { moneyLost, nextSteps } from './next_steps.js';
import { foreign, phrase, titleOf } from './phrase.js';

export type VerdictResult = Extract<CheckResult, { status: 'verdict' }>;

export interface VerdictHandlers {
  readonly canPrint: boolean;
  retry(): void;
  another(): void;
}

export interface VerdictView {
  readonly element: HTMLElement;
  /** Takes the focus, so that a screen reader starts here. */
  readonly heading: HTMLElement;
  /** Adds what to do now. Apart, so that a slow phone draws the answer first, and is never held up for long. */
  complete(): void;
}

export function verdictView(
  locale: Locale,
  kind: Kind,
  result: VerdictResult,
  handlers: VerdictHandlers,
): VerdictView {
  const heading = element('h2', { tabindex: '-1' }, headline(locale, kind, result));
  const [only, ...others] = result.lists;
  const oneList = others.length === 0 ? only : undefined;
  const view = element(
    'section',
    { class: `verdict ${result.outcome}` },
    oneList?.list.description?.test === true && testTag(locale),
    heading,
    result.outcome === 'could_not_tell' && element('p', {}, locale.text('verdict.neither')),
    result.failure && failureText(locale, result.failure),
    ...(oneList ? listDetails(locale, oneList) : result.lists.map((verdict) => listBlock(locale, verdict))),
    isIncomplete(result) && element('p', { class: 'strong' }, locale.text('verdict.incomplete')),
    // Never without it.
    result.outcome === 'not_found' && element('p', { class: 'strong' }, locale.text('verdict.not_safe')),
  );
  const complete = (): void => {
    append(view, [...afterwards(locale, kind, result, handlers.canPrint), actions(locale, result, handlers)]);
  };
  return { element: view, heading, complete };
}

/** Why there is no answer, and what to do: also for failures that have nothing to do with one check. */
export function failureText(locale: Locale, failure: Failure): HTMLElement {
  const { code, number } = failure;
  const { reason, advice } = failures[code];
  return element(
    'div',
    {},
    element('h3', {}, locale.text('verdict.why')),
    element('p', {}, locale.text(`reason.${reason}`)),
    element('h3', {}, locale.text('verdict.do')),
    element('p', {}, locale.text(`advice.${advice}`)),
    // An HTTP status is half of what the list's host needs to know.
    element('p', { class: 'hint' }, ...phrase(locale, 'verdict.code', { code: codeText(code, number) })),
  );
}

function codeText(code: FailureCode, number: number): HTMLElement {
  const status = code === 'server_error' && number > 0 ? ` ${number}` : '';
  return element('bdi', { dir: 'ltr', lang: 'en' }, `${code}${status}`);
}

/** Where the session's engine is lost, which does not come back. */
export function needsReload(failure: Failure | undefined): boolean {
  if (!failure) return false;
  return failures[failure.code].advice === 'reload';
}

function headline(locale: Locale, kind: Kind, { outcome, lists }: VerdictResult): string {
  if (outcome === 'could_not_tell') return locale.text('verdict.could_not_tell');
  if (outcome === 'not_found') return locale.text(`verdict.not_found.${kind}`, { count: lists.length });
  const count = lists.filter((verdict) => verdict.outcome === 'found').length;
  if (lists.length === 1) return locale.text(`verdict.found.${kind}`);
  return locale.text(`verdict.found_in_some.${kind}`, { count, total: lists.length });
}

/** One of several lists: its name and its answer first. */
function listBlock(locale: Locale, verdict: ListVerdict): HTMLElement {
  const answer: MessageKey = `verdict.list.${verdict.outcome}`;
  return element(
    'div',
    { class: `list-verdict ${verdict.outcome}` },
    verdict.list.description?.test === true && testTag(locale),
    element('p', { class: 'strong' }, locale.text(answer)),
    ...listDetails(locale, verdict),
  );
}

function listDetails(locale: Locale, verdict: ListVerdict): (HTMLElement | undefined)[] {
  const source = element('p', {}, ...sourceText(locale, verdict));
  switch (verdict.outcome) {
    case 'found':
      return [
        source,
        aboutLink(locale, verdict.list),
        element('p', {}, locale.text('verdict.coincidence', odds(verdict.coincidence))),
      ];
    case 'not_found':
      return [source];
    case 'could_not_tell':
      return [source, failureText(locale, verdict.failure)];
  }
}

function sourceText(locale: Locale, { list, outcome }: ListVerdict): Child[] {
  // A list that could not be opened has told us nothing of itself.
  if (!list.description) return [locale.text('verdict.source.unnamed', { id: list.pin.id })];
  const { publisher, published, language } = list.description;
  return phrase(locale, `verdict.source.${outcome}`, {
    title: titleOf(locale, list),
    publisher: foreign(publisher, language),
    date: locale.date(published),
  });
}

/** A chance from 0 to 1 as people say it, to two digits: 1 of 190. */
export function odds(chance: number): { readonly part: number; readonly whole: number } {
  if (chance > 0.1) return { part: Math.ceil(chance * 100), whole: 100 };
  return { part: 1, whole: Number((1 / Math.max(chance, 1e-6)).toPrecision(2)) };
}

/** Some list gave no answer where another did. */
function isIncomplete({ lists }: VerdictResult): boolean {
  const silent = lists.filter(({ outcome }) => outcome === 'could_not_tell').length;
  return silent > 0 && silent < lists.length;
}

function afterwards(locale: Locale, kind: Kind, { outcome }: VerdictResult, canPrint: boolean): HTMLElement[] {
  switch (outcome) {
    case 'found':
      return [
        element('p', { class: 'strong' }, locale.text('verdict.not_your_fault')),
        element('p', {}, locale.text('verdict.meaning')),
        nextSteps(locale, kind, canPrint),
      ];
    case 'not_found':
      return [
        element('p', {}, locale.text('verdict.same_number')),
        element('p', {}, locale.text('steps.careful.text')),
        moneyLost(locale),
      ];
    case 'could_not_tell':
      return [moneyLost(locale)];
  }
}

function actions(locale: Locale, result: VerdictResult, handlers: VerdictHandlers): HTMLElement {
  const failures = result.lists.flatMap((verdict) => (verdict.outcome === 'could_not_tell' ? [verdict.failure] : []));
  const unanswered = failures.length > 0 || result.failure !== undefined;
  const reload = needsReload(result.failure) || failures.some(needsReload);
  const again = element(
    'button',
    { type: 'button', class: 'secondary' },
    locale.text(reload ? 'verdict.reload' : 'verdict.retry'),
  );
  onPress(again, () => (reload ? location.reload() : handlers.retry()));
  const another = element('button', { type: 'button', class: 'secondary' }, locale.text('verdict.another'));
  onPress(another, () => handlers.another());
  return element('div', { class: 'actions' }, unanswered && again, another);
}
