// The second question: the number. The field is one and the same as long as the page is open, whatever is said around it, because a
// finger may be typing in it. Nothing is ever submitted: a sandboxed frame would not say that it was, and nothing must go anywhere.

import type { Kind } from '../kinds.js';
import type { Locale } from '../locale.js';
import { otherKind, readAs } from '../typed_number.js';
import { button, element, focusOn, keepFocus, replaceChildren, reveal, whenChanged } from './dom.js';
import { ErrorSummary } from './error_summary.js';
import type { LaterPart } from './later.js';
import { leftToRight, phrase } from './phrase.js';
import type { Note, State, Step } from './state.js';
import { errorText, kIndia, typingHint } from './typed.js';

export interface NumberHandlers {
  /** Back to the first question. */
  back(): void;
  /** The number that was typed is to be taken for one of this kind. */
  switched(kind: Kind): void;
  /** Called with every change of the number. */
  edited(): void;
  /** Called when the person has moved on from the number. */
  left(): void;
  masked(masked: boolean): void;
  submitted(): void;
  stopped(): void;
  cleared(): void;
}

const kNumberId = 'number';
const kMessageId = 'number-message';
const kHintId = 'number-hint';

/** Longer than most presses of a button take: an error that appeared in the middle of one would push away what is below it. */
const kPressMs = 300;

export class NumberForm {
  readonly element: HTMLElement;
  readonly #handlers: NumberHandlers;
  readonly #input: HTMLInputElement;
  readonly #label = element('label', { for: kNumberId });
  readonly #hint = element('p', { class: 'hint', id: kHintId });
  readonly #message = element('p', { class: 'message', id: kMessageId });
  readonly #readAs = element('p', { class: 'read-as', hidden: true });
  readonly #suggestion = element('div', { class: 'suggestion' });
  readonly #summary = new ErrorSummary(kNumberId, () => this.focus());
  readonly #back: HTMLButtonElement;
  readonly #visibility: HTMLButtonElement;
  readonly #clear: HTMLButtonElement;
  readonly #submit: HTMLButtonElement;
  readonly #stop: HTMLButtonElement;
  /** What must be seen together: from the label to the button, and if there is room for it, also what is said of the number. */
  readonly #question: HTMLElement;
  readonly #together: HTMLElement;

