// The package's checker is the page's checker with the manners of a library: it takes pins instead of fetching them, checks the types of
// what it is given, gives out copies instead of its own objects, and can be closed.

import { Checker as PageChecker } from '../check/checker.js';
import type { CheckResult, ListVerdict, SiteList } from '../check/result.js';
import { Engines, type EngineSource } from '../engine/engines.js';
import type { LaneLimits } from '../engine/lanes.js';
import { failureOf, type Failure } from '../errors.js';
import type { Kind } from '../kinds.js';
import { Ledger } from '../ledger.js';
import { Network, type NetworkOptions } from '../network/network.js';
import type * as api from './api.js';
import { bytesOf, Clock, expectKind, expectNumber, limitsOf, listener } from './caller.js';

/** What differs between browsers and Node. */
export interface Platform {
  readonly network: NetworkOptions;
  readonly baseUrl: () => string | URL;
  readonly language: () => string;
  readonly limits: () => LaneLimits;
  /** `filesUrl` is the caller's directory of the engine's files, or undefined for the package's own. */
  readonly engines: (network: Network, filesUrl: URL | undefined) => EngineSource;
}

export async function open(platform: Platform, options: api.CheckerOptions): Promise<api.Checker> {
  const pins = bytesOf(options.pins);
  const pinsUrl = new URL(options.baseUrl ?? platform.baseUrl());
  // `baseUrl` is for lists. These files are code, so their address is not relative to it.
  const filesUrl = options.filesUrl === undefined ? undefined : new URL(options.filesUrl, platform.baseUrl());
  const language = options.language ?? platform.language();
  if (typeof language !== 'string') throw new TypeError('language must be a string');
  const limits = limitsOf(options.limits, platform.limits());
  const clock = new Clock(options.now ?? Date.now);
  const ledger = new Ledger();
  ledger.onChange = listener('onLedgerChange', options.onLedgerChange);
  // The browser's list of requests belongs to the page that uses the package, and has that page's requests in it, too.
  const network = new Network(ledger, { ...platform.network, clearTimings: () => {} });
  const engines = new Engines(platform.engines(network, filesUrl));
  const checker = new PageChecker(engines, network, { pinsUrl, language, limits, now: clock.now });
  let failure: Failure | undefined;
  try {
    await checker.load(pins);
  } catch (thrown) {
    failure = failureOf(thrown);
  }
  try {
    clock.rethrow();
  } catch (thrown) {
    checker.close();
    throw thrown;
  }
  return new PackageChecker(checker, ledger, clock, failure);
}

class PackageChecker implements api.Checker {
  readonly failure: Failure | undefined;
  readonly #checker: PageChecker;
  readonly #ledger: Ledger;
  readonly #clock: Clock;
  readonly #running = new Set<AbortController>();
  #closed = false;

  constructor(checker: PageChecker, ledger: Ledger, clock: Clock, failure: Failure | undefined) {
    this.#checker = checker;
    this.#ledger = ledger;
    this.#clock = clock;
    this.failure = failure;
  }

  get lists(): api.List[] {
    return this.#checker.lists.map(listOf);
  }

  get ledger(): api.LedgerEntry[] {
    return this.#ledger.entries.flatMap(({ url, purpose, list, bytes, state, disclosure, evaluator }) => {
      // The package never fetches pins, and keeps nothing on the device.
      if (purpose === 'pins' || purpose === 'page' || list === undefined) return [];
      const listId = this.#checker.lists[list]?.pin.id ?? '';
      const copies = { disclosure: disclosure && { ...disclosure }, evaluator: evaluator && { ...evaluator } };
      return { url: url.href, purpose, listId, bytes, state, ...copies };
    });
  }

  get disclosedBits(): number {
    return this.#checker.disclosedBits;
  }

  async check(kind: Kind, typed: string, options: api.CheckOptions = {}): Promise<api.CheckResult> {
    expectNumber(kind, typed);
    const { signal, wholeLists = false } = options;
    const onProgress = listener('onProgress', options.onProgress);
    signal?.throwIfAborted();
    // The check stops with the caller's signal, and when the checker is closed.
    const stop = new AbortController();
    const abort = (): void => stop.abort(signal?.reason);
    signal?.addEventListener('abort', abort);
    this.#running.add(stop);
    try {
      if (this.#closed) return kClosed;
      const result = await this.#checker.check(kind, typed, { wholeLists, onProgress, signal: stop.signal });
      this.#clock.rethrow();
      return publicResult(result);
    } catch (thrown) {
      if (this.#closed && !signal?.aborted) return kClosed;
      throw thrown;
    } finally {
      this.#running.delete(stop);
      signal?.removeEventListener('abort', abort);
    }
  }

  async validate(kind: Kind, typed: string): Promise<api.Validation> {
    expectNumber(kind, typed);
    try {
      const problem = await this.#checker.validate(kind, typed);
      return problem ? { status: 'bad_input', problem } : { status: 'well_formed' };
    } catch (thrown) {
      return { status: 'could_not_tell', failure: failureOf(thrown) };
    }
  }

  prepare(kind: Kind): void {
    expectKind(kind);
    if (!this.#closed) this.#checker.prepare(kind);
  }

  release(): void {
    this.#checker.release();
  }

  close(): void {
    this.#closed = true;
    for (const stop of this.#running) stop.abort();
    this.#checker.close();
  }
}

const kClosed: api.CheckResult = {
  status: 'verdict',
  outcome: 'could_not_tell',
  lists: [],
  failure: { code: 'not_ready', place: 'closed', number: 0 },
};

function listOf({ pin, description, failure }: SiteList): api.List {
  const { id, url, kind, evaluators } = pin;
  return { id, url, kind, evaluators: evaluators.map((one) => ({ ...one })), description: description && descriptionOf(description), failure };
}

function descriptionOf(description: NonNullable<SiteList['description']>): api.ListDescription {
  const { hashGroup: _, hashCost: __, evaluation, ...rest } = description;
  return { ...rest, evaluation: evaluation && { threshold: evaluation.threshold, count: evaluation.count } };
}

function verdictOf({ list, ...verdict }: ListVerdict): api.ListVerdict {
  return { list: listOf(list), ...verdict };
}

function publicResult(result: CheckResult): api.CheckResult {
  return result.status === 'verdict' ? { ...result, lists: result.lists.map(verdictOf) } : result;
}
