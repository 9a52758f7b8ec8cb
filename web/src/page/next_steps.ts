// What to do now, as a list to tick off, to print and to keep. What is ticked is nowhere but on the screen.

import type { Kind } from '../kinds.js';
import type { MessageKey, WholeLocale } from '../locale.js';
import { button, element, externalLink, type Child } from './dom.js';
import type { Service } from './official_services.js';
import { leftToRight } from './phrase.js';
import { firstOfAll, lastLook, serviceOf, stepsAsText, stepsOf, type Step } from './steps.js';

/** The name says no more than the text does: neither a number nor a verdict. */
const kFileName = 'what-to-do.txt';

/** `canPrint`: the page is one that can be printed and that can give a file, which a frame is not. */
export function nextSteps(locale: WholeLocale, kind: Kind, canPrint: boolean): HTMLElement {
  return element(
    'div',
    { class: 'steps' },
    element('h3', {}, locale.text('steps.heading')),
    moneyLost(locale),
    element('ol', {}, ...stepsOf[kind].map((step) => stepItem(locale, step))),
    kind === 'aadhaar' && element('p', {}, locale.text('steps.aadhaar.app')),
    element('p', { class: 'hint' }, lookedAtText(locale)),
    canPrint && keepButtons(locale, kind),
  );
}

function lookedAtText(locale: WholeLocale): string {
  const { seconds, what } = lastLook();
  return locale.text(what === 'page' ? 'steps.checked' : 'steps.compared', { date: locale.date(seconds) });
}

function keepButtons(locale: WholeLocale, kind: Kind): HTMLElement {
  const print = button('secondary', () => window.print(), locale.text('steps.print'));
  const keep = button('secondary', () => keepAsText(locale, kind), locale.text('steps.keep'));
  return element(
    'div',
    { class: 'print' },
    element('div', { class: 'tools' }, print, keep),
    element('p', { class: 'hint' }, locale.text('steps.print.text')),
  );
}

/** Made here, of words that everybody's page has: a file of the site's would tell its server which answer there was. */
function keepAsText(locale: WholeLocale, kind: Kind): void {
  const text = stepsAsText(kind, (key, parameters) => locale.text(key, parameters), lookedAtText(locale));
  // With a byte order mark, by which old editors know that it is UTF-8.
  const href = URL.createObjectURL(new Blob(['\ufeff', text], { type: 'text/plain;charset=utf-8' }));
  element('a', { href, download: kFileName }).click();
  // The browser has taken it by the next task.
  setTimeout(() => URL.revokeObjectURL(href));
}

/** Whatever the verdict: somebody who is looking here may have been cheated already. */
export function moneyLost(locale: WholeLocale): HTMLElement {
  const service = serviceOf(firstOfAll);
  return element(
    'div',
    { class: 'urgent' },
    element('p', { class: 'strong' }, ...withPhone(locale, 'steps.money', service)),
    element('p', {}, locale.text('steps.money.text')),
    service && links(service),
  );
}

function stepItem(locale: WholeLocale, step: Step): HTMLElement {
  const service = serviceOf(step);
  const title = withPhone(locale, `steps.${step.name}`, service);
  return element(
    'li',
    {},
    step.isWarning ? element('p', { class: 'strong' }, ...title) : ticked(...title),
    element('p', {}, ...withPhone(locale, `steps.${step.name}.text`, service)),
    service && links(service),
  );
}

/** Returns a message with the phone number of a service in each place where the message names it: in every place an element of its own. */
function withPhone(locale: WholeLocale, key: MessageKey, service: Service | undefined): Child[] {
  const phone = { digits: service?.phone ?? '' };
  return locale.parts<typeof phone>(key, { phone }).map((part) => (typeof part === 'string' ? part : leftToRight(part.digits)));
}

function ticked(...title: Child[]): HTMLElement {
  return element('label', { class: 'strong tick' }, element('input', { type: 'checkbox', autocomplete: 'off' }), element('span', {}, ...title));
}

/** A frame that went there itself would be gone if its host's policy does not allow it. */
const outOfFrame = (): Record<string, string> =>
  window.parent === window ? {} : { target: '_blank', rel: 'noopener noreferrer' };

function links({ phone, link }: Service): HTMLElement {
  return element(
    'p',
    { class: 'links' },
    phone !== undefined && element('a', { href: `tel:${phone}`, dir: 'ltr', ...outOfFrame() }, phone),
    link !== undefined && element('bdi', { dir: 'ltr' }, externalLink(link, new URL(link).host)),
  );
}
