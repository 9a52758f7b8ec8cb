// The way to offline mode, whose code is loaded when somebody takes it: a line below the lists, and a place above the form.

import type { Checker } from '../check/checker.js';
import type { Kind } from '../kinds.js';
import type { Locale } from '../locale.js';
import type { OfflineMode, OfflinePage } from '../offline/offline_mode.js';
import { element, replaceChildren } from './dom.js';
import { partFailure, type Later } from './later.js';

/** Loads the code. Rejects if it can't be had. */
export type OpenOffline = (page: OfflinePage) => Promise<OfflineMode>;

/** What the door needs of the page that it is in. */
export type DoorPage = Pick<OfflinePage, 'use' | 'goOnline' | 'say'> & { isBusy(): boolean };

export class OfflineDoor {
  readonly notice = element('div');
  readonly element: HTMLDetailsElement;
  readonly #label = element('summary');
  readonly #section = element('div');
  readonly #open: OpenOffline;
  /** This has the words for offline mode. */
  readonly #later: Later;
  readonly #page: OfflinePage;
  #mode: Promise<OfflineMode> | undefined;
  #locale!: Locale;
  #kind: Kind | undefined;

  constructor(open: OpenOffline, later: Later, page: DoorPage) {
    this.#open = open;
    this.#later = later;
    this.element = element('details', { class: 'offline', hidden: true }, this.#label, this.#section);
    this.#page = {
      notice: this.notice,
      section: this.#section,
      get busy() {
        return page.isBusy();
      },
      use: (checker: Checker) => page.use(checker),
      goOnline: () => page.goOnline(),
      say: (text, delayMs) => page.say(text, delayMs),
    };
    this.element.addEventListener('toggle', () => void this.#show());
  }

  /** Goes on with what a reader has kept, and returns true if offline mode is on now. */
  async resume(): Promise<boolean> {
    try {
      const mode = await this.#load();
      await this.#show();
      return await mode.resume();
    } catch {
      return false;
    }
  }

  /** Keeps the page on the device of a reader who has installed it. What can't be kept now can be the next time. */
  async keepPage(): Promise<void> {
    try {
      await (await this.#load()).keepPage();
      await this.#show();
    } catch {
      // It needs the network then, as it did before.
    }
  }

  speak(locale: Locale): void {
    this.#locale = locale;
    this.#label.textContent = locale.text('page.offline');
    void this.#show();
  }

  /** Shows the door for the lists of this kind. */
  showFor(kind: Kind | undefined): void {
    this.#kind = kind;
    void this.#show();
  }

  #load(): Promise<OfflineMode> {
    if (!this.#mode) {
      const loading = this.#open(this.#page);
      this.#mode = loading;
      // The code may be there the next time.
      loading.catch(() => {
        this.#mode = undefined;
      });
    }
    return this.#mode;
  }

  async #show(): Promise<void> {
    // Only lists of one kind can be loaded. What is kept already must be seen without a kind, too.
    this.element.hidden = !this.#kind && !this.#mode;
    if (!this.#mode && (!this.element.open || this.element.hidden)) return;
    if (!this.#mode) replaceChildren(this.#section, element('p', { class: 'hint' }, this.#locale.text('page.loading')));
    try {
      const [mode, { locale }] = await Promise.all([this.#load(), this.#later.load()]);
      mode.show(locale, this.#kind);
    } catch {
      this.#showFailure();
    }
  }

  /** Says that the code could not be had. Nothing is known of kept lists then. */
  #showFailure(): void {
    const retry = (): void => {
      // The button that was pressed goes, so the focus needs another place.
      this.#label.focus();
      void this.#show();
    };
    replaceChildren(this.#section, partFailure(this.#locale, retry));
  }
}
