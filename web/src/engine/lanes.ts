// Numbers are hashed in lanes. A lane is an engine that is made to be thrown away: it takes the memory of one hash once, keeps it from
// check to check, and gives it back when it ends. It ends when it has been idle, when a check is stopped in the middle of a hash, or
// when something in it went wrong. What has to outlive a lane (what the sitting has disclosed, the lists as they were opened) is in
// the session's engine, which never hashes, and so always answers at once.
//
// Every verdict comes from the one engine that proved the list's canary and hashed the number: a lane opens the list itself,
// from the files that the session's engine has accepted.

import { CheckError, problemOf, type ErrorCode } from '../errors.js';
import type { Kind } from '../kinds.js';
import { Queue } from '../queue.js';
import { kPatienceMs, type EngineClient } from './client.js';
import type { Verdict } from './engine.js';
import type { Engines, Variant } from './engines.js';

/** Errors after which a lane is of no more use. canary_hash is not among them, because it may be the list that is wrong. */
const kFatal: ReadonlySet<ErrorCode> = new Set(['engine_failed', 'engine_missing', 'engine_hung', 'out_of_memory'] as const);

/** The work of the self-test's hash in passes over one KiB: it makes one pass over 8 MiB. */
const kSelfTestCost = 8 * 1024;
/** A self-test that took more milliseconds than this was held up, and counts as one that took this long. */
const kMostSelfTestMs = 10_000;
/**
 * How many times longer than the self-test promises a hash may take. A hash that is larger than the self-test's may not fit into fast
 * memory, or into memory at all.
 */
const kSlack = 30;

/** How many lanes one task may try when earlier lanes were closed under it. */
const kMaxLanes = 4;

/** A list as the session's engine opened it. */
export interface OpenedList {
  /** The list's number in the pins. */
  readonly number: number;
  /** Equal for lists that one hash of a number serves. */
  readonly hashGroup: string;
  /** How many KiB of memory the hash takes. */
  readonly memKib: number;
  /** The work of the hash: how often it passes over one KiB. */
  readonly hashCost: number;
  /** The files that the list was opened from. Whenever it is opened anew this is another object. */
  readonly files: { readonly pointer: Uint8Array; readonly manifest: Uint8Array };
}

export interface LaneLimits {
  /** How many lanes there may be at one time. */
  readonly count: number;
  /** How many KiB all lanes together may take. A single one may take more than this by itself. */
  readonly memKib: number;
  /** How many milliseconds lanes are idle before their memory is given back. */
  readonly idleMs: number;
}

/** Returns limits for a device that leave a core to the page, and a small phone's memory to the rest of the phone. */
export function defaultLimits(device: { hardwareConcurrency?: number; deviceMemory?: number }): LaneLimits {
  // Not every browser tells these, and none tells of more than 8 GiB.
  const { hardwareConcurrency: cores = 2, deviceMemory: gib = 2 } = device;
  return { count: Math.min(Math.max(cores - 1, 1), 4), memKib: Math.max(gib, 1) * 64 * 1024, idleMs: 60_000 };
}

/**
 * Returns whether this browser's WebAssembly now and then computes wrongly without failing. WebKit's does (Safari's, and every browser's
 * on an iPhone), at the moment when it puts compiled code in the place of interpreted code: docs/THREAT-MODEL.md.
 */
export function isErratic(): boolean {
  // Not every version of Node has a navigator.
  const browser: { vendor?: string } | undefined = globalThis.navigator;
  return browser?.vendor === 'Apple Computer, Inc.';
}

class Lane {
  readonly engine: EngineClient;
  readonly variant: Variant;
  readonly memKib: number;
  /** The hash groups whose lists it serves. */
  readonly groups = new Set<string>();
  /** The files from which it has opened lists, by the lists' numbers. */
  readonly opened = new Map<number, OpenedList['files']>();
  /**
   * The task whose failure the lane was given up for, or the Lanes if they gave it up for another reason. Other tasks that wait on it are
   * done again elsewhere.
   */
  retiredBy: object | undefined;
  #selfTestMs = 0;
  #tasks = 0;
  readonly #started: Promise<void>;
  readonly #queue = new Queue();

  constructor(engine: EngineClient, variant: Variant, memKib: number, pins: Uint8Array) {
    this.engine = engine;
    this.variant = variant;
    this.memKib = memKib;
    this.#started = this.#start(pins);
    // Every task awaits the same promise and reports its failure.
    this.#started.catch(() => {});
  }

  get closed(): boolean {
    return this.engine.lost;
  }

  get busy(): boolean {
    return this.#tasks > 0;
  }

