// A lock that the tabs of a site share. Who changes what is kept on this device holds it, so that no tab brings back what another has just
// deleted.

/** How many milliseconds a tab waits for the lock. Then it takes the lock from a tab that has stopped while it held it. */
const kPatienceMs = 3000;

export class TabLock {
  readonly #name: string;

  constructor(site: URL) {
    this.#name = `selfcheck kept ${site.pathname}`;
  }

  /**
   * Runs `task` while nobody else holds the lock, in this tab or another; or without the lock, where the browser has none. A task must not
   * ask for the lock again, for which it would wait in vain.
   */
  async hold<T>(task: () => Promise<T>): Promise<T> {
    let running: Promise<T> | undefined;
    const run = (): Promise<T> => {
      clearTimeout(patience);
      return (running = task());
    };
    const waiting = new AbortController();
    const patience = setTimeout(() => waiting.abort(), kPatienceMs);
    // A request is also rejected when another tab takes the lock away. The task goes on then, and has the result.
    await navigator.locks.request(this.#name, { signal: waiting.signal }, run).catch(() => {});
    clearTimeout(patience);
    if (!running) await navigator.locks.request(this.#name, { steal: true }, run).catch(() => {});
    return running ?? task();
  }
}
