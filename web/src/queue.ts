// Runs tasks that must not run at the same time.

export class Queue {
  #last: Promise<unknown> = Promise.resolve();

  /** Runs `task` once all tasks before it have ended. A task that fails does not keep the next one from its turn. */
  take<T>(task: () => Promise<T>): Promise<T> {
    const result = this.#last.then(task);
    this.#last = result.catch(() => {});
    return result;
  }
}
