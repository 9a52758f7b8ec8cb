// The ledger has every request for data that the page makes, with what it told whoever received it. The network writes it and the page
// shows it, so that a reader sees what happened, and not what we say usually happens.

import type { Kind } from './kinds.js';

/** What a request is for. `page` is for one of the page's own files that is to be kept on this device. */
export type Purpose = 'page' | 'pins' | 'pointer' | 'manifest' | 'bucket' | 'whole_list' | 'evaluation';

/** All of a bucket request that depends on what was typed. */
export interface Disclosure {
  readonly kind: Kind;
  readonly index: number;
  /** The list has 2^bits buckets. With 0 there is one bucket for everybody, so that nothing is disclosed. */
  readonly bits: number;
  /** How many numbers in use share the bucket. */
  readonly anonymitySet: number;
}

/** The evaluator of a keyed list that was asked. A question is 80 bytes that look random, and an answer 112 bytes at most. */
export interface AskedEvaluator {
  /** The evaluator's number, from 1. */
  readonly index: number;
  /** How many evaluators the list has. */
  readonly count: number;
  /** How many of them have to answer. */
  readonly threshold: number;
}

/** The purposes of requests that are made because of what somebody typed. */
const kOfCheck: ReadonlySet<Purpose> = new Set(['bucket', 'whole_list', 'evaluation'] as const);

export interface LedgerEntry {
  readonly url: URL;
  readonly purpose: Purpose;
  /** The engine's number for the list; undefined for the pins and the page's own files. */
  readonly list: number | undefined;
  /** How many bytes of the answer's body have come so far. */
  readonly bytes: number;
  readonly state: 'pending' | 'done' | 'failed';
  readonly disclosure: Disclosure | undefined;
  readonly evaluator: AskedEvaluator | undefined;
  /** True for a request of a reader who has left: it is counted, and no longer shown. */
  readonly forgotten: boolean;
}

export type LedgerRequest = Pick<LedgerEntry, 'url' | 'purpose' | 'list' | 'disclosure'> & Partial<Pick<LedgerEntry, 'evaluator'>>;

export interface OpenEntry {
  received(bytes: number): void;
  close(state: 'done' | 'failed'): void;
}

/** The requests for what the page is made of, all together. Bytes are counted as they came, and not as they were unpacked. */
export interface OwnRequests {
  readonly count: number;
  readonly bytes: number;
  /** False if the browser does not say how long each answer was: then `bytes` is less than there was. */
  readonly complete: boolean;
}

type Mutable<T> = { -readonly [K in keyof T]: T[K] };

export class Ledger {
  readonly #entries: Mutable<LedgerEntry>[] = [];
  /** The addresses of all entries. */
  readonly #recorded = new Set<string>();
  /** How many bytes each of the page's own files had, by its address. */
  readonly #ownFiles = new Map<string, number>();
  #askedNobody = false;
  /** Called when an entry is opened or closed. */
  onChange: () => void = () => {};

  get entries(): readonly LedgerEntry[] {
    return this.#entries;
  }

  open(request: LedgerRequest): OpenEntry {
    const entry: Mutable<LedgerEntry> = { evaluator: undefined, ...request, bytes: 0, state: 'pending', forgotten: false };
    this.#entries.push(entry);
    this.#recorded.add(entry.url.href);
    this.onChange();
    return {
      received: (bytes) => {
        entry.bytes += bytes;
      },
      close: (state) => {
        entry.state = state;
        this.onChange();
      },
    };
  }

  /**
   * Empties the browser's own list of requests, which would keep a bucket's name for as long as the page is open. What it says of the
   * page's own files is kept here.
   */
  takeTimings(): void {
    for (const { name, encodedBodySize } of timings('resource')) {
      // Some browsers say of a file that is used again that it has no size.
      const known = this.#ownFiles.get(name) ?? 0;
      if (!this.#recorded.has(name)) this.#ownFiles.set(name, Math.max(known, encodedBodySize));
    }
    performance.clearResourceTimings();
  }

  /** All that the browser says it has loaded to make this page, apart from the entries. */
  get ownFiles(): OwnRequests {
    this.takeTimings();
    const sizes = [...timings('navigation').map(({ encodedBodySize }) => encodedBodySize), ...this.#ownFiles.values()];
    // None of the page's files is empty.
    return { count: sizes.length, bytes: sizes.reduce((sum, size) => sum + size, 0), complete: !sizes.includes(0) };
  }

  /** True if a check was answered from what is on this device. */
  get askedNobody(): boolean {
    return this.#askedNobody;
  }

  noteAskedNobody(): void {
    this.#askedNobody = true;
    this.onChange();
  }

  /** Forgets what requests disclosed that were made because of what somebody typed, and that there were checks that asked nobody. */
  forget(): void {
    this.#askedNobody = false;
    for (const entry of this.#entries) {
      if (!kOfCheck.has(entry.purpose)) continue;
      entry.disclosure = undefined;
      entry.forgotten = true;
    }
    this.onChange();
  }
}

const timings = (type: 'navigation' | 'resource'): PerformanceResourceTiming[] =>
  performance.getEntriesByType(type) as PerformanceResourceTiming[];
