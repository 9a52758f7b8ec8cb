// Says three things that somebody who has been told to distrust such pages wants to know.

import type { WholeLocale } from '../locale.js';
import { element } from './dom.js';
import { drawing } from './drawing.js';

/** The drawings are a table with its numbers gone, a person who is crossed out, and a telephone that is crossed out. */
const kFacts = {
  codes: ['M4 4h16v16H4z', 'M8 9h1M12 9h4M8 15h4M15 15h1'],
  nothing: ['M12 12a4 4 0 1 0 0-8 4 4 0 0 0 0 8zM4 21c0-4 4-6 8-6s8 2 8 6', 'M3 21L21 3'],
  call: ['M6 3h4l1.5 5-2.5 1.5a12 12 0 0 0 5.5 5.5L16 12.5l5 1.5v4c0 1.5-1 2.5-2.5 2.5C10 20 4 14 3.5 5.5 3.5 4 4.5 3 6 3z', 'M3 21L21 3'],
} as const;

export function facts(locale: WholeLocale): HTMLElement {
  const names = Object.keys(kFacts) as (keyof typeof kFacts)[];
  return element(
    'ul',
    { class: 'facts' },
    ...names.map((name) => element('li', {}, drawing('icon', kFacts[name]), element('span', {}, locale.text(`fact.${name}`)))),
  );
}
