// Decides when what was heard from a publisher is too old to be relied on. Nothing else decides that.

/** How many milliseconds what was heard holds: phones keep a page open for days, and a list that is withdrawn must not go on answering. */
const kAskAgainAfterMs = 10 * 60 * 1000;

export class Freshness {
  readonly #now: () => number;
  #heard: { readonly atMs: number; readonly ticks: number } | undefined;

  /** At first nothing has been heard. `now` returns milliseconds since 1970. */
  constructor(now: () => number) {
    this.#now = now;
  }

  /** True if what was heard has to be asked for again before it is used. */
  get isDue(): boolean {
    if (!this.#heard) return true;
    // There are two clocks: the reader can set the first one, also back, and the second may stand still while the device sleeps.
    const age = this.#now() - this.#heard.atMs;
    const ticks = performance.now() - this.#heard.ticks;
    return age < 0 || Math.max(age, ticks) >= kAskAgainAfterMs;
  }

  /** Tells that the publisher has just been heard. */
  renew(): void {
    this.#heard = { atMs: this.#now(), ticks: performance.now() };
  }

  /** Tells that what was heard has turned out not to be reliable. */
  expire(): void {
    this.#heard = undefined;
  }
}
