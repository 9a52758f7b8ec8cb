// The codes to paste, each with its button. What is copied is what is shown.

import type { AnyKey, Locale } from '../locale.js';
import { part } from './parts.js';
import { codeKinds, type Choices, type Deployment } from './snippet.js';

interface Card {
  readonly name: string;
  readonly field: HTMLTextAreaElement;
  readonly write: (deployment: Deployment, choices: Choices) => string;
}

export class Codes {
  readonly #words: Locale<AnyKey>;
  readonly #all = part('codes', HTMLElement);
  readonly #nothing = part('nothing', HTMLElement);
  readonly #status = part('status', HTMLElement);
  readonly #cards: readonly Card[];

  constructor(words: Locale<AnyKey>) {
    this.#words = words;
    this.#cards = Object.entries(codeKinds).map(([kind, write]) => {
      const field = this.#all.querySelector<HTMLTextAreaElement>(`[data-code="${kind}"] textarea`);
      if (!field) throw new Error(`no code ${kind}`);
      const card = { name: part(`${kind}-name`, HTMLElement).textContent ?? '', field, write };
      part(`${kind}-copy`, HTMLButtonElement).addEventListener('click', () => void this.#copy(card));
      return card;
    });
  }

  show(deployment: Deployment, choices: Choices): void {
    for (const { field, write } of this.#cards) field.value = write(deployment, choices);
    this.#offer(true);
  }

  /** Takes the codes away: there are none for choices that contradict each other. */
  withhold(): void {
    for (const { field } of this.#cards) field.value = '';
    this.#offer(false);
  }

  #offer(isOffered: boolean): void {
    this.#all.hidden = !isOffered;
    this.#nothing.textContent = isOffered ? '' : this.#words.text('embed.nothing');
    this.#status.textContent = '';
  }

  async #copy({ name, field }: Card): Promise<void> {
    // A text that is said twice in a row is not read out again.
    this.#status.textContent = '';
    try {
      await navigator.clipboard.writeText(field.value);
      this.#status.textContent = this.#words.text('embed.copied', { name });
    } catch {
      field.focus();
      field.select();
      this.#status.textContent = this.#words.text('embed.selected');
    }
  }
}
