// The world's time, which stands still while anything computes and jumps from one event to the next. There are two clocks, as on a device:
// one that only runs on, and the one that its reader can set.

/** Lets everything run that waits for nothing but its turn. */
const settle = () => new Promise((resolve) => setImmediate(resolve));

export class Time {
  /** Milliseconds since the world began. */
  ticks = 0;
  /** How often the clock on the wall was set. */
  changes = 0;
  #wall;
  #events = [];
  #count = 0;
  #held = [];

  /** `wallMs` is what the clock on the wall shows at first. */
  constructor(wallMs) {
    this.#wall = wallMs;
  }

  /** Milliseconds since 1970, by the clock on the wall. */
  get now() {
    return Math.floor(this.#wall + this.ticks);
  }

  /** Sets the clock on the wall forward, or back. */
  set(byMs) {
    this.#wall += byMs;
    this.changes += 1;
  }

  /** Makes the device sleep: what was due meanwhile happens when it wakes. On some devices the other clock stands still, too. */
  sleep(ms, standsStill) {
    if (standsStill) this.set(ms);
    else this.ticks += ms;
  }

  after(ms, act) {
    const event = { at: this.ticks + Math.max(0, Number.isFinite(ms) ? ms : 0), order: (this.#count += 1), act };
    this.#events.push(event);
    return event;
  }

  cancel(event) {
    const at = this.#events.indexOf(event);
    if (at >= 0) this.#events.splice(at, 1);
  }

  /** Time stands still until the promise, which something outside of the world settles, has settled. */
  hold(promise) {
    this.#held.push(promise.catch(() => {}));
    return promise;
  }

  wait(ms) {
    return new Promise((resolve) => this.after(ms, resolve));
  }

  /** Lets time pass until `isOver()`. Resolves to false if it was not over within `limitMs`. */
  async run(isOver, limitMs) {
    const end = this.ticks + limitMs;
    for (;;) {
      await settle();
      while (this.#held.length > 0) {
        await Promise.all(this.#held.splice(0));
        await settle();
      }
      if (isOver()) return true;
      const next = this.#next();
      if (!next || next.at > end) {
        this.ticks = Math.max(this.ticks, end);
        return false;
      }
      this.cancel(next);
      this.ticks = Math.max(this.ticks, next.at);
      next.act();
    }
  }

  #next() {
    let first;
    for (const event of this.#events) {
      if (!first || event.at < first.at || (event.at === first.at && event.order < first.order)) first = event;
    }
    return first;
  }

  /** Timers, as a page has them. They stop when `isOver()`. */
  timers(isOver) {
    const timers = new Map();
    let ids = 0;
    const start = (act, ms, repeats, args) => {
      const id = (ids += 1);
      const begin = () => {
        timers.set(id, this.after(Math.max(1, ms || 0), () => {
          timers.delete(id);
          if (isOver()) return;
          if (repeats) begin();
          act(...args);
        }));
      };
      begin();
      return id;
    };
    const clear = (id) => {
      this.cancel(timers.get(id));
      timers.delete(id);
    };
    return {
      setTimeout: (act, ms, ...args) => start(act, ms, false, args),
      setInterval: (act, ms, ...args) => start(act, ms, true, args),
      clearTimeout: clear,
      clearInterval: clear,
    };
  }
}
