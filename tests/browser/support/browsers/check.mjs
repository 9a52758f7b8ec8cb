// A check as a reader makes it, in any of the browsers. `place` is the page, or the frame of a widget in it.
import { until } from '../until.mjs';
import { isAtFirstStep, untilVerdictHasFocus } from './index.mjs';

export const kNames = { mobile: 'Mobile number', aadhaar: 'Aadhaar number' };

export async function typeNumber(place, kind, typed) {
  // The page's last parts move what is to be clicked.
  await place.waitFor('.ledger summary');
  // Where the site has lists of one kind, nothing is asked.
  const isAsked = await place.evaluate(() => document.querySelector('button.choice')?.checkVisibility() === true);
  if (isAsked) await place.click('button.choice', { text: kNames[kind] });
  await place.waitFor('.list-card');
  await place.type('#number', typed);
}

/** Gives what is on the screen then: the outcome, the first reason's code if there is one, and what has the focus. */
export async function check(place, kind, typed) {
  await typeNumber(place, kind, `${typed}\n`);
  await place.waitFor('.verdict');
  await place.evaluate(untilVerdictHasFocus);
  return place.evaluate(() => {
    const { className, innerText } = document.querySelector('.verdict');
    return { outcome: className.split(' ')[1], code: /Reason code: (\w+)/.exec(innerText)?.[1], focus: document.activeElement.localName };
  });
}

/** Goes from a verdict back to the first question, and waits until the browser has gone there in its history. */
export async function another(place) {
  // The verdict that takes the focus moves what is to be clicked.
  await place.evaluate(untilVerdictHasFocus);
  await place.click('.verdict button', { text: 'Check another number' });
  await until(() => place.evaluate(isAtFirstStep), 'the history is not at the first step');
}
