// Shows offline mode on the screen: a notice above the form says what is going on, and a section below the lists what can be done.

import { wordsFor } from '../failures.js';
import type { Kind } from '../kinds.js';
import type { MessageKey, WholeLocale } from '../locale.js';
import { button, element, replaceChildren, type Child } from '../page/dom.js';
import { phrase, titleOf } from '../page/phrase.js';
import type { KeptSoFar } from './keeping.js';
import type { OfflinePage } from './offline_mode.js';

const kAnnounceDelayMs = 1000;

/** What is shown. The fields of KeptSoFar are missing until somebody has looked at what is kept. */
export interface ViewState extends Partial<KeptSoFar> {
  /** Whether there is a network, as far as the browser knows. */
  readonly network: boolean;
  /** Whether offline mode is on. */
  readonly offline?: boolean;
  readonly kind?: Kind | undefined;
  /** Ends the download that is under way; undefined if there is none. */
  readonly loading?: AbortController | undefined;
  /**
   * What went wrong last: a download (`changed` means that the site is not any more what this page was opened from), entering offline mode
   * with what is kept (`unusable`), or deleting.
   */
  readonly problem?: 'failed' | 'no_space' | 'changed' | 'unusable' | 'not_deleted' | undefined;
  /** Whether everything has just been deleted. */
  readonly cleared?: boolean;
}

export interface OfflineHandlers {
  load(): void;
  enter(): void;
  leave(): void;
  clear(): void;
}

export class OfflineView {
  readonly #page: OfflinePage;
  readonly #handlers: OfflineHandlers;
  readonly #heading = element('h2', { tabindex: '-1' });
  readonly #bar = element('progress');
  readonly #barText = element('p');
  #locale!: WholeLocale;
  #state: ViewState = { network: true };
  #load: HTMLButtonElement | undefined;
  #enter: HTMLButtonElement | undefined;

  constructor(page: OfflinePage, handlers: OfflineHandlers) {
    this.#page = page;
    this.#handlers = handlers;
  }

  /** Makes the view speak this language from the next `draw` on. */
  speak(locale: WholeLocale): void {
    this.#locale = locale;
    this.#showProgress();
  }

