// When what was heard from a publisher is too old to be relied on: the only place that decides it.

/** Phones keep a page open for days; a list that is withdrawn meanwhile must not go on answering. */
const kAskAgainAfterMs = 10 * 60 * 1000;

export class Freshness {
  readonly #now: () => number;
  #heard: { readonly atMs: number; readonly ticks: number } | undefined;

  /** `now`: milliseconds since 1970. Nothing has been heard yet. */
  constructor(now: () => number) {
    this.#now = now;
  }

  /** It has to be asked for before it is used. */
  get isDue(): boolean {
    if (!this.#heard) return true;
    // Two clocks: one that the reader sets, back as well; and one that may stand still while the device sleeps.
    const age = this.#now() - this.#heard.atMs;
    const ticks = performance.now() - this.#heard.ticks;
    return age < 0 || Math.max(age, ticks) >= kAskAgainAfterMs;
  }

  /** It has just been heard. */
  renew(): void {
    this.#heard = { atMs: this.#now(), ticks: performance.now() };
  }

  /** What was heard has turned out not to be relied on. */
  expire(): void {
    this.#heard = undefined;
  }
}
