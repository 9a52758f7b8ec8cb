// The form: which kind, then the number, one question at a time. Holds what was typed and nothing about checking. It is
// never submitted: a sandboxed frame would not say that it was, and nothing must go anywhere.

import { digitsOf, kinds, type Kind } from '../kinds.js';
import type { InputProblem } from '../errors.js';
import type { Locale } from '../locale.js';
import { element, focusOn, onPress, replaceChildren } from './dom.js';
import { leftToRight, phrase } from './phrase.js';

export interface FormHandlers {
  kindChosen(kind: Kind): void;
  /** Back to the first question. */
  back(): void;
  /** The number that was typed is to be taken for one of this kind. */
  switched(kind: Kind): void;
  /** With every change of the number. */
  edited(): void;
  /** The person has moved on from the number. */
  left(): void;
  submitted(): void;
  stopped(): void;
  cleared(): void;
}

export const kNumberId = 'number';
const kMessageId = 'number-message';
const kHintId = 'number-hint';
const kQuestionId = 'kind-question';

/** Longer than most presses of a button take: an error that appeared in the middle of one would push the button away. */
const kPressMs = 300;

/** Everyone knows it, and it must not be turned round among words from right to left. */
const kIndia = '+91';

export class NumberForm {
  readonly element: HTMLFormElement;
  readonly #locale: Locale;
  readonly #question: HTMLElement;
  readonly #kinds: HTMLElement;
  readonly #number: HTMLElement;
  readonly #label = element('label', { for: kNumberId });
  readonly #hint = element('p', { class: 'hint', id: kHintId });
  readonly #input: HTMLInputElement;
  readonly #message = element('p', { class: 'message', id: kMessageId });
  readonly #readAs = element('p', { class: 'read-as', hidden: true });
  readonly #suggestion = element('div', { class: 'suggestion' });
  readonly #handlers: FormHandlers;
  readonly #visibility: HTMLButtonElement;
  readonly #submit: HTMLButtonElement;
  readonly #stop: HTMLButtonElement;
  #suggested: Kind | undefined;
  #busy = false;