  /** Runs tasks one after the other, so that no task sees another's half-opened list. */
  async run<T>(task: () => Promise<T>): Promise<T> {
    this.#tasks += 1;
    try {
      return await this.#queue.take(async () => {
        await this.#started;
        return task();
      });
    } finally {
      this.#tasks -= 1;
    }
  }

  /** Calls a method that takes one Argon2id at most, and waits for it in proportion to what this engine's self-test took. */
  async compute(method: 'proveCanary' | 'hash', { number, hashCost }: OpenedList): Promise<void> {
    this.engine.patienceMs = Math.max(kPatienceMs, (kSlack * this.#selfTestMs * hashCost) / kSelfTestCost);
    try {
      await this.engine.call(method, number);
    } finally {
      this.engine.patienceMs = kPatienceMs;
    }
  }

  /** Ends the engine. Tasks that wait fail with `code`. */
  close(code: ErrorCode): void {
    this.engine.close(code);
  }

  async #start(pins: Uint8Array): Promise<void> {
    await this.engine.untilStarted();
    const begun = performance.now();
    await this.engine.call('selfTest');
    this.#selfTestMs = Math.min(performance.now() - begun, kMostSelfTestMs);
    await this.engine.call('readPins', pins);
  }
}

export class Lanes {
  readonly #engines: Engines;
  readonly #limits: LaneLimits;
  /** Returns the time in milliseconds since 1970. */
  readonly #now: () => number;
  #pins = new Uint8Array();
  #lanes: Lane[] = [];
  /** The checks that have not ended. One that waits for a download will come back to its lane. */
  readonly #checks = new Set<LaneCheck>();
  #closed = false;
  #idle: ReturnType<typeof setTimeout> | undefined;

  constructor(engines: Engines, limits: LaneLimits, now: () => number) {
    this.#engines = engines;
    this.#limits = limits;
    this.#now = now;
  }

  /** Sets the pins of the lists that will be asked about. A list's number is its place in them. */
  usePins(file: Uint8Array): void {
    this.release();
    this.#pins = file.slice();
  }

  /** Proves the list's canary, so that memory is taken and code compiled before there is a number to hash. Rejects with CheckError. */
  prove(list: OpenedList): Promise<void> {
    return this.onLane(list, (lane) => this.openAndProve(lane, list));
  }

  begin(kind: Kind, typed: Uint8Array): LaneCheck {
    const check = new LaneCheck(this, kind, typed);
    this.#checks.add(check);
    return check;
  }

  /** Tells that nothing more will be asked for the check. */
  ended(check: LaneCheck): void {
    this.#checks.delete(check);
    this.#idleWhenQuiet();
  }

