// What someone whose number was found can do, in order. Official services only; their names and addresses change, so
// they are all here. The words are in the locale files.

import type { Kind } from '../kinds.js';
import type { Locale } from '../locale.js';
import { element, externalLink } from './dom.js';

type StepName =
  | 'careful'
  | 'mobile.connections'
  | 'mobile.chakshu'
  | 'mobile.ceir'
  | 'aadhaar.biometrics'
  | 'aadhaar.lock'
  | 'aadhaar.history'
  | 'aadhaar.call';

interface Step {
  readonly name: StepName;
  readonly link?: string;
  readonly phone?: string;
}

const kSancharSaathi = 'https://sancharsaathi.gov.in/';
const kMyAadhaar = 'https://myaadhaar.uidai.gov.in/';
const kCyberCrime = 'https://cybercrime.gov.in/';
const kCyberCrimeHelpline = '1930';
const kUidaiHelpline = '1947';

const stepsOf: Readonly<Record<Kind, readonly Step[]>> = {
  mobile: [
    { name: 'careful' },
    { name: 'mobile.connections', link: kSancharSaathi },
    { name: 'mobile.chakshu', link: kSancharSaathi },
    { name: 'mobile.ceir', link: kSancharSaathi },
  ],
  aadhaar: [
    { name: 'aadhaar.biometrics', link: kMyAadhaar },
    { name: 'aadhaar.lock', link: kMyAadhaar },
    { name: 'aadhaar.history', link: kMyAadhaar },
    { name: 'aadhaar.call', phone: kUidaiHelpline },
    { name: 'careful' },
  ],
};

export function nextSteps(locale: Locale, kind: Kind): HTMLElement {
  return element(
    'div',
    { class: 'steps' },
    element('h3', {}, locale.text('steps.heading')),
    // First, because minutes count.
    element(
      'div',
      { class: 'urgent' },
      element('p', { class: 'strong' }, locale.text('steps.money')),
      element('p', {}, locale.text('steps.money.text')),
      element('p', { class: 'links' }, phone(kCyberCrimeHelpline), webLink(kCyberCrime)),
    ),
    element('ol', {}, ...stepsOf[kind].map((step) => stepItem(locale, step))),
  );
}

function stepItem(locale: Locale, step: Step): HTMLElement {
  return element(
    'li',
    {},
    element('p', { class: 'strong' }, locale.text(`steps.${step.name}`)),
    element('p', {}, locale.text(`steps.${step.name}.text`)),
    (step.link !== undefined || step.phone !== undefined) &&
      element(
        'p',
        { class: 'links' },
        step.phone !== undefined && phone(step.phone),
        step.link !== undefined && webLink(step.link),
      ),
  );
}

function webLink(href: string): HTMLElement {
  return externalLink(href, new URL(href).host);
}

function phone(number: string): HTMLElement {
  return element('a', { href: `tel:${number}`, dir: 'ltr' }, number);
}
