// How long an answer is waited for. From outside, an engine that has stopped for good looks like one that is slow.

/** More of them than matter when a device falls asleep: its timers stop, and each fires at most once when it wakes. */
const kTicks = 60;

/**
 * Calls `giveUp` once the time is over. What counts is time in which the page was running and could be seen: a phone that sleeps, and a
 * page in the background, may have had their workers stopped.
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
    // Under Node, where it would keep the process alive.
    (this.#timer as { unref?: () => void }).unref?.();
  }

  end(): void {
    clearInterval(this.#timer);
  }
}