  /** Gives all memory back. A hash under way fails. */
  release(): void {
    clearTimeout(this.#idle);
    for (const lane of this.#lanes) lane.close('engine_failed');
    this.#lanes = [];
  }

  /** Gives all memory back for good: no lane is opened any more. */
  end(): void {
    this.release();
    this.#closed = true;
  }

  /**
   * Runs `task` on the list's lane. Runs it again on another lane if the lane was given up because of another task, and without SIMD
   * if it turns out that SIMD computes wrongly here. Rejects with CheckError.
   */
  async onLane<T>(list: OpenedList, task: (lane: Lane) => Promise<T>): Promise<T> {
    for (let lanes = 1; ; lanes += 1) {
      if (this.#closed) throw new CheckError('not_ready');
      const lane = this.#laneFor(list);
      clearTimeout(this.#idle);
      try {
        return await lane.run(() => task(lane));
      } catch (thrown) {
        const { code } = problemOf(thrown);
        // What a broken engine says next is worth nothing; and where one found no memory, a new one may find some the next time.
        if (code === 'canary_hash' && lane.variant === 'simd') this.#distrustSimd();
        else if (kFatal.has(code) && !lane.retiredBy) this.#retire(lane, task, code);
        const ownFault = !lane.retiredBy || lane.retiredBy === task;
        // An engine that hung is not tried again: the caller has waited long enough, and is told.
        if (ownFault || code === 'engine_hung' || lanes === kMaxLanes) throw thrown;
      } finally {
        this.#idleWhenQuiet();
      }
    }
  }

  async openAndProve(lane: Lane, list: OpenedList): Promise<void> {
    const { number, files } = list;
    if (lane.opened.get(number) !== files) {
      lane.opened.delete(number);
      await lane.engine.call('openPointer', number, files.pointer.slice());
      await lane.engine.call('openManifest', number, files.manifest.slice(), Math.floor(this.#now() / 1000));
      lane.opened.set(number, files);
    }
    await lane.compute('proveCanary', list);
  }

  /** Ends a lane. Tasks that wait on it fail with `code`. */
  close(lane: Lane, code: ErrorCode = 'engine_failed'): void {
    lane.close(code);
    this.#lanes = this.#lanes.filter((one) => one !== lane);
  }

  #laneFor({ hashGroup, memKib }: OpenedList): Lane {
    // Lanes may also have been lost while nobody was asking them anything.
    this.#lanes = this.#lanes.filter(({ closed }) => !closed);
    const roomy = this.#lanes.filter((lane) => lane.memKib >= memKib);
    let lane = roomy.find(({ groups }) => groups.has(hashGroup));
    if (!lane && !this.#fits(memKib)) {
      lane = roomy.sort((a, b) => a.groups.size - b.groups.size)[0];
      // A lane that is too small is of no use to this list: its memory would grow, and never shrink again.
      for (const small of this.#lanes.filter((one) => !lane && one.memKib < memKib)) {
        if (!this.#fits(memKib)) this.#retire(small, this);
      }
    }
    lane ??= this.#openLane(memKib);
    lane.groups.add(hashGroup);
    return lane;
  }

  #fits(memKib: number): boolean {
    const used = this.#lanes.reduce((sum, lane) => sum + lane.memKib, 0);
    return this.#lanes.length === 0 || (this.#lanes.length < this.#limits.count && used + memKib <= this.#limits.memKib);
  }

  #openLane(memKib: number): Lane {
    const lane = new Lane(this.#engines.open(), this.#engines.variant, memKib, this.#pins.slice());
    this.#lanes.push(lane);
    return lane;
  }

  #distrustSimd(): void {
    this.#engines.distrustSimd();
    for (const lane of this.#lanes.filter(({ variant }) => variant === 'simd')) this.#retire(lane, this);
  }

  #retire(lane: Lane, by: object, code: ErrorCode = 'engine_failed'): void {
    lane.retiredBy = by;
    this.close(lane, code);
  }

  /** Memory that nobody uses is given back after a while. */
  #idleWhenQuiet(): void {
    clearTimeout(this.#idle);
    if (this.#checks.size > 0 || this.#lanes.some(({ busy }) => busy)) return;
    this.#idle = setTimeout(() => this.release(), this.#limits.idleMs);
    // Under Node the timer would keep the process alive.
    (this.#idle as { unref?: () => void }).unref?.();
  }
}

/** The check of one number against several lists. */
export class LaneCheck {
  readonly #lanes: Lanes;
  readonly #kind: Kind;
  readonly #typed: Uint8Array;
  /** The lanes that have the number. */
  readonly #used = new Set<Lane>();
  #ended = false;

  /** `typed` belongs to the check from then on. */
  constructor(lanes: Lanes, kind: Kind, typed: Uint8Array) {
    this.#lanes = lanes;
    this.#kind = kind;
    this.#typed = typed;
  }

  /** Slow: computes up to two Argon2id, the canary's and the number's; fewer if there are some already. Rejects with CheckError. */
  hash(list: OpenedList): Promise<void> {
    return this.#lanes.onLane(list, (lane) => this.#hash(lane, list));
  }

  /**
   * Looks the number up in the bucket that the session's engine named. For a keyed list `evaluated` is what its evaluators have said, as
   * Engine.evaluate takes it, and is wiped. Rejects with whatever makes it impossible to tell.
   */
  decide(list: OpenedList, bucket: Uint8Array, nowSeconds: number, evaluated?: Uint8Array): Promise<Verdict> {
    return this.#evaluated(list, evaluated, (lane) => lane.engine.call('decide', list.number, bucket.slice(), nowSeconds));
  }

  /**
   * Does the part of `decide` that needs no bucket, so that it takes no time once there is one. Wipes `evaluated`. Rejects as `decide`
   * does.
   */
  evaluate(list: OpenedList, evaluated: Uint8Array): Promise<void> {
    return this.#evaluated(list, evaluated, () => Promise.resolve());
  }

  /** Wipes the number, and ends a lane that is still at work for it. */
  async end(): Promise<void> {
    this.#ended = true;
    this.#typed.fill(0);
    const used = [...this.#used].filter((lane) => !lane.closed);
    this.#used.clear();
    for (const lane of used.filter(({ busy }) => busy)) this.#lanes.close(lane);
    await Promise.all(
      used.map(async (lane) => {
        // Nothing is left to wipe in an engine that no longer answers.
        if (!lane.closed) await lane.run(() => lane.engine.call('clearIdentifier')).catch(() => this.#lanes.close(lane));
      }),
    );
    this.#lanes.ended(this);
  }

  async #evaluated<T>(list: OpenedList, evaluated: Uint8Array | undefined, next: (lane: Lane) => Promise<T>): Promise<T> {
    try {
      // Evaluators may answer when nobody needs it any more.
      if (this.#ended) throw new CheckError('not_ready');
      return await this.#lanes.onLane(list, async (lane) => {
        // The lane that has hashed the number may be gone. If this is still the same one, hashing again takes no time.
        await this.#hash(lane, list);
        if (evaluated) await lane.engine.call('evaluate', list.number, evaluated.slice());
        return next(lane);
      });
    } finally {
      evaluated?.fill(0);
    }
  }

  async #hash(lane: Lane, list: OpenedList): Promise<void> {
    await this.#lanes.openAndProve(lane, list);
    // The check may have ended while the canary was proven, which is of use to the next check all the same.
    if (this.#ended) throw new CheckError('not_ready');
    if (!this.#used.has(lane)) {
      this.#used.add(lane);
      await lane.engine.call('setIdentifier', this.#kind, this.#typed.slice());
    }
    await lane.compute('hash', list);
  }
}
