// The fields of the page for editors: what is chosen in them, and the words beside them.

import { optionPatterns } from '../embed/options.js';
import type { AnyKey, Locale } from '../locale.js';
import { foreign } from '../page/phrase.js';
import { hexOf, parseColour } from '../widget/colour.js';
import { heights, readHeight } from './heights.js';
import type { Objection } from './objections.js';
import { part, say } from './parts.js';
import type { KnownList } from './site_lists.js';
import type { Choices } from './snippet.js';

const kExample = '#bb0000';
/** The heights as people type them, because a number among words would be written in groups. */
const kHeightsInWords = { least: String(heights.least), most: String(heights.most), usual: String(heights.usual) };

export class Form {
  readonly #words: Locale<AnyKey>;
  readonly #form = part('choices', HTMLFormElement);
  readonly #kind = part('kind', HTMLSelectElement);
  readonly #language = part('language', HTMLSelectElement);
  readonly #theme = part('theme', HTMLSelectElement);
  readonly #accent = part('accent', HTMLInputElement);
  readonly #picker = part('accent-picker', HTMLInputElement);
  readonly #link = part('link', HTMLInputElement);
  readonly #height = part('height', HTMLInputElement);
  readonly #boxes = [...part('list-choices', HTMLElement).querySelectorAll('input')];

  /** `onChange` is called when an editor has chosen something. */
  constructor(words: Locale<AnyKey>, onChange: () => void) {
    this.#words = words;
    this.#form.addEventListener('submit', (event) => event.preventDefault());
    this.#picker.addEventListener('input', () => {
      this.#accent.value = this.#picker.value;
    });
    this.#accent.addEventListener('input', () => this.#followAccent());
    this.#form.addEventListener('change', onChange);
    // Browsers keep what was typed when a page is loaded anew.
    this.#followAccent();
  }

  /** The one that was chosen, which is empty where readers choose. */
  get kind(): string {
    return this.#kind.value;
  }

  isTicked(id: string): boolean {
    return this.#boxes.some(({ value, checked }) => value === id && checked);
  }

  /** What can't be understood is left out, and the editor is told. */
  read(lists: readonly KnownList[]): Choices {
    const ticked = lists.filter(({ id }) => this.isTicked(id));
    const height = this.#readHeight();
    const link = this.#link.value.trim();
    return {
      lists: ticked.map(({ id }) => id).join(' '),
      lang: this.#language.value,
      theme: this.#theme.value,
      accent: this.#readAccent(),
      kind: this.kind || onlyKind(ticked.length > 0 ? ticked : lists),
      ...(link === '' ? {} : { link }),
      ...(height === heights.usual ? {} : { height }),
    };
  }

  /** What stands in the place of the link's words where none are typed. */
  suggestLink(text: string): void {
    this.#link.placeholder = text;
  }

  describe(lists: readonly KnownList[]): void {
    for (const { id, kind, description } of lists) {
      if (!description) continue;
      const { title, language, sequence, validUntil } = description;
      const box = this.#boxes.find(({ value }) => value === id);
      box?.parentElement?.querySelector('.title')?.replaceChildren(foreign(title, language));
      const key = kind === 'aadhaar' ? 'embed.list.facts.aadhaar' : 'embed.list.facts.mobile';
      part(`facts-${id}`, HTMLElement).textContent = this.#words.text(key, { edition: sequence, date: this.#words.date(validUntil) });
    }
  }

  object(objections: readonly Objection[]): void {
    const show = (id: string, field: HTMLElement, fits: (about: Objection['about']) => boolean): void => {
      const message = part(id, HTMLElement);
      const objection = objections.find(({ about }) => fits(about));
      say(message, objection ? this.#words.text(objection.key) : '');
      message.classList.toggle('warning', objection?.forbids === false);
      field.setAttribute('aria-invalid', String(objection?.forbids === true));
    };
    for (const box of this.#boxes) {
      show(`message-${box.value}`, box, (about) => about !== 'kind' && about.list === box.value);
    }
    show('kind-message', this.#kind, (about) => about === 'kind');
  }

  #readAccent(): string {
    const typed = this.#accent.value.trim();
    const isColour = optionPatterns.accent.test(typed);
    const problem = isColour || typed === '' ? '' : this.#words.text('embed.accent.wrong', { example: kExample });
    say(part('accent-message', HTMLElement), problem, this.#accent);
    return isColour ? typed : '';
  }

  #readHeight(): number {
    const height = readHeight(this.#height.value.trim());
    const problem = height === undefined ? this.#words.text('embed.height.wrong', kHeightsInWords) : '';
    say(part('height-message', HTMLElement), problem, this.#height);
    return height ?? heights.usual;
  }

  /** The picker shows what is typed, once that is a colour. */
  #followAccent(): void {
    const typed = this.#accent.value.trim();
    if (optionPatterns.accent.test(typed)) this.#picker.value = hexOf(parseColour(inFull(typed)));
  }
}

/** Six digits after a number sign. */
function inFull(colour: string): string {
  const digits = colour.replace('#', '');
  return `#${digits.length === 3 ? digits.replace(/./g, '$&$&') : digits}`;
}

/** Where lists have one kind between them there is nothing to ask a reader. */
function onlyKind(lists: readonly KnownList[]): string {
  const [kind = '', ...others] = new Set(lists.map((list) => list.kind));
  return others.length === 0 ? kind : '';
}
