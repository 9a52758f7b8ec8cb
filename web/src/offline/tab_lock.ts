// A lock that the tabs of a site share. Who looks for something on this device, to make it or to delete it, holds the lock meanwhile.

/** How many milliseconds a tab waits for the lock, which one that has stopped may hold. */
const kPatienceMs = 3000;

export class TabLock {
  readonly #name: string;

  constructor(site: URL) {
    this.#name = `selfcheck kept ${site.pathname}`;
  }

  /**
   * Runs `task` while nobody else holds the lock, in this tab or another; without the lock where the browser has none, or where it has not
   * come in time. The task is told whether it holds the lock. It must not ask for it again: it would wait for its own end.
   */
  async hold<T>(task: (isHeld: boolean) => Promise<T>): Promise<T> {
    const waiting = new AbortController();
    const patience = setTimeout(() => waiting.abort(), kPatienceMs);
    let hasBegun = false;
    try {
      return await navigator.locks.request(this.#name, { signal: waiting.signal }, () => {
        hasBegun = true;
        clearTimeout(patience);
        return task(true);
      });
    } catch (thrown) {
      if (hasBegun) throw thrown;
      return await task(false);
    } finally {
      clearTimeout(patience);
    }
  }
}
