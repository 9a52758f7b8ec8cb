// Limits how long an answer is waited for: from outside, an engine that has stopped for good looks like one that is slow.

/**
 * How many ticks of a timer make up the time limit. While a device sleeps its timers stop, and each fires at most once when it wakes, so a
 * sleep counts as one tick: so small a part that it does not matter.
 */
const kTicks = 60;

/**
 * Calls `giveUp` once `limitMs` milliseconds are over. Only time in which the page was running and could be seen counts: a phone that
 * sleeps, and a page in the background, may have had their workers stopped.
 */
export class Patience {
  readonly #timer: ReturnType<typeof setInterval>;

  constructor(limitMs: number, giveUp: () => void) {
    let left = kTicks;
    this.#timer = setInterval(() => {
      if (globalThis.document?.hidden) return;
      left -= 1;
      if (left > 0) return;
      this.end();
      giveUp();
    }, limitMs / kTicks);
    // Under Node the timer would keep the process alive.
    (this.#timer as { unref?: () => void }).unref?.();
  }

  end(): void {
    clearInterval(this.#timer);
  }
}
