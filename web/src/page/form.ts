// The form: which kind, the number, and one line below it for hints and errors. Holds what was typed and nothing about
// checking. It is never submitted: a sandboxed frame would not say that it was, and nothing must go anywhere.

import { digitsOf, kinds, type Kind } from '../kinds.js';
import type { InputProblem } from '../errors.js';
import type { Locale } from '../locale.js';
import { element, replaceChildren } from './dom.js';

export interface FormHandlers {
  kindChosen(kind: Kind): void;
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

export class NumberForm {
  readonly element: HTMLFormElement;
  readonly #locale: Locale;
  readonly #radios = new Map<Kind, HTMLInputElement>();
  readonly #number: HTMLElement;
  readonly #label = element('label', { for: kNumberId });
  readonly #hint = element('p', { class: 'hint', id: kHintId });
  readonly #input: HTMLInputElement;
  readonly #message = element('p', { class: 'message', id: kMessageId });
  readonly #visibility: HTMLButtonElement;
  readonly #submit: HTMLButtonElement;
  readonly #stop: HTMLButtonElement;
  #busy = false;

  constructor(locale: Locale, handlers: FormHandlers) {
    this.#locale = locale;
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
    this.#visibility = this.#button('quiet', '', () => this.#setHidden(!this.#isHidden()));
    this.#visibility.setAttribute('aria-controls', kNumberId);
    const clear = this.#button('quiet', locale.text('field.clear'), () => {
      this.clear();
      this.#input.focus();
      handlers.cleared();
    });
    this.#submit = this.#button('primary', locale.text('field.check'), () => this.#trySubmit(handlers));
    this.#stop = this.#button('secondary', locale.text('field.stop'), () => handlers.stopped());
    this.#stop.hidden = true;

    this.#number = element(
      'div',
      { class: 'group', hidden: true },
      this.#label,
      this.#hint,
      this.#input,
      this.#message,
      element('div', { class: 'tools' }, this.#visibility, clear),
      element('div', { class: 'actions' }, this.#submit, this.#stop),
    );
    this.element = element(
      'form',
      { novalidate: true, autocomplete: 'off' },
      element(
        'fieldset',
        { class: 'group' },
        element('legend', {}, locale.text('kind.legend')),
        ...kinds.map((kind) => this.#radio(kind, handlers)),
      ),
      this.#number,
    );
    this.#setHidden(false);

    this.#input.addEventListener('input', () => {
      this.clearMessage();
      handlers.edited();
    });
    this.#input.addEventListener('blur', () => handlers.left());
    this.#input.addEventListener('keydown', (event) => {
      if (event.key !== 'Enter' || event.isComposing) return;
      event.preventDefault();
      this.#trySubmit(handlers);
    });
    this.element.addEventListener('submit', (event) => event.preventDefault());
  }

  get typed(): string {
    return this.#input.value;
  }

  /** Asks for the kind's number. */
  showKind(kind: Kind): void {
    this.#label.textContent = this.#locale.text(`field.${kind}.label`);
    this.#hint.textContent = this.#locale.text(`field.${kind}.hint`);
    this.#number.hidden = false;
  }

  /** Leaves only the choice of the kind. */
  hideNumber(): void {
    this.#number.hidden = true;
  }

  showHint(text: string): void {
    if (this.#input.hasAttribute('aria-invalid')) return;
    this.#message.textContent = text;
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

  clearMessage(): void {
    this.#number.classList.remove('with-error');
    this.#input.removeAttribute('aria-invalid');
    this.#message.textContent = '';
  }

  /** While busy, Check says so and does nothing; it keeps the focus it has. */
  setBusy(busy: boolean): void {
    this.#busy = busy;
    this.#submit.textContent = this.#locale.text(busy ? 'field.checking' : 'field.check');
    if (busy) this.#submit.setAttribute('aria-disabled', 'true');
    else this.#submit.removeAttribute('aria-disabled');
    // A hidden button would drop the focus to the top of the page.
    if (!busy && document.activeElement === this.#stop) this.#submit.focus();
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
    for (const radio of this.#radios.values()) radio.checked = false;
    this.#number.hidden = true;
  }

  focus(): void {
    this.#input.focus();
  }

  focusCheck(): void {
    this.#submit.focus();
  }

  #trySubmit(handlers: FormHandlers): void {
    if (!this.#busy) handlers.submitted();
  }

  #radio(kind: Kind, handlers: FormHandlers): HTMLElement {
    const id = `kind-${kind}`;
    const hintId = `${id}-hint`;
    const radio = element('input', { type: 'radio', name: 'kind', id, value: kind, 'aria-describedby': hintId });
    radio.addEventListener('change', () => handlers.kindChosen(kind));
    this.#radios.set(kind, radio);
    return element(
      'div',
      { class: 'choice' },
      radio,
      element('label', { for: id }, this.#locale.text(`kind.${kind}`)),
      element('span', { class: 'hint', id: hintId }, this.#locale.text(`kind.${kind}.hint`)),
    );
  }

  #button(style: string, text: string, act: () => void): HTMLButtonElement {
    const button = element('button', { type: 'button', class: style }, text);
    button.addEventListener('click', act);
    return button;
  }

  #isHidden(): boolean {
    return this.#input.classList.contains('masked');
  }

  /** Dots by style: a password field would make browsers offer to keep the number. */
  #setHidden(hidden: boolean): void {
    this.#input.classList.toggle('masked', hidden);
    this.#visibility.textContent = this.#locale.text(hidden ? 'field.show' : 'field.hide');
  }
}

/** What to say about a number that isn't well formed, once the person has finished typing. */
export function inputErrorText(locale: Locale, kind: Kind, problem: InputProblem): string {
  const digits = digitsOf[kind];
  const { code, number: count } = problem;
  if (code === 'first_digit') return locale.text(`input.first_digit.${kind}`);
  if (code === 'too_long' && count === 0) return locale.text('input.too_much', { digits });
  return locale.text(`input.${code}`, { count, digits });
}

/** What to say while they are still typing: only what is certain already, and helps. */
export function typingHint(locale: Locale, problem: InputProblem | undefined): string {
  if (!problem) return locale.text('field.complete');
  const { code, number: count } = problem;
  if (code === 'check_digit') return locale.text('hint.check_digit');
  if ((code === 'too_short' || code === 'too_long') && count > 0) return locale.text(`hint.${code}`, { count });
  return '';
}