  /** `fixedKind`: there is no first question to go back to. */
  constructor(locale: Locale, handlers: FormHandlers, { fixedKind = false } = {}) {
    this.#locale = locale;
    this.#handlers = handlers;
    this.#input = element('input', {
      id: kNumberId,
      type: 'text',
      inputmode: 'numeric',
      enterkeyhint: 'go',
      dir: 'ltr',
      // Nothing may offer to keep, correct, translate or look up what is typed; without a name nothing can refer to it. No
      // maxlength: it would cut a pasted text down to a number that the person doesn't have.
      autocomplete: 'off',
      autocorrect: 'off',
      autocapitalize: 'off',
      spellcheck: 'false',
      translate: 'no',
      'data-1p-ignore': true,
      'data-lpignore': 'true',
      'data-bwignore': true,
      'data-form-type': 'other',
      'aria-describedby': `${kHintId} ${kMessageId}`,
    });
    this.#visibility = this.#button('quiet', '', () => this.#setHidden(!this.masked));
    this.#visibility.setAttribute('aria-controls', kNumberId);
    const clear = this.#button('quiet', locale.text('field.clear'), () => {
      this.clear();
      this.focus();
      handlers.cleared();
    });
    this.#submit = this.#button('primary', locale.text('field.check'), () => this.#trySubmit());
    this.#stop = element('button', { type: 'button', class: 'secondary', hidden: true }, locale.text('field.stop'));
    onPress(this.#stop, () => handlers.stopped());

    this.#question = element('h2', { id: kQuestionId, tabindex: '-1' }, locale.text('kind.question'));
    this.#kinds = element(
      'div',
      { class: 'group', role: 'group', 'aria-labelledby': kQuestionId },
      this.#question,
      ...kinds.map((kind) => this.#kindButton(kind)),
    );
    this.#number = element(
      'div',
      { class: 'group', hidden: true },
      !fixedKind && this.#button('quiet back', locale.text('kind.back'), () => handlers.back()),
      element('h2', {}, this.#label),
      this.#hint,
      this.#input,
      this.#message,
      this.#readAs,
      this.#suggestion,
      element('div', { class: 'tools' }, this.#visibility, clear),
      element('div', { class: 'actions' }, this.#submit, this.#stop),
    );
    this.element = element('form', { novalidate: true, autocomplete: 'off' }, this.#kinds, this.#number);
    this.#setHidden(false);

    this.#input.addEventListener('input', () => {
      this.clearMessage();
      handlers.edited();
    });
    const leave = (): void => {
      if (!this.#input.isConnected || document.activeElement === this.#input) return;
      // Some hold a button down for long.
      if (document.querySelector(':active')) setTimeout(leave, kPressMs);
      else handlers.left();
    };
    this.#input.addEventListener('blur', () => setTimeout(leave, kPressMs));
    this.#input.addEventListener('keydown', (event) => {
      if (event.key !== 'Enter' || event.isComposing) return;
      event.preventDefault();
      this.#trySubmit();
    });
    this.element.addEventListener('submit', (event) => event.preventDefault());
  }

  get typed(): string {
    return this.#input.value;
  }

  get masked(): boolean {
    return this.#input.classList.contains('masked');
  }

  /** Takes over what was typed into another form. */
  takeOver(other: NumberForm): void {
    this.#input.value = other.typed;
    this.#setHidden(other.masked);
  }

  /** The second question: the kind's number. */
  askNumber(kind: Kind): void {
    this.#label.textContent = this.#locale.text(`field.${kind}.label`);
    replaceChildren(this.#hint, ...phrase(this.#locale, `field.${kind}.hint`, { prefix: leftToRight(kIndia) }));
    this.#kinds.hidden = true;
    this.#number.hidden = false;
  }

  /** The first question: which kind. */
  askKind(): void {
    this.#kinds.hidden = false;
    this.#number.hidden = true;
  }

  showHint(text: string): void {
    if (this.#input.hasAttribute('aria-invalid')) return;
    this.#message.textContent = text;
  }

  /** How the number is understood, in groups of Latin digits. */
  showReadAs(number: string): void {
    replaceChildren(this.#readAs, ...phrase(this.#locale, 'field.read_as', { number: leftToRight(number) }));
    this.#readAs.hidden = this.masked;
  }

  hideReadAs(): void {
    replaceChildren(this.#readAs);
    this.#readAs.hidden = true;
  }

  /** Offers to take the number for one of another kind. */
  suggest(kind: Kind | undefined): void {
    // The button may have the focus, or a finger on it.
    if (kind === this.#suggested) return;
    this.#suggested = kind;
    replaceChildren(
      this.#suggestion,
      kind && this.#button('secondary', this.#locale.text(`field.switch.${kind}`), () => this.#handlers.switched(kind)),
    );
  }

  showError(text: string): void {
    this.#number.classList.add('with-error');
    this.#input.setAttribute('aria-invalid', 'true');
    replaceChildren(
      this.#message,
      element('span', { class: 'visually-hidden' }, `${this.#locale.text('input.prefix')} `),
      text,
    );
  }

  /** What is said of a number that is right stays: without it, another button would come under the finger. */
  clearError(): void {
    if (!this.#input.hasAttribute('aria-invalid')) return;
    this.#number.classList.remove('with-error');
    this.#input.removeAttribute('aria-invalid');
    this.#message.textContent = '';
  }

  clearMessage(): void {
    this.clearError();
    this.#message.textContent = '';
    this.hideReadAs();
    this.suggest(undefined);
  }

  /** While busy, Check says so and does nothing; it keeps the focus it has. */
  setBusy(busy: boolean): void {
    this.#busy = busy;
    this.#submit.textContent = this.#locale.text(busy ? 'field.checking' : 'field.check');
    if (busy) this.#submit.setAttribute('aria-disabled', 'true');
    else this.#submit.removeAttribute('aria-disabled');
    // A hidden button would drop the focus to the top of the page.
    if (!busy && document.activeElement === this.#stop) this.focusCheck();
    this.#stop.hidden = !busy;
  }

  clear(): void {
    this.#input.value = '';
    this.clearMessage();
  }

  /** As when the page was opened. */
  reset(): void {
    this.clear();
    this.#setHidden(false);
    this.askKind();
  }

  focus(): void {
    focusOn(this.#input);
  }

  focusQuestion(): void {
    focusOn(this.#question);
  }

  focusCheck(): void {
    focusOn(this.#submit);
  }

  #trySubmit(): void {
    if (!this.#busy) this.#handlers.submitted();
  }

  #kindButton(kind: Kind): HTMLElement {
    const button = this.#button('choice', '', () => this.#handlers.kindChosen(kind));
    replaceChildren(
      button,
      element('span', {}, this.#locale.text(`kind.${kind}`)),
      ' ',
      element('span', { class: 'hint' }, this.#locale.text(`kind.${kind}.hint`)),
    );
    return button;
  }

  #button(style: string, text: string, act: () => void): HTMLButtonElement {
    const button = element('button', { type: 'button', class: style }, text);
    button.addEventListener('click', act);
    return button;
  }

  /** Dots by style: a password field would make browsers offer to keep the number. */
  #setHidden(hidden: boolean): void {
    this.#input.classList.toggle('masked', hidden);
    this.#readAs.hidden = hidden || this.#readAs.childNodes.length === 0;
    this.#visibility.textContent = this.#locale.text(hidden ? 'field.show' : 'field.hide');
  }
}

/** What to say about a number that isn't well formed, once the person has finished typing. */
export function inputErrorText(locale: Locale, kind: Kind, problem: InputProblem): string {
  const digits = digitsOf[kind];
  const { code, number: count } = problem;
  if (code === 'first_digit') return locale.text(`input.first_digit.${kind}`);
  if (code === 'too_long' && count === 0) return locale.text('input.too_much', { digits });
  return locale.text(`input.${code}`, { count, digits, prefix: kIndia });
}

/** What to say while they are still typing: only what is certain already, and helps. */
export function typingHint(locale: Locale, problem: InputProblem | undefined): string {
  if (!problem) return locale.text('field.complete');
  const { code, number: count } = problem;
  if (code === 'check_digit' || code === 'looks_like_mobile' || code === 'looks_like_aadhaar') {
    return locale.text(`hint.${code}`);
  }
  if ((code === 'too_short' || code === 'too_long') && count > 0) return locale.text(`hint.${code}`, { count });
  return '';
}
