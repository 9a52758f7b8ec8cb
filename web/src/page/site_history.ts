// The address and the history of the site's page: an entry for each step, so that "Back" goes a step back instead of away, and the
// language that was chosen. Neither the number nor its kind is ever in them: an entry's state is how deep it is, and nothing else.

const kLanguage = 'lang';

export class SiteHistory {
  /** Called when the reader has gone back, with how deep they are now. */
  onBack: (depth: number) => void = () => {};
  /** Where the browser is. */
  #at = entryDepth();
  /** Where the page is. */
  #wanted = 0;
  /** The browser is on its way, and says when it has arrived. */
  #travelling = false;
  /** The page is not on the screen: going anywhere in the history now would call off where its reader goes. */
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

  /** The address's wish, which need not be a language that there is. */
  get language(): string | undefined {
    return new URLSearchParams(location.search).get(kLanguage) ?? undefined;
  }

  /** Into the address, to be there after a reload and in a link. */
  speak(language: string): void {
    this.#language = language;
    this.#showLanguage();
  }

  /** The page is at another step now. */
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
    // Or forward, where there is nothing any more.
    this.#follow();
  }

  /** Each entry has an address of its own. */
  #showLanguage(): void {
    if (this.#language === undefined || this.language === this.#language) return;
    const address = new URL(location.href);
    address.searchParams.set(kLanguage, this.#language);
    history.replaceState(history.state, '', address);
  }
}

/** Of the entry that the browser is at; 0 for one that is not ours. */
function entryDepth(): number {
  const state: unknown = history.state;
  return typeof state === 'number' ? state : 0;
}
