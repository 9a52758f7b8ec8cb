// What to do now, in order.

import type { Kind } from '../kinds.js';
import type { WholeLocale } from '../locale.js';
import { button, element, externalLink } from './dom.js';
import { checkedOn, services, type Service } from './official_services.js';
import { leftToRight, phrase } from './phrase.js';

type StepName =
  | 'careful'
  | 'mobile.connections'
  | 'mobile.chakshu'
  | 'mobile.ceir'
  | 'aadhaar.biometrics'
  | 'aadhaar.history'
  | 'aadhaar.call'
  | 'aadhaar.lock';

interface Step {
  readonly name: StepName;
  readonly service?: Service;
}

const { cyberCrime, sancharSaathi, myAadhaar, uidai } = services;

const stepsOf: Readonly<Record<Kind, readonly Step[]>> = {
  mobile: [
    { name: 'careful' },
    { name: 'mobile.connections', service: sancharSaathi },
    { name: 'mobile.chakshu', service: sancharSaathi },
    { name: 'mobile.ceir', service: sancharSaathi },
  ],
  aadhaar: [
    { name: 'aadhaar.biometrics', service: myAadhaar },
    { name: 'aadhaar.history', service: myAadhaar },
    { name: 'aadhaar.call', service: uidai },
    { name: 'aadhaar.lock', service: myAadhaar },
    { name: 'careful' },
  ],
};

/** `canPrint`: the page is one that can be printed. */
export function nextSteps(locale: WholeLocale, kind: Kind, canPrint: boolean): HTMLElement {
  return element(
    'div',
    { class: 'steps' },
    element('h3', {}, locale.text('steps.heading')),
    // First, because minutes count.
    moneyLost(locale),
    element('ol', {}, ...stepsOf[kind].map((step) => stepItem(locale, step))),
    kind === 'aadhaar' && element('p', {}, locale.text('steps.aadhaar.app')),
    checkedOn !== undefined &&
      element('p', { class: 'hint' }, locale.text('steps.checked', { date: locale.date(Date.parse(checkedOn) / 1000) })),
    canPrint && printButton(locale),
  );
}

function printButton(locale: WholeLocale): HTMLElement {
  const print = button('secondary', () => window.print(), locale.text('steps.print'));
  return element('div', { class: 'print' }, print, element('p', { class: 'hint' }, locale.text('steps.print.text')));
}

/** Whatever the verdict: somebody who is looking here may have been cheated already. */
export function moneyLost(locale: WholeLocale): HTMLElement {
  return element(
    'div',
    { class: 'urgent' },
    element('p', { class: 'strong' }, ...phrase(locale, 'steps.money', { phone: leftToRight(cyberCrime.phone) })),
    element('p', {}, locale.text('steps.money.text')),
    links(cyberCrime),
  );
}

function stepItem(locale: WholeLocale, { name, service }: Step): HTMLElement {
  const phone = leftToRight(service?.phone ?? '');
  return element(
    'li',
    {},
    element('p', { class: 'strong' }, ...phrase(locale, `steps.${name}`, { phone })),
    element('p', {}, locale.text(`steps.${name}.text`)),
    service && links(service),
  );
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
