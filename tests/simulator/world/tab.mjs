// A tab of a browser in which the page is open: all that the page's code finds around it. Its names are given to the code as a function's
// parameters, so that nothing of this process is changed, and the page finds nothing that is not here.
import { createHash } from 'node:crypto';
import { kSite } from './publishers.mjs';
import { workersOf } from './workers.mjs';

const compiled = new Map();

/** Returns a function that runs the code with these names around it, and returns what it leaves in the variable `exported`. */
function around(names, code) {
  const key = `${names.join()} ${code}`;
  if (!compiled.has(key)) compiled.set(key, new Function(...names, `${code}\nreturn typeof exported === 'undefined' ? undefined : exported;`));
  return compiled.get(key);
}

/** Something that can be listened to. */
class Target {
  #listeners = [];

  addEventListener(type, act) {
    this.#listeners.push({ type, act });
  }

  dispatch(type, event = {}) {
    for (const one of this.#listeners) if (one.type === type) one.act(event);
  }
}

/** An element of the little of the document that is not the view's. */
class Part extends Target {
  dataset = {};
  classList = { add() {}, remove() {}, toggle() {} };
  hidden = false;
  open = false;
  append() {}
  appendChild() {}
  replaceChildren() {}
  setAttribute() {}
  remove() {}
  contains() {
    return false;
  }
  focus() {}
}

export class Tab {
  isClosed = false;
  screen;
  #window = new Target();
  #document;
  #browser;

  /** `browser`: {time, fate, network, storage, machine, site, vendor, cores, hasCaches, hasServiceWorker}; `onRender` gets what is shown. */
  constructor(browser, onRender) {
    this.#browser = browser;
    this.screen = { rendered: (state, typed) => this.#rendered(state, typed, onRender), state: undefined, view: undefined, offline: undefined };
    this.#open();
  }

  get isHidden() {
    return this.#document.hidden;
  }

  /** Whether it shows that a download for offline mode is under way. */
  get isLoading() {
    return Boolean(this.screen.offline?.state.loading);
  }

  hide(isHidden) {
    this.#document.hidden = isHidden;
    this.#document.dispatch('visibilitychange');
  }

  /** The browser tells the page that the device is connected, or no longer is. */
  tellNetwork(isUp) {
    this.#window.dispatch(isUp ? 'online' : 'offline');
  }

  goBack() {
    this.history.go(-1);
  }

  close() {
    this.#window.dispatch('pagehide');
    this.isClosed = true;
  }

  #rendered(state, typed, onRender) {
    this.screen.state = state;
    if (!this.isClosed) onRender(this, state, typed);
  }

  #open() {
    const { time, site, fate } = this.#browser;
    const isOver = () => this.isClosed;
    const window = this.#window;
    const random = fate.nextChance('random bytes');
    this.#document = Object.assign(new Target(), {
      ...{ baseURI: kSite, hidden: false, activeElement: undefined, body: new Part(), head: new Part(), documentElement: new Part() },
      createElement: () => new Part(),
      createTextNode: (text) => text,
      getElementById: () => new Part(),
      querySelectorAll: () => [],
    });
    this.history = this.#history();
    const globals = {
      ...{ window, document: this.#document, history: this.history, globalThis: window },
      location: { hash: '', href: kSite, pathname: '/', search: '', reload() {} },
      navigator: this.#navigator(),
      caches: this.#browser.storage.caches,
      fetch: this.#browser.network.fetch,
      Worker: workersOf({ ...this.#browser, isOver }),
      WebAssembly: this.#browser.machine.webAssembly,
      crypto: {
        getRandomValues: (bytes) => random.fill(bytes),
        subtle: { digest: async (_name, bytes) => createHash('sha256').update(new Uint8Array(bytes.buffer ?? bytes, bytes.byteOffset, bytes.byteLength)).digest() },
      },
      performance: { now: () => time.ticks, getEntriesByType: () => [], clearResourceTimings() {} },
      Date: class extends Date {
        static now = () => time.now;
      },
      requestAnimationFrame: (draw) => time.after(16, () => !this.isClosed && !this.isHidden && draw()),
      IntersectionObserver: class {
        observe() {}
      },
      ...time.timers(isOver),
      ...{ PAGE_URL: new URL(site.app.name, kSite).href, SCREEN: this.screen },
      LOAD_CODE: (address) => this.#load(String(address), globals),
    };
    for (const name of ['document', 'navigator', 'WebAssembly', 'Worker', 'location']) window[name] = globals[name];
    window.parent = window;
    if (this.#browser.hasCaches) Object.assign(window, { caches: globals.caches, NavigationPreloadManager: class {} });
    around(Object.keys(globals), site.app.code)(...Object.values(globals));
  }

  async #load(address, globals) {
    const { network, site } = this.#browser;
    const bytes = await network.script(address);
    if (!bytes) throw new TypeError('Failed to fetch dynamically imported module');
    if (address.includes(site.later.name)) return { styleFile: site.later.styleFile, wordFiles: site.later.wordFiles, whenInstalled() {}, inputErrorText: () => '' };
    return around(Object.keys(globals), new TextDecoder().decode(bytes))(...Object.values(globals));
  }

  #navigator() {
    const browser = this.#browser;
    const registered = () => ({ scope: kSite, active: { scriptURL: `${kSite}sw.js?${browser.site.app.name}`, state: 'activated', addEventListener() {} } });
    const registration = () => ({
      ...registered(),
      navigationPreload: { enable: async () => {} },
      unregister: async () => (browser.isRegistered = false),
    });
    return {
      ...{ vendor: browser.vendor, hardwareConcurrency: browser.cores, deviceMemory: 4, languages: ['en-IN'] },
      get onLine() {
        return browser.network.isUp;
      },
      storage: { persist: async () => true },
      locks: browser.storage.locks,
      serviceWorker: {
        controller: browser.isRegistered ? registered().active : null,
        getRegistration: async () => (browser.isRegistered ? registration() : undefined),
        register: async () => {
          browser.isRegistered = true;
          return registration();
        },
      },
    };
  }

  #history() {
    const { time } = this.#browser;
    const entries = [null];
    let at = 0;
    const window = this.#window;
    return {
      get state() {
        return entries[at];
      },
      pushState: (state) => {
        at += 1;
        entries.splice(at, Infinity, state);
      },
      replaceState: (state) => (entries[at] = state),
      go: (by) => {
        time.after(5, () => {
          if (at + by < 0 || at + by >= entries.length || this.isClosed) return;
          at += by;
          window.dispatch('popstate');
        });
      },
    };
  }
}
