// Limits how long a slow line may be silent, or as good as silent: a line on which bytes come one by one is no use, and nobody could wait for its end.

/** How many bytes must come within the limit, unless all of it is there before: a tenth of what the slowest mobile network brings in twenty seconds. */
const kLeastBytes = 2048;

/** Calls off reading once fewer than kLeastBytes bytes have come in `limitMs` milliseconds. */
export class Stall {
  readonly controller = new AbortController();
  readonly #limitMs: number;
  #timer: ReturnType<typeof setTimeout> | undefined;
  #bytes = 0;
  expired = false;

  constructor(limitMs: number) {
    this.#limitMs = limitMs;
    this.restart();
  }

  /** Takes note of so many bytes, and begins the limit anew once they are enough; without a number at once. */
  restart(count = kLeastBytes): void {
    this.#bytes += count;
    if (this.#bytes < kLeastBytes) return;
    this.#bytes = 0;
    this.stop();
    this.#timer = setTimeout(() => {
      this.expired = true;
      this.controller.abort();
    }, this.#limitMs);
  }

  stop(): void {
    clearTimeout(this.#timer);
  }
}
