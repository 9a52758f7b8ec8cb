// Checks the types of what the caller hands in, and keeps it from changing a verdict.

import type { LaneLimits } from '../engine/lanes.js';
import { isKind } from '../kinds.js';

/** Returns a copy of the pins file in bytes. It has to be a copy, because bytes that the engine is given become empty. */
export function bytesOf(pins: unknown): Uint8Array {
  // `slice` would not do: with a Buffer of Node's the result would share its memory.
  if (pins instanceof Uint8Array) return new Uint8Array(pins);
  if (typeof pins === 'string') return new TextEncoder().encode(pins);
  if (typeof pins === 'object' && pins !== null) return new TextEncoder().encode(JSON.stringify(pins));
  throw new TypeError('pins must be an object, a string or a Uint8Array');
}

export function expectKind(kind: unknown): void {
  // The message does not repeat the value: what came in the place of a kind may be the number.
  if (typeof kind !== 'string' || !isKind(kind)) throw new TypeError('no such kind');
}

export function expectNumber(kind: unknown, typed: unknown): void {
  expectKind(kind);
  if (typeof typed !== 'string') throw new TypeError('the number must be a string');
}

/** The largest limit. A timer for more milliseconds fires at once. */
const kMostLimit = 2 ** 31 - 1;
const kLeastLimit: Readonly<Record<keyof LaneLimits, number>> = { count: 1, memKib: 1, idleMs: 0 };

/** Returns the defaults, with those that the caller has given in their place. Throws TypeError. */
export function limitsOf(given: unknown, defaults: LaneLimits): LaneLimits {
  if (given === undefined) return defaults;
  if (typeof given !== 'object' || given === null) throw new TypeError('limits must be an object');
  const limits = { ...defaults };
  for (const [name, least] of Object.entries(kLeastLimit) as [keyof LaneLimits, number][]) {
    const value = (given as Record<string, unknown>)[name];
    if (value === undefined) continue;
    if (typeof value !== 'number' || !Number.isInteger(value) || value < least || value > kMostLimit) {
      throw new TypeError(`limits.${name} must be a whole number from ${least} to ${kMostLimit}`);
    }
    limits[name] = value;
  }
  return limits;
}

/**
 * Returns a function that calls the caller's function, if there is one. What that throws becomes an uncaught exception, as with an event
 * listener, and stops nothing here.
 */
export function listener<Args extends unknown[]>(
  name: string,
  call: ((...args: Args) => void) | undefined,
): (...args: Args) => void {
  if (call === undefined) return () => {};
  expectFunction(name, call);
  return (...args) => {
    try {
      call(...args);
    } catch (thrown) {
      queueMicrotask(() => {
        throw thrown;
      });
    }
  };
}

/**
 * The caller's clock. Without the time there is no verdict, and the device's own clock is not the one that the caller trusts. So whoever
 * asked for a verdict is told what the clock threw.
 */
export class Clock {
  readonly #read: () => number;
  #failure: { readonly thrown: unknown } | undefined;

  constructor(read: () => number) {
    expectFunction('now', read);
    this.#read = read;
  }

  /** Returns milliseconds since 1970, or throws what the caller's clock throws. */
  readonly now = (): number => {
    try {
      const time: unknown = this.#read();
      if (typeof time === 'number' && Number.isFinite(time)) return time;
      throw new TypeError('now must give a number of milliseconds');
    } catch (thrown) {
      this.#failure = { thrown };
      throw thrown;
    }
  };

  /** Throws what the clock has thrown since this was last called. */
  rethrow(): void {
    const failure = this.#failure;
    this.#failure = undefined;
    if (failure) throw failure.thrown;
  }
}

function expectFunction(name: string, value: unknown): void {
  if (typeof value !== 'function') throw new TypeError(`${name} must be a function`);
}