  draw(state: ViewState): void {
    const before = this.#state;
    const { notice, section } = this.#page;
    const active = document.activeElement;
    const focused = active instanceof HTMLElement ? active.dataset['act'] : undefined;
    this.#state = state;
    this.#load = undefined;
    this.#enter = undefined;
    // In offline mode the download of a list that is missing is offered above the form, where the reader is looking.
    const loadAbove = state.offline === true && state.kind !== undefined && state.complete === false && !state.unusable;
    replaceChildren(notice, state.offline && this.#notice(loadAbove));
    replaceChildren(section, ...this.#section(loadAbove));
    const buttons = [...notice.querySelectorAll('button'), ...section.querySelectorAll('button')];
    if (active === this.#heading) this.#heading.focus({ preventScroll: true });
    if (focused) buttons.find(({ dataset }) => dataset['act'] === focused)?.focus();
    if (state.loading && !before.loading) this.#startProgress(buttons);
  }

  /** Shows how many bytes of a download have come, and of how many. */
  progress(done: number, total: number): void {
    this.#bar.max = total;
    this.#bar.value = done;
    this.#showProgress();
    this.#page.say(this.#barText.textContent ?? '', kAnnounceDelayMs);
  }

  /** Takes the reader to what is new: they were looking at a button below the form. */
  showNotice(): void {
    this.#heading.focus({ preventScroll: true });
    this.#page.notice.scrollIntoView({ block: 'start' });
    this.announce();
  }

  /** Says what is to be done now to those who don't see it. */
  announce(): void {
    this.#page.say(this.#locale.text(this.#instruction()));
  }

  focusLoad(): void {
    this.#load?.focus();
  }

  focusEnter(): void {
    (this.#enter ?? this.#load)?.focus();
  }

  #notice(loadAbove: boolean): HTMLElement {
    const { network, complete, unusable } = this.#state;
    const heading = unusable ? 'list.unavailable' : loadAbove ? 'reason.not_stored' : 'offline.loaded';
    this.#heading.textContent = this.#text(heading);
    return element(
      'div',
      { class: 'notice offline' },
      this.#heading,
      element('p', { class: 'strong' }, this.#text(this.#instruction())),
      network && complete === true && element('p', {}, this.#text('offline.still_on')),
      ...(loadAbove ? this.#loading() : []),
    );
  }

  #instruction(): MessageKey {
    const { network, kind, complete, unusable } = this.#state;
    if (unusable) return `advice.${wordsFor(unusable.code).advice}`;
    if (kind !== undefined && complete === false) return 'advice.load_list';
    return network ? 'offline.switch_off' : 'offline.state';
  }

  #section(loadAbove: boolean): Child[] {
    const { supported, offline, complete, keyed = [], listSize = 0, problem } = this.#state;
    if (supported === undefined) return [element('p', { class: 'hint' }, this.#text('page.loading'))];
    if (!supported) return [element('p', {}, this.#text('offline.unsupported'))];
    if (complete && !offline) this.#enter = this.#button('primary', 'page.offline', () => this.#handlers.enter());
    return [
      !offline && (listSize > 0 || keyed.length === 0) && element('p', {}, this.#text('offline.text')),
      ...keyed.map((list) => element('p', {}, ...phrase(this.#locale, 'offline.keyed', { title: titleOf(this.#locale, list) }))),
      element('div', { class: 'actions' }, this.#enter),
      ...(offline ? [] : this.#loading()),
      this.#whatIsStored(),
      element('div', { class: 'actions' }, offline && this.#button('secondary', 'offline.leave', () => this.#handlers.leave())),
      ...(offline && !loadAbove ? this.#loading() : []),
      problem === 'not_deleted' && this.#alert(problem),
      element('div', { class: 'actions' }, this.#clearButton()),
    ];
  }

  #whatIsStored(): Child {
    const { stored = 0, pageStored, cleared, problem } = this.#state;
    if (stored > 0) return element('p', {}, this.#sized('offline.stored', stored));
    if (pageStored) return element('p', {}, this.#text('offline.page_stored'));
    // What could not be deleted is not always seen.
    if (problem === 'not_deleted') return false;
    return element('p', {}, this.#text(cleared ? 'page.offline_cleared' : 'offline.empty'));
  }

  /** Returns the button that deletes everything, which says what there is. */
  #clearButton(): HTMLElement | false {
    const { stored = 0, pageStored, problem } = this.#state;
    const isNeeded = stored > 0 || pageStored === true || problem === 'not_deleted';
    return isNeeded && this.#button('secondary', stored > 0 ? 'offline.clear' : 'offline.clear_page', () => this.#handlers.clear());
  }

  /**
   * Returns the elements that show a download, from its offer to its end. What is on the device already is offered, too, because it could
   * be spoiled.
   */
  #loading(): Child[] {
    const { loading, network, complete, listSize = 0, pageSize = 0, problem } = this.#state;
    if (loading) {
      const stop = this.#button('secondary', 'field.stop', () => loading.abort());
      return [element('div', { class: 'progress' }, this.#barText, this.#bar), element('div', { class: 'actions' }, stop)];
    }
    if (problem === 'changed') this.#load = this.#button('primary', 'verdict.reload', () => location.reload());
    else if (network && listSize > 0) {
      const key = pageSize > 0 ? 'offline.load' : 'offline.load_list';
      this.#load = this.#button(complete ? 'secondary' : 'primary', 'offline.load', () => this.#handlers.load());
      this.#load.textContent = this.#sized(key, listSize + pageSize);
    }
    return [
      problem && problem !== 'not_deleted' && this.#alert(problem),
      element('div', { class: 'actions' }, this.#load),
      this.#load && listSize > 0 && pageSize > 0 && this.#sizes(listSize, pageSize),
    ];
  }

  /**
   * Says how much of a download is the list and how much the page. A small list can be less than the page, which has to be on the device as
   * well.
   */
  #sizes(listSize: number, pageSize: number): HTMLElement {
    const sizes = { list: this.#locale.bytes(listSize), page: this.#locale.bytes(pageSize) };
    return element('p', { class: 'hint' }, this.#locale.text('offline.sizes', sizes));
  }

  #startProgress(buttons: readonly HTMLButtonElement[]): void {
    const { listSize = 0, pageSize = 0 } = this.#state;
    this.progress(0, listSize + pageSize);
    // The button that was pressed is gone, so the one that stops the download gets the focus.
    buttons.find(({ dataset }) => dataset['act'] === 'field.stop')?.focus();
  }

  #showProgress(): void {
    const { value, max } = this.#bar;
    const sizes = { done: this.#locale.bytes(value), total: this.#locale.bytes(max) };
    this.#barText.textContent = this.#locale.text('offline.loading', sizes);
    this.#bar.setAttribute('aria-label', this.#text('page.offline'));
  }

  #alert(problem: keyof typeof kProblems): HTMLElement {
    return element('p', { class: 'problem', role: 'alert' }, this.#text(kProblems[problem]));
  }

  #text(key: MessageKey): string {
    return this.#locale.text(key);
  }

  #sized(key: MessageKey, bytes: number): string {
    return this.#locale.text(key, { size: this.#locale.bytes(bytes) });
  }

  #button(style: 'primary' | 'secondary', key: MessageKey, act: () => void): HTMLButtonElement {
    const made = button(style, act, this.#text(key));
    made.dataset['act'] = key;
    return made;
  }
}

const kProblems = {
  failed: 'offline.failed',
  no_space: 'offline.no_space',
  changed: 'advice.reload',
  unusable: 'list.unavailable',
  not_deleted: 'offline.not_deleted',
} as const;
