// Everything that is left to chance in a world is drawn from the world's seed and the name of what it is drawn for, and from nothing else.
// So what is drawn in one place does not depend on how often something was drawn in another.

/** Returns 32 bits that look random, of a text (FNV-1a, and the last step of MurmurHash3). */
function mixed(text) {
  let hash = 0x811c9dc5;
  for (let i = 0; i < text.length; i += 1) hash = Math.imul(hash ^ text.charCodeAt(i), 0x01000193);
  hash = Math.imul(hash ^ (hash >>> 16), 0x85ebca6b);
  hash = Math.imul(hash ^ (hash >>> 13), 0xc2b2ae35);
  return (hash ^ (hash >>> 16)) >>> 0;
}

export class Chance {
  #state;

  constructor(seed, name) {
    this.#state = mixed(`${seed} ${name}`);
  }

  /** Returns a number from 0 up to, and without, 1 (Mulberry32). */
  next() {
    this.#state = (this.#state + 0x6d2b79f5) >>> 0;
    let value = Math.imul(this.#state ^ (this.#state >>> 15), this.#state | 1);
    value ^= value + Math.imul(value ^ (value >>> 7), value | 61);
    return ((value ^ (value >>> 14)) >>> 0) / 2 ** 32;
  }

  /** Returns a whole number from 0 up to, and without, `end`. */
  below(end) {
    return Math.floor(this.next() * end);
  }

  between(first, last) {
    return first + this.next() * (last - first);
  }

  is(probability) {
    return this.next() < probability;
  }

  pick(choices) {
    return choices[this.below(choices.length)];
  }

  /** Picks one of the names in `weights`, each as often as its weight says. */
  weighted(weights) {
    const all = Object.entries(weights).filter(([, weight]) => weight > 0);
    let left = this.next() * all.reduce((sum, [, weight]) => sum + weight, 0);
    for (const [name, weight] of all) {
      left -= weight;
      if (left < 0) return name;
    }
    return all.at(-1)[0];
  }

  fill(bytes) {
    for (let i = 0; i < bytes.length; i += 1) bytes[i] = this.below(256);
    return bytes;
  }
}

/**
 * How likely a fault is, of each class, at each place where one can happen. Most worlds have faults of few classes, or checks would never
 * end well.
 */
const kLevels = [0, 0, 0, 0.02, 0.08, 0.25];
/** Every check has many messages, and few of them may go wrong if any of it is to go on; but few questions, and few engines. */
const kScale = { workers: 0.2, storage: 0.5, evaluators: 3, machine: 3 };

/** What a seed has in store. Each place where something can go wrong asks, and is told what goes wrong there, if anything does. */
export class Fate {
  /** What went wrong, in order: {id, what}. */
  met = [];
  #seed;
  #without;
  #levels = new Map();
  #counts = new Map();

  /** Nothing happens at the places in `without`, a set of ids. */
  constructor(seed, without = new Set()) {
    this.#seed = seed;
    this.#without = without;
  }

  chance(name) {
    return new Chance(this.#seed, name);
  }

  /** Returns a chance for the next thing of this name, which is another one each time. */
  nextChance(name) {
    return this.chance(this.#number(name));
  }

  /** Returns what goes wrong at the next place of this name, one of the faults in `weights`; undefined if nothing does. */
  fault(kind, place, weights) {
    const id = this.#number(`${kind}: ${place}`);
    const chance = this.chance(id);
    if (!this.#levels.has(kind)) this.#levels.set(kind, this.chance(`level of ${kind}`).pick(kLevels) * (kScale[kind] ?? 1));
    const happens = chance.is(this.#levels.get(kind));
    if (!happens || Object.keys(weights).length === 0 || this.#without.has(id)) return undefined;
    const what = chance.weighted(weights);
    this.met.push({ id, kind, what });
    return { what, chance };
  }

  /** Returns whether the world has something from its beginning. */
  trait(kind, what, probability) {
    const id = `${kind}: ${what}`;
    if (!this.chance(id).is(probability) || this.#without.has(id)) return false;
    this.met.push({ id, kind, what });
    return true;
  }

  /** Returns what happens next of this name, which `draw` draws; undefined if that is left out. */
  event(kind, draw) {
    const id = this.#number(kind);
    if (this.#without.has(id)) return undefined;
    const what = draw(this.chance(id));
    this.met.push({ id, kind, what: what.name });
    return what;
  }

  #number(name) {
    const count = (this.#counts.get(name) ?? 0) + 1;
    this.#counts.set(name, count);
    return `${name} ${count}`;
  }
}
