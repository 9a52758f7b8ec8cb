// The ledger: every request for data that the page makes, with what it told whoever received it. The network writes
// it and the page shows it, so that a reader sees what happened and not what we say usually happens.

import type { Kind } from './kinds.js';

/** `page`: one of the page's own files, to be kept on this device. */
export type Purpose = 'page' | 'pins' | 'pointer' | 'manifest' | 'bucket' | 'whole_list' | 'evaluation';

/** Of a bucket request: all that depends on what was typed. */
export interface Disclosure {
  readonly kind: Kind;
  readonly index: number;
  /** 2^bits buckets; 0: one for everybody, so that nothing is disclosed. */
  readonly bits: number;
  /** Numbers in use that share the bucket. */
  readonly anonymitySet: number;
}

/** Which of a keyed list's evaluators was asked: 80 bytes that look random, for an answer of 112 at most. */
export interface AskedEvaluator {
  /** From 1. */
  readonly index: number;
  /** How many the list has. */
  readonly count: number;
  /** How many of them have to answer. */
  readonly threshold: number;
}

/** Made because of what somebody typed. */
const kOfCheck: ReadonlySet<Purpose> = new Set(['bucket', 'whole_list', 'evaluation'] as const);

export interface LedgerEntry {
  readonly url: URL;
  readonly purpose: Purpose;
  /** The engine's number for the list; undefined for the pins, evaluators and the page's own files. */
  readonly list: number | undefined;
  /** Of the answer's body, so far. */
  readonly bytes: number;
  readonly state: 'pending' | 'done' | 'failed';
  readonly disclosure: Disclosure | undefined;
  readonly evaluator: AskedEvaluator | undefined;
  /** Of a reader who has left: counted, and no longer shown. */
  readonly forgotten: boolean;
}

export type LedgerRequest = Pick<LedgerEntry, 'url' | 'purpose' | 'list' | 'disclosure'> & Partial<Pick<LedgerEntry, 'evaluator'>>;

export interface OpenEntry {
  received(bytes: number): void;
  close(state: 'done' | 'failed'): void;
}

/** What a page is made of, together: bytes as they came. */
export interface OwnRequests {
  readonly count: number;
  readonly bytes: number;
  /** False where the browser does not say how long each of them was: then `bytes` is less than there was. */
  readonly complete: boolean;
}

type Mutable<T> = { -readonly [K in keyof T]: T[K] };

export class Ledger {
  readonly #entries: Mutable<LedgerEntry>[] = [];
  /** Addresses of all entries. */
  readonly #recorded = new Set<string>();
  /** Bytes of each, by address. */
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
   * Empties the browser's own list of requests, which would keep a bucket's name for as long as the page is open. What is in it of the
   * page's own files is kept here.
   */
  takeTimings(): void {
    for (const { name, encodedBodySize } of timings('resource')) {
      // Of a file that is used again some browsers say that it has no size.
      const known = this.#ownFiles.get(name) ?? 0;
      if (!this.#recorded.has(name)) this.#ownFiles.set(name, Math.max(known, encodedBodySize));
    }
    performance.clearResourceTimings();
  }

  /** All that the browser says it loaded to make this page, apart from the entries. */
  get ownFiles(): OwnRequests {
    this.takeTimings();
    const sizes = [...timings('navigation').map(({ encodedBodySize }) => encodedBodySize), ...this.#ownFiles.values()];
    // None of the page's files is empty.
    return { count: sizes.length, bytes: sizes.reduce((sum, size) => sum + size, 0), complete: !sizes.includes(0) };
  }

  /** A check was answered from what is on this device. */
  get askedNobody(): boolean {
    return this.#askedNobody;
  }

  noteAskedNobody(): void {
    this.#askedNobody = true;
    this.onChange();
  }

  /** Forgets what was asked for because of what somebody typed. */
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
