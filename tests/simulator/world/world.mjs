// A world: a device with a browser, a reader, a network and hosts, of which a seed decides how they behave. The page that is in it is the
// real one.
import { Fate } from './chance.mjs';
import { Hosts } from './hosts.mjs';
import { Machine, Modules } from './machine.mjs';
import { Network } from './network.mjs';
import { kPublished, Publishers } from './publishers.mjs';
import { Reader } from './reader.mjs';
import { buildSite } from './site.mjs';
import { Storage } from './storage.mjs';
import { Tab } from './tab.mjs';
import { Time } from './time.mjs';
import { kMostMs, Truth } from './truth.mjs';

const kDay = 24 * 3600 * 1000;
/** The lists that a site may pin. */
const kPinned = [
  ...[['many'], ['many', 'small'], ['small'], ['single'], ['keyed'], ['single', 'keyed'], ['many', 'single']],
  ['many', 'small', 'single', 'keyed'],
];
/** No mistake of the page's, but a machine that lies: every engine says of every number that it is not there. */
export const kLie = 'no engine searches';

/** What all worlds share, because it costs time to make and nothing changes it. */
export class Universe {
  #publishers;
  #modules;
  #sites = new Map();

  static async make() {
    const universe = new Universe();
    universe.#modules = await Modules.make();
    universe.#publishers = await Publishers.make();
    return universe;
  }

  stop() {
    return this.#publishers.stop();
  }

  /**
   * Lets the world of the seed pass. `without` are the ids of what does not happen in it, and `mistake` is one of kMistakes, or kLie. Returns
   * {seed, violation, met, outcomes, reasons}.
   */
  async live(seed, { without, mistake } = {}) {
    const ofPage = mistake === kLie ? undefined : mistake;
    if (!this.#sites.has(ofPage)) this.#sites.set(ofPage, await buildSite(this.#modules.files, ofPage));
    const parts = { publishers: this.#publishers, modules: this.#modules, site: this.#sites.get(ofPage), isDeceived: mistake === kLie };
    return new World(seed, new Fate(seed, without), parts).live();
  }
}

class World {
  tabs = [];
  #at = 0;
  #seed;
  #browser;

  constructor(seed, fate, { publishers, modules, site, isDeceived }) {
    this.#seed = seed;
    this.fate = fate;
    const chance = fate.chance('world');
    this.time = new Time(kPublished + chance.below(200) * kDay);
    this.hosts = new Hosts(publishers, site.files, { names: chance.pick(kPinned), lowest: chance.is(0.6) ? 2 : 1 });
    this.network = new Network(this);
    this.truth = new Truth(this.hosts, this.time);
    const isErratic = fate.trait('device', 'WebAssembly is erratic', 0.25);
    this.#browser = {
      ...{ time: this.time, fate, network: this.network, site, isRegistered: false },
      storage: new Storage(this),
      machine: new Machine({ fate, modules, isErratic, hasBadSimd: fate.trait('device', 'SIMD computes wrongly', 0.015), isDeceived }),
      vendor: isErratic ? 'Apple Computer, Inc.' : 'Google Inc.',
      cores: 1 + chance.below(8),
      hasCaches: !fate.trait('device', 'no Cache API', 0.1),
    };
  }

  /** The tab that the reader looks at. */
  get tab() {
    return this.tabs[this.#at];
  }

  openTab() {
    this.#at = this.tabs.length;
    this.tabs.push(this.#newTab());
  }

  reloadTab() {
    this.#end(this.tab);
    this.tabs[this.#at] = this.#newTab();
  }

  #newTab() {
    return new Tab(this.#browser, (tab, state, typed) => this.truth.see(tab, state, typed));
  }

  #end(tab) {
    tab.close();
    this.truth.forget(tab);
  }

  useTab(chance) {
    this.#at = chance.below(this.tabs.length);
  }

  /** The reader closes the tab, and opens the page again if it was the last one. */
  closeTab() {
    const [tab] = this.tabs.splice(this.#at, 1);
    this.#end(tab);
    this.#at = 0;
    if (this.tabs.length === 0) this.openTab();
  }

  setNetwork(isUp) {
    this.network.isUp = isUp;
    for (const tab of this.tabs) tab.tellNetwork(isUp);
  }

  async live() {
    this.openTab();
    const reader = new Reader(this);
    for (let i = 0; i < reader.length && !this.truth.violation; i += 1) await reader.next();
    for (const tab of this.tabs) if (tab.isHidden) tab.hide(false);
    const { truth } = this;
    const isOver = () => truth.violation || !(truth.isChecking || this.tabs.some(({ isLoading }) => isLoading));
    await this.time.run(isOver, kMostMs);
    truth.expectEnded(this.tabs);
    for (const tab of this.tabs) tab.close();
    await this.time.run(() => true, 0);
    return { seed: this.#seed, violation: truth.violation, met: this.fate.met, outcomes: truth.outcomes, reasons: truth.reasons };
  }
}
