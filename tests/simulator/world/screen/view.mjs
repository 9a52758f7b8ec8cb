// Stands where the page's View does. It draws nothing: it hands the page's state, and what can be pressed, to whoever is the reader here.
/* global SCREEN */
import { kindOf } from '../../../../web/src/page/state.ts';

export class View {
  announcer = { say() {}, clear() {} };
  question = { focus() {} };
  outcome = { element: { contains: () => false }, view: undefined, complete() {} };
  number = { typed: '', clear: () => (this.number.typed = ''), focus() {}, focusCheck() {}, focusSummary() {} };
  #parts;
  #locale;

  constructor(_root, handlers, parts) {
    this.handlers = handlers;
    this.#parts = parts;
    SCREEN.view = this;
  }

  render(state, locale) {
    const { offline } = this.#parts;
    if (this.#locale !== locale) offline?.speak(locale);
    this.#locale = locale;
    const kind = kindOf(state);
    const hasList = state.lists.status === 'ready' && state.lists.all.some(({ pin }) => pin.kind === kind);
    offline?.showFor(hasList ? kind : undefined);
    SCREEN.rendered(state, this.number.typed);
  }

  openDoor() {
    this.#parts.offline.element.open = true;
    this.#parts.offline.element.dispatch('toggle');
  }

  forgetRequests() {
    this.#parts.requests.forget();
  }
}
