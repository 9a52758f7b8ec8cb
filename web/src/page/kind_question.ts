// Asks the first question: which kind of number it is.

import { kinds, type Kind } from '../kinds.js';
import type { Locale } from '../locale.js';
import { append, element, focusOn, replaceChildren, whenChanged } from './dom.js';
import { drawing } from './drawing.js';

const kQuestionId = 'kind-question';

/** The drawings are a phone and a card. */
const kDrawings: Readonly<Record<Kind, readonly string[]>> = {
  mobile: ['M7 2.5h10v19H7z', 'M11 18h2'],
  aadhaar: ['M2 5h20v14H2z', 'M6 10h5M6 14h8M16 9h2v3h-2z'],
};

export class KindQuestion {
  readonly element: HTMLElement;
  readonly #heading = element('h2', { id: kQuestionId, tabindex: '-1' });
  readonly #answers: ReadonlyMap<Kind, (locale: Locale, offered: boolean) => void>;

  constructor(chosen: (kind: Kind) => void) {
    this.element = element('div', { class: 'group', role: 'group', 'aria-labelledby': kQuestionId }, this.#heading);
    this.#answers = new Map(
      kinds.map((kind) => {
        const button = element('button', { type: 'button', class: 'choice' });
        button.addEventListener('click', () => chosen(kind));
        const place = this.element.appendChild(element('div', { class: 'answer' }, button));
        return [kind, whenChanged((locale, offered) => drawAnswer(locale, kind, place, button, offered))];
      }),
    );
  }

  draw(locale: Locale, offered: readonly Kind[]): void {
    this.#heading.textContent = locale.text('kind.question');
    for (const [kind, draw] of this.#answers) draw(locale, offered.includes(kind));
  }

  focus(): void {
    focusOn(this.#heading, this.element);
  }
}

/**
 * Draws an answer. Where there is no list for it, that is said in its place, which stays as large, because the other answer must not
 * move.
 */
function drawAnswer(locale: Locale, kind: Kind, place: HTMLElement, button: HTMLElement, offered: boolean): void {
  const hint = element('span', { class: 'hint' }, locale.text(`kind.${kind}.hint`));
  replaceChildren(button, drawing('icon', kDrawings[kind]), element('span', {}, locale.text(`kind.${kind}`), ' ', hint));
  const noList = !offered && element('p', { class: 'no-list' }, locale.text(`kind.${kind}.no_list`));
  place.classList.toggle('without-list', !offered);
  place.querySelector('.no-list')?.remove();
  append(place, [noList]);
}
