// The browser's Cache API, which all tabs share, and which keeps what it was given as long as it likes; and the locks that tabs share.
import { flipped } from './damage.mjs';

const kAny = { fails: 2, slow: 1, 'entry vanishes': 2, 'everything vanishes': 0.5 };
const kOfReading = { ...kAny, spoiled: 4, 'of another edition': 3, 'cut short': 1 };
const kOfWriting = { ...kAny, 'no room': 3 };
const kOfLocks = { refused: 1 };

export class Storage {
  #caches = new Map();
  /** By the name of a lock, what ends when the last one who asked for it no longer holds it. */
  #locks = new Map();
  #fate;
  #time;
  #hosts;

  constructor({ fate, time, hosts }) {
    this.#fate = fate;
    this.#time = time;
    this.#hosts = hosts;
  }

  /** What a page has as `caches`. */
  get caches() {
    return {
      has: (name) => this.#do(kAny, () => this.#caches.has(name)),
      keys: () => this.#do(kAny, () => [...this.#caches.keys()]),
      delete: (name) => this.#do(kAny, () => this.#caches.delete(name)),
      open: (name) => this.#do(kAny, () => this.#open(name)),
      match: (url, { cacheName }) => this.#read(String(url), () => this.#caches.get(cacheName)),
    };
  }

  /** What a page has as `navigator.locks`. */
  get locks() {
    return { request: (name, options, task) => this.#hold(name, options, task) };
  }

  async #hold(name, { signal }, task) {
    if (this.#fate.fault('storage', 'lock', kOfLocks)) throw new DOMException('No locks here.', 'SecurityError');
    const before = this.#locks.get(name);
    const aborted = new Promise((_, reject) => signal.addEventListener('abort', () => reject(signal.reason)));
    const held = Promise.race([Promise.resolve(before), aborted]).then(task);
    this.#locks.set(name, Promise.allSettled([before, held]));
    return held;
  }

  #open(name) {
    if (!this.#caches.has(name)) this.#caches.set(name, new Map());
    // What is put into a cache that was deleted is gone with it, also where another has its name.
    const files = this.#caches.get(name);
    return {
      match: (url) => this.#read(String(url), () => files),
      put: async (url, response) => {
        const file = { body: new Uint8Array(await response.arrayBuffer()), headers: [...response.headers] };
        await this.#do(kOfWriting, () => void files.set(String(url), file));
      },
      delete: (url) => this.#do(kAny, () => files.delete(String(url))),
      keys: () => this.#do(kAny, () => [...files.keys()].map((url) => ({ url }))),
      matchAll: () => this.#do(kAny, () => [...files.values()].map(responseOf)),
    };
  }

  #read(url, files) {
    return this.#do(kOfReading, (fault) => {
      const file = files()?.get(url);
      if (!file) return undefined;
      if (fault?.what === 'spoiled') return responseOf({ ...file, body: flipped(file.body, fault.chance) });
      if (fault?.what === 'cut short') return responseOf({ ...file, body: file.body.subarray(0, file.body.length / 2) });
      if (fault?.what === 'of another edition') return responseOf({ ...file, body: this.#ofOtherEdition(url) ?? file.body });
      return responseOf(file);
    });
  }

  #ofOtherEdition(url) {
    const { list, path } = this.#hosts.find(url);
    if (!list) return undefined;
    const others = this.#hosts.othersLike(this.#hosts.find(url));
    return this.#hosts.fileOf(list, path, 3 - this.#hosts.current.get(list.name)) ?? this.#fate.nextChance('edition').pick(others);
  }

  async #do(faults, act) {
    const fault = this.#fate.fault('storage', 'operation', faults);
    const chance = this.#fate.nextChance('storage delay');
    await this.#time.wait(fault?.what === 'slow' ? chance.between(1000, 30_000) : chance.between(0, 10));
    if (fault?.what === 'fails') throw new DOMException('Unexpected internal error.', 'UnknownError');
    if (fault?.what === 'no room') throw new DOMException('Quota exceeded.', 'QuotaExceededError');
    if (fault?.what === 'everything vanishes') this.#caches.clear();
    if (fault?.what === 'entry vanishes') {
      const files = fault.chance.pick([...this.#caches.values(), new Map()]);
      if (files.size > 0) files.delete(fault.chance.pick([...files.keys()]));
    }
    return act(fault);
  }
}

const responseOf = ({ body, headers }) => new Response(Uint8Array.from(body), { headers });
