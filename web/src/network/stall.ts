// Limits how long a slow line may take to get anywhere.

/** Calls off reading once `restart` has not been called for `limitMs` milliseconds. */
export class Stall {
  readonly controller = new AbortController();
  readonly #limitMs: number;
  #timer: ReturnType<typeof setTimeout> | undefined;
  expired = false;

  constructor(limitMs: number) {
    this.#limitMs = limitMs;
    this.restart();
  }

  restart(): void {
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
