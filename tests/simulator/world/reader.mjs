// Somebody who uses the page, and whatever else happens around it while they do. What they do next is drawn from what is possible on the
// screen.

const kMinute = 60_000;
const kHour = 60 * kMinute;
const kDay = 24 * kHour;

/** How far the clock is set, or the device sleeps. Lists expire after 300 days. */
const kJumps = [11 * kMinute, kHour, -kHour, kDay, -2 * kDay, 11 * kMinute, 20 * kDay, -20 * kDay, 320 * kDay, -320 * kDay];
const kSleeps = [2 * kMinute, 12 * kMinute, 8 * kHour];
/** Waits between two events: mostly shorter than a check takes, or so long that it ends. */
const kMomentMs = 3_000;
const kLongMs = 10 * kMinute;

/** What can happen at any time, however the page is. */
const kAround = {
  ...{ 'connection lost': 5, 'clock set': 5, 'device sleeps': 4, 'tab hidden': 3, 'edition published': 5 },
  ...{ 'another tab opened': 4, 'tab closed': 2, 'another tab used': 4 },
};
const kOffline = { 'offline door opened': 4, 'offline lists loaded': 12, 'offline entered': 2, 'offline left': 1, 'everything deleted': 1 };

const kAtStep = {
  loading: { 'waits': 10 },
  failed: { 'lists loaded again': 8, waits: 2, 'page loaded again': 6 },
  question: { 'kind chosen': 20 },
  number: { 'number typed': 25, 'check pressed': 30, 'kind chosen': 2, 'went back': 2, 'field left': 2 },
  checking: { waits: 20, 'check stopped': 4, 'number edited': 4, 'kind chosen': 2, 'went back': 1, 'check pressed': 2 },
  outcome: { 'page loaded again': 2, 'check repeated': 8, 'another number': 6, 'number edited': 5, 'went back': 2, 'whole list downloaded': 3, 'offer declined': 2 },
};

/** So many numbers of each sort are asked about, so that each is hashed in many worlds, and computed in one. */
const kAsked = 8;

/** In some worlds the reader uses offline mode much, in most not at all. */
const kOfflineShares = [0, 0, 0, 0.2, 1, 3];
const kAroundShares = [0, 0.3, 1];

export class Reader {
  #world;
  #offlineShare;
  #aroundShare;

  constructor(world) {
    this.#world = world;
    const chance = world.fate.chance('reader');
    this.#offlineShare = chance.pick(kOfflineShares);
    this.#aroundShare = chance.pick(kAroundShares);
    this.length = 5 + chance.below(16);
  }

  /** Lets the next thing happen, and waits a while. */
  async next() {
    const { fate, time, truth } = this.#world;
    const event = fate.event('reader', (chance) => ({ name: chance.weighted(this.#choices()), chance }));
    if (!event) return;
    this.#do(event);
    const { chance } = event;
    const waits = chance.is(0.5);
    const limit = waits ? chance.between(0, kMomentMs) : kLongMs;
    await time.run(() => !waits && !truth.isChecking && this.#step !== 'loading' && !this.#isLoading(event.name), limit);
  }

  /** Whether what was pressed for offline mode has not come yet. */
  #isLoading(name) {
    const { offline } = this.#screen;
    return offline ? offline.state.loading : name.startsWith('offline');
  }

  get #screen() {
    return this.#world.tab.screen;
  }

  get #step() {
    const { view, state } = this.#screen;
    if (!view || !state) return 'loading';
    if (state.lists.status === 'failed' || state.lists.status === 'none') return 'failed';
    return state.lists.status === 'waiting' ? 'loading' : state.step.name;
  }

  #choices() {
    const scaled = (weights, share) => Object.fromEntries(Object.entries(weights).map(([name, weight]) => [name, weight * share]));
    const { state, view } = this.#screen;
    const typed = view?.number.typed ?? '';
    const ofStep = { ...kAtStep[this.#step] };
    if (this.#step === 'number' && typed === '') ofStep['check pressed'] = 1;
    // The page says so itself when nothing else helps.
    if (state?.step.answer?.outcome === 'could_not_tell') ofStep['page loaded again'] = 12;
    return { ...ofStep, ...scaled(kAround, this.#aroundShare), ...(this.#step === 'loading' ? {} : scaled(kOffline, this.#offlineShare)) };
  }

  #do({ name, chance }) {
    const { view } = this.#screen;
    const act = { ...this.#onPage(chance), ...this.#around(chance) }[name];
    // Before the page has come there is nothing to press.
    if (view || name in this.#around(chance)) act();
  }

  #onPage(chance) {
    const { view, offline, state } = this.#screen;
    const { handlers, number } = view ?? {};
    const type = (text) => {
      number.typed = text;
      handlers.edited();
    };
    return {
      'kind chosen': () => handlers.kindChosen(this.#kind(chance)),
      'number typed': () => type(this.#number(chance)),
      'number edited': () => type(chance.is(0.5) ? number.typed.slice(0, -1) : this.#number(chance)),
      'check pressed': () => handlers.submitted(),
      'check repeated': () => handlers.retry(),
      'check stopped': () => handlers.stopped(),
      'another number': () => handlers.another(),
      'field left': () => handlers.left(),
      'went back': () => (chance.is(0.5) ? handlers.back() : this.#world.tab.goBack()),
      'whole list downloaded': () => state.step.answer?.status === 'stands_out' && handlers.download(),
      'offer declined': () => state.step.answer?.status === 'stands_out' && handlers.decline(),
      'lists loaded again': () => handlers.loadAgain(),
      'offline door opened': () => view.openDoor(),
      'offline lists loaded': () => (offline ? offline.handlers.load() : view.openDoor()),
      'offline entered': () => offline?.handlers.enter(),
      'offline left': () => offline?.handlers.leave(),
      'everything deleted': () => offline?.handlers.clear(),
      waits: () => {},
    };
  }

  #around(chance) {
    const world = this.#world;
    return {
      waits: () => {},
      'connection lost': () => world.setNetwork(!world.network.isUp),
      'clock set': () => world.time.set(chance.pick(kJumps)),
      'device sleeps': () => world.time.sleep(chance.pick(kSleeps), chance.is(0.5)),
      'tab hidden': () => world.tab.hide(!world.tab.isHidden),
      'edition published': () => world.hosts.publish(chance.pick(world.hosts.pinned).name),
      'another tab opened': () => world.openTab(),
      'another tab used': () => world.useTab(chance),
      'tab closed': () => world.closeTab(),
      'page loaded again': () => world.reloadTab(),
    };
  }

  #kind(chance) {
    return chance.pick(this.#world.hosts.pinned).kind;
  }

  /** Returns a number of the kind that was chosen: mostly one of a list's. */
  #number(chance) {
    const { step } = this.#screen.state;
    const lists = this.#world.hosts.pinned.filter(({ kind }) => kind === step.kind);
    if (lists.length === 0) return '';
    const { numbers } = chance.pick(lists);
    const from = chance.weighted({ both: 10, added: 2, gone: 1, none: 6, bad: 1 });
    if (from === 'bad') return chance.pick(['', '98', 'x', '+44 20 7946 0018', chance.pick(numbers.none).slice(1)]);
    const digits = chance.pick(numbers[from].slice(0, kAsked));
    return chance.is(0.3) ? `${digits.slice(0, 5)} ${digits.slice(5)}` : digits;
  }
}