  constructor(handlers: NumberHandlers) {
    this.#handlers = handlers;
    this.#input = numberField();
    this.#back = steadyButton('quiet back', () => handlers.back());
    this.#visibility = steadyButton('quiet', () => handlers.masked(!this.#input.classList.contains('masked')));
    this.#visibility.setAttribute('aria-controls', kNumberId);
    this.#clear = steadyButton('quiet', () => handlers.cleared());
    this.#submit = steadyButton('primary', () => handlers.submitted());
    this.#stop = button('secondary', () => handlers.stopped());
    this.#stop.hidden = true;
    this.#question = element(
      'div',
      {},
      element('h2', {}, this.#label),
      this.#hint,
      this.#input,
      element('div', { class: 'tools' }, this.#visibility, this.#clear),
      element('div', { class: 'actions' }, this.#submit, this.#stop),
    );
    // What comes and goes is below all that is pressed.
    this.#together = element('div', {}, this.#question, this.#summary.element, this.#message, this.#readAs);
    this.element = element('div', { class: 'group' }, this.#together, this.#suggestion);
    this.#listen();
  }

  get typed(): string {
    return this.#input.value;
  }

  draw(locale: Locale, { step, masked, asked, fixedKind }: State, later: LaterPart | undefined): void {
    const kind = step.name === 'question' ? undefined : step.kind;
    const note = step.name === 'question' ? undefined : step.note;
    this.#drawWords(locale, kind);
    this.#drawBack(asked);
    // Dots by style: a password field would make browsers offer to keep the number.
    this.#input.classList.toggle('masked', masked);
    this.#drawVisibility(locale, masked);
    // Only mistakes are said with words that come later.
    this.#drawNote(locale, kind, note, note && note.how !== 'hint' ? later : undefined);
    this.#readAs.hidden = masked || this.#readAs.childNodes.length === 0;
    const other = kind && note?.problem && !fixedKind ? otherKind(kind, this.typed, note.problem) : undefined;
    this.#drawSuggestion(locale, other);
    this.#drawBusy(locale, step.name);
  }

  clear(): void {
    this.#input.value = '';
  }

  focus(): void {
    focusOn(this.#input, this.#together, this.#question);
  }

  focusCheck(): void {
    focusOn(this.#submit);
  }

  focusSummary(): void {
    focusOn(this.#summary.element);
  }

  readonly #drawWords = whenChanged((locale: Locale, kind: Kind | undefined) => {
    this.#back.textContent = locale.text('kind.back');
    this.#clear.textContent = locale.text('field.clear');
    this.#stop.textContent = locale.text('field.stop');
    if (!kind) return;
    this.#label.textContent = locale.text(`field.${kind}.label`);
    replaceChildren(this.#hint, ...phrase(locale, `field.${kind}.hint`, { prefix: leftToRight(kIndia) }));
  });

  readonly #drawBack = whenChanged((asked: boolean) => {
    if (asked) this.element.prepend(this.#back);
    else this.#back.remove();
  });

  readonly #drawVisibility = whenChanged((locale: Locale, masked: boolean) => {
    this.#visibility.textContent = locale.text(masked ? 'field.show' : 'field.hide');
  });

  readonly #drawNote = whenChanged((locale: Locale, kind: Kind | undefined, note: Note | undefined, later: LaterPart | undefined) => {
    const problem = note?.problem;
    const error = kind && problem && note.how !== 'hint' ? errorText(locale, kind, problem, later) : undefined;
    this.element.classList.toggle('with-error', error !== undefined);
    if (error === undefined) this.#input.removeAttribute('aria-invalid');
    else this.#input.setAttribute('aria-invalid', 'true');
    const prefix = error !== undefined && element('span', { class: 'visually-hidden' }, `${locale.text('field.prefix')} `);
    replaceChildren(this.#message, prefix, error ?? (note && typingHint(locale, problem)));
    this.#summary.draw(locale, note?.how === 'summary' ? error : undefined);
    // The number is shown as it is understood, in groups of Latin digits.
    const number = kind && note && !problem && leftToRight(readAs(kind, this.typed));
    replaceChildren(this.#readAs, ...(number ? phrase(locale, 'field.read_as', { number }) : []));
  });

  readonly #drawSuggestion = whenChanged((locale: Locale, kind: Kind | undefined) => {
    const suggested = kind && button('secondary', () => this.#handlers.switched(kind));
    if (suggested) suggested.textContent = locale.text(`field.switch.${kind}`);
    keepFocus(this.#suggestion, () => replaceChildren(this.#suggestion, suggested));
  });

  /** While busy, Check says so and does nothing; it keeps the focus it has. */
  readonly #drawBusy = whenChanged((locale: Locale, step: Step['name']) => {
    const busy = step === 'checking';
    this.#submit.textContent = locale.text(busy ? 'field.checking' : 'field.check');
    if (busy) this.#submit.setAttribute('aria-disabled', 'true');
    else this.#submit.removeAttribute('aria-disabled');
    // A hidden button would drop the focus to the top of the page.
    if (!busy && document.activeElement === this.#stop) this.focusCheck();
    this.#stop.hidden = !busy && step !== 'outcome';
    // On a phone Stop has a line of its own, which stays when the answer comes: what is below must not move.
    this.#stop.classList.toggle('gone', !busy);
  });

  #listen(): void {
    const input = this.#input;
    input.addEventListener('input', () => this.#handlers.edited());
    const leave = (): void => {
      if (document.activeElement === input) return;
      // Some hold a button down for long.
      if (document.querySelector(':active')) setTimeout(leave, kPressMs);
      else this.#handlers.left();
    };
    input.addEventListener('blur', () => setTimeout(leave, kPressMs));
    input.addEventListener('keydown', (event) => {
      if (event.key !== 'Enter' || event.isComposing) return;
      event.preventDefault();
      this.#handlers.submitted();
    });
    // A keyboard comes up after the focus has come; whoever zooms has chosen what to see.
    visualViewport?.addEventListener('resize', () => {
      if (document.activeElement === input && visualViewport?.scale === 1) reveal(this.#together, this.#question, input);
    });
  }
}

/**
 * Nothing may offer to keep, correct, translate or look up what is typed; without a name nothing can refer to it. No maxlength: it would cut
 * a pasted text down to a number that the person doesn't have.
 */
function numberField(): HTMLInputElement {
  return element('input', {
    id: kNumberId,
    type: 'text',
    inputmode: 'numeric',
    enterkeyhint: 'go',
    dir: 'ltr',
    autocomplete: 'off',
    autocorrect: 'off',
    autocapitalize: 'off',
    spellcheck: 'false',
    writingsuggestions: 'false',
    translate: 'no',
    'data-1p-ignore': true,
    'data-lpignore': 'true',
    'data-bwignore': true,
    'data-form-type': 'other',
    'aria-describedby': `${kHintId} ${kMessageId}`,
  });
}

/** One that stays in its place: every click counts. */
function steadyButton(style: string, act: () => void): HTMLButtonElement {
  const made = element('button', { type: 'button', class: style });
  made.addEventListener('click', act);
  return made;
}
