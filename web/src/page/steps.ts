// What to do when a number has leaked, in order: which step is about which service. The check shows the steps of one kind with its verdict,
// and the build makes a page of all of them.

import type { Kind } from '../kinds.js';
import type { MessageKey } from '../locale.js';
import { services, type Service, type ServiceName } from './official_services.js';

type TitleOf<Key> = Key extends `steps.${infer Name}.text` ? Name : never;
export type StepName = TitleOf<MessageKey>;

export interface Step {
  /** The words of `steps.<name>` are its title, those of `steps.<name>.text` what there is to know. */
  readonly name: StepName;
  readonly service?: ServiceName;
  /** It is to be known and not to be done: there is nothing to tick. */
  readonly isWarning?: true;
}

/** Comes before all steps, whatever the kind and the verdict: minutes count, and somebody who is looking here may have been cheated already. */
export const firstOfAll: Step = { name: 'money', service: 'cyberCrime' };

const anybody: readonly Step[] = [
  { name: 'nobody_calls', isWarning: true },
  { name: 'careful', isWarning: true },
];
const money: readonly Step[] = [{ name: 'bank' }, { name: 'loans', service: 'creditReport' }];

export const stepsOf: Readonly<Record<Kind, readonly Step[]>> = {
  mobile: [
    ...anybody,
    { name: 'mobile.signal' },
    { name: 'mobile.whatsapp' },
    { name: 'mobile.connections', service: 'sancharSaathi' },
    { name: 'mobile.chakshu', service: 'sancharSaathi' },
    ...money,
    { name: 'mobile.ceir', service: 'sancharSaathi' },
  ],
  aadhaar: [
    { name: 'aadhaar.biometrics', service: 'myAadhaar' },
    { name: 'aadhaar.sms', service: 'uidai' },
    { name: 'aadhaar.history', service: 'myAadhaar' },
    { name: 'aadhaar.call', service: 'uidai' },
    { name: 'aadhaar.lock', service: 'myAadhaar' },
    ...money,
    ...anybody,
  ],
};

export function serviceOf({ service }: Step): Service | undefined {
  return service && services[service];
}

/** When all addresses and phone numbers were last known to be right, in seconds since 1970, and by what. */
export function lastLook(): { readonly seconds: number; readonly what: 'page' | 'copy' } {
  const looks = Object.values(services).map(({ lookedAt }): Service['lookedAt'] => lookedAt);
  const seconds = Math.min(...looks.map(({ day }) => Date.parse(day) / 1000));
  return { seconds, what: looks.some(({ what }) => what === 'copy') ? 'copy' : 'page' };
}

/** The text of a step: without `phone` filled in, `{phone}` stays. */
type TextOf = (key: MessageKey, parameters: { readonly phone: string }) => string;

/**
 * The steps of a kind as plain text, to be kept or sent: it says nothing of a number, nor of a verdict. `date`: of the last look, in words.
 */
export function stepsAsText(kind: Kind, textOf: TextOf, date: string): string {
  const lines = [firstOfAll, ...stepsOf[kind]].map((step, number) => {
    const service = serviceOf(step);
    const words = { phone: service?.phone ?? '' };
    const place = [service?.phone, service?.link].filter(Boolean).join('  ');
    const [title, text] = [textOf(`steps.${step.name}`, words), textOf(`steps.${step.name}.text`, words)];
    const mark = number === 0 ? '' : `${step.isWarning ? '' : '[ ] '}${number}. `;
    return `${mark}${title}\n${text}\n${place && `${place}\n`}`;
  });
  return [textOf('steps.heading', { phone: '' }), '', ...lines, date, ''].join('\n');
}
