// Why there is no answer, and what can be done about it.

import type { Failure } from '../errors.js';
import { wordsFor, type Advice } from '../failures.js';
import type { WholeLocale } from '../locale.js';
import { button, element } from './dom.js';
import { codeText } from './failure_code.js';
import { ownerLink } from './owner.js';

/**
 * Against these a press of a button can do nothing: the same would come back. Of `date_or_later`: most dates are right, and whoever
 * has mended a wrong one has the form's own button.
 */
type Hopeless = 'tell_site' | 'not_now' | 'date_or_later' | 'browser' | 'lockdown' | 'load_list' | 'go_online';

/** What it can do against the others. */
const remedies: Readonly<Record<Exclude<Advice, Hopeless>, 'retry' | 'reload'>> = {
  retry: 'retry',
  retry_reload: 'retry',
  clock: 'retry',
  memory: 'retry',
  wait: 'retry',
  reload: 'reload',
  update: 'reload',
};

function remedyFor({ code }: Failure): 'retry' | 'reload' | undefined {
  return (remedies as Partial<Record<Advice, 'retry' | 'reload'>>)[wordsFor(code).advice];
}

/** Does what can help against any of them: loads the page again, or `retry`. None where the same would come back. */
export function remedyButton(locale: WholeLocale, all: readonly Failure[], retry: () => void): HTMLElement | undefined {
  const remedies = all.map(remedyFor);
  const remedy = remedies.includes('reload') ? 'reload' : remedies.find(Boolean);
  const act = (): void => (remedy === 'reload' ? location.reload() : retry());
  return remedy && button('secondary', act, locale.text(`verdict.${remedy}`));
}

/** Also for failures that have nothing to do with one check. */
export function failureText(locale: WholeLocale, failure: Failure): HTMLElement {
  return element(
    'div',
    {},
    element('h3', {}, locale.text('about.why')),
    reasonText(locale, failure),
    ...adviceTexts(locale, [failure]),
    codeText(locale, failure),
  );
}

export function reasonText(locale: WholeLocale, { code }: Failure): HTMLElement {
  const key = code === 'network_failed' && !navigator.onLine ? 'offline.state' : (`reason.${wordsFor(code).reason}` as const);
  return element('p', {}, locale.text(key));
}

/** Each thing to do once, however many failures it is for. */
export function adviceTexts(locale: WholeLocale, all: readonly Failure[]): HTMLElement[] {
  const advices = new Set<Advice>(all.map(({ code }) => wordsFor(code).advice));
  const texts = [...advices].map((advice) => (advice === 'wait' ? waitText(locale, secondsToWait(all)) : locale.text(`advice.${advice}`)));
  const owner = kNamesOwner.some((advice) => advices.has(advice)) ? ownerLink(locale) : [];
  return [element('h3', {}, locale.text('about.do')), ...texts.map((text) => element('p', {}, text)), ...owner];
}

/** These send their reader to the owner of the site. */
const kNamesOwner: readonly Advice[] = ['retry', 'update', 'tell_site'];

/** Until none of them is busy any more; 0 if that is not known of all. */
function secondsToWait(all: readonly Failure[]): number {
  const waits = all.filter(({ code }) => wordsFor(code).advice === 'wait').map(({ number }) => number);
  return waits.includes(0) ? 0 : Math.max(...waits);
}

const kMostSeconds = 90;

function waitText(locale: WholeLocale, seconds: number): string {
  if (seconds === 0) return locale.text('advice.wait');
  if (seconds <= kMostSeconds) return locale.text('advice.wait_seconds', { count: seconds });
  return locale.text('advice.wait_minutes', { count: Math.ceil(seconds / 60) });
}
