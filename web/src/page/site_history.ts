// The address and the history of the site's page: an entry for each step, so that "Back" goes a step back instead of away, and the
// language that was chosen. Neither the number nor its kind is ever in them: an entry's state is how deep it is, and nothing else.

const kLanguage = 'lang';

export class SiteHistory {
  /** Called when the reader has gone back, with how deep they are now. */
  onBack: (depth: number) => void = () => {};
  /** How deep the browser's entry is. */
  #at = entryDepth();
  /** How deep the page is. */
  #wanted = 0;
  /** True while the browser is on its way to an entry. It says when it has arrived. */
  #travelling = false;
  /** True while the page is not on the screen. Going anywhere in the history then would call off where its reader goes. */
  #away = false;
  #language: string | undefined;

  constructor() {
    // The page scrolls to what is new by itself.
    history.scrollRestoration = 'manual';
    window.addEventListener('popstate', () => this.#arrived());
    window.addEventListener('pagehide', () => {
      this.#away = true;
    });
    window.addEventListener('pageshow', ({ persisted }) => {
      if (!persisted) return;
      this.#away = false;
      this.#travelling = false;
      this.#at = entryDepth();
      this.#follow();
    });
  }

  /** The language that the address asks for. There need not be such a language. */
  get language(): string | undefined {
    return new URLSearchParams(location.search).get(kLanguage) ?? undefined;
  }

  /** Puts the language into the address, so that it is there after a reload and in a link. */
  speak(language: string): void {
    this.#language = language;
    this.#showLanguage();
  }

  /** Notes how deep the page is now, and lets the browser follow. */
  to(depth: number): void {
    this.#wanted = depth;
    this.#follow();
  }

  #follow(): void {
    if (this.#travelling || this.#away) return;
    if (this.#at > this.#wanted) {
      this.#travelling = true;
      history.go(this.#wanted - this.#at);
    }
    while (this.#at < this.#wanted) {
      this.#at += 1;
      history.pushState(this.#at, '');
    }
  }

  #arrived(): void {
    this.#at = entryDepth();
    this.#showLanguage();
    if (!this.#travelling && this.#at < this.#wanted) {
      this.#wanted = this.#at;
      this.onBack(this.#at);
      return;
    }
    this.#travelling = false;
    // The reader may also have gone forward, where there is nothing any more.
    this.#follow();
  }

  /** Puts the language into the address of this entry, since each entry has an address of its own. */
  #showLanguage(): void {
    if (this.#language === undefined || this.language === this.#language) return;
    const address = new URL(location.href);
    address.searchParams.set(kLanguage, this.#language);
    history.replaceState(history.state, '', address);
  }
}

/** Returns how deep the entry is that the browser is at, and 0 for one that is not ours. */
function entryDepth(): number {
  const state: unknown = history.state;
  return typeof state === 'number' ? state : 0;
}
