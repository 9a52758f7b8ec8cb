// The checker knows nothing of the page. It decides what may be asked of which list, in which order, and what the answers add up to.
//
// What leaves the device is decided here. Pins, pointers and manifests are fetched for every list when the page opens, so they say
// nothing about its reader. On the click each list of the kind is asked for one bucket, while the hash is being computed, so that no
// request can depend on its result; a small list is asked for all of its buckets. The evaluators of keyed lists are asked then, too.
// Whatever goes wrong ends in "could not tell".

import type { EngineClient } from '../engine/client.js';
import type { BucketRequest, Verdict } from '../engine/engine.js';
import type { Engines } from '../engine/engines.js';
import { defaultLimits, isErratic, Lanes, type LaneCheck, type LaneLimits, type OpenedList } from '../engine/lanes.js';
import { CheckError, failureOf, isInputErrorCode, problemOf, thrownFor, type Failure, type FailureCode, type InputProblem } from '../errors.js';
import type { Kind } from '../kinds.js';
import type { ListSource } from '../network/list_source.js';
import { Queue } from '../queue.js';
import { Catalogue, type CataloguedList, type CatalogueOptions } from './catalogue.js';
import { Evaluations, type Evaluation } from './evaluation.js';
import { isKeyed, type CheckResult, type ListVerdict, type Outcome, type Progress, type SiteList } from './result.js';
import { kSmallListBytes } from './small_list.js';
import { isSettled, kErratic, kSteady, resultOf, type EngineAnswer, type VotingRule } from './vote.js';
import { WholeLists, type OpenWhole } from './whole_lists.js';

export interface CheckOptions {
  /** Whether every bucket is downloaded, instead of asking for one. */
  readonly wholeLists?: boolean;
  readonly signal?: AbortSignal;
  readonly onProgress?: (progress: Progress) => void;
}

export interface CheckerSettings extends CatalogueOptions {
  /** Returns the time in milliseconds since 1970. */
  readonly now?: () => number;
  /** The limits of memory and processors. By default they are those that suit this device. */
  readonly limits?: LaneLimits;
}

/** The failures of a bucket that may mean that there is a newer edition, and that the old one's files are gone or going. */
const kReplaced: ReadonlySet<FailureCode> = new Set(['file_missing', 'not_the_file', 'bucket_length', 'bucket_proof'] as const);

/**
 * The failures after which no other engine is asked: it would not find more memory, nobody waits that long twice, and evaluators are asked
 * only once. evaluation_invalid is not among them, because answers that look bad may be this engine's fault.
 */
const kFinal: ReadonlySet<FailureCode> = new Set([
  ...(['out_of_memory', 'engine_hung', 'evaluators_busy', 'evaluation_ended', 'evaluators_unreachable'] as const),
]);

/** Typed text is cut after this many characters. Core refuses anything near this long. */
const kMaxTypedChars = 512;

/** A list that can be looked into, and what is needed for it. */
interface Asked {
  readonly list: CataloguedList;
  readonly opened: OpenedList;
  readonly request: BucketRequest;
  /** True if the list is on this device, so that nobody is asked. */
  readonly local: boolean;
  /** True if all of its buckets are fetched. */
  readonly whole: boolean;
}

/** A list that is being looked into. */
interface Look extends Asked {
  /** The bucket, which is fetched once however many engines look into it. */
  readonly bucket: Promise<Uint8Array>;
  /** True if nobody else is asked before all buckets are there. */
  readonly bucketFirst: boolean;
  /** One answer of each engine, in the order in which they were asked. */
  readonly answers: EngineAnswer[];
}

type Verdicts = Map<SiteList, ListVerdict>;

/** What is needed to look into lists for one check, and what stops it. */
interface Looking {
  readonly lanes: LaneCheck;
  readonly evaluations: Evaluations;
  readonly signal: AbortSignal | undefined;
}

export class Checker {
  /** Fetches lists whole, also for offline mode (offline/download.ts). */
  readonly wholeLists: WholeLists;
  readonly #engines: Engines;
  /** The session's engine, which has all lists open, counts what was disclosed, and never hashes. */
  readonly #engine: EngineClient;
  readonly #lanes: Lanes;
  readonly #source: ListSource;
  readonly #catalogue: Catalogue;
  readonly #now: () => number;
  readonly #rule: VotingRule;
  #loadFailure: Failure | undefined;
  /** The files of lists whose canary could not be proven in advance. */
  readonly #unproven = new WeakSet<OpenedList['files']>();
  #disclosedBits = 0;
  /** The questions of all checks that may still be under way. They outlive their checks. */
  readonly #evaluations = new Set<Evaluations>();
  /** The engine holds one identifier at a time, so checks go one after the other. */
  readonly #queue = new Queue();
  /** The loading that is under way, for which everybody waits who calls `load` meanwhile. */
  #loading: Promise<boolean> | undefined;

  constructor(engines: Engines, source: ListSource, options: CheckerSettings) {
    this.#engines = engines;
    this.#engine = engines.open('session');
    this.#source = source;
    this.#now = options.now ?? Date.now;
    this.#rule = isErratic() ? kErratic : kSteady;
    this.#lanes = new Lanes(engines, options.limits ?? defaultLimits(navigator), this.#now);
    this.#catalogue = new Catalogue(this.#engine, source, options, this.#now);
    this.wholeLists = new WholeLists({
      ...{ catalogue: this.#catalogue, engines, engine: this.#engine, source },
      ...{ nowSeconds: () => this.#nowSeconds(), tries: this.#rule.rounds },
    });
  }

  get lists(): readonly SiteList[] {
    return this.#catalogue.lists;
  }

  /** Whether lists are being loaded, of which some may be open before others. */
  get isLoading(): boolean {
    return this.#loading !== undefined;
  }

  /** How many bits this sitting's requests have disclosed. */
  get disclosedBits(): number {
    return this.#disclosedBits;
  }

  /**
   * Reads the site's pins and opens all of its lists. Resolves to false if the site has no pins file, and so no lists yet. Rejects with
   * CheckError if the pins can't be had or read; a list that can't be opened says so in its `failure`. `pins` is the file's contents, if
   * the caller has them already; then it is not fetched.
   */
  load(pins?: Uint8Array): Promise<boolean> {
    this.#loading ??= this.#queue.take(() => this.#load(pins)).finally(() => {
      this.#loading = undefined;
    });
    return this.#loading;
  }

  async #load(pins?: Uint8Array): Promise<boolean> {
    try {
      const hasLists = await this.#catalogue.load(pins);
      this.#lanes.usePins(this.#catalogue.pins);
      this.#loadFailure = undefined;
      return hasLists;
    } catch (thrown) {
      this.#loadFailure = failureOf(thrown);
      throw thrown;
    }
  }

  /**
   * Proves the canaries of the kind's lists while the person is still typing. Costs nothing if that has been done already. Does nothing while lists are
   * being loaded: the first may be open before the last, but lanes have no pins yet.
   */
  prepare(kind: Kind): void {
    if (this.#engines.blocksPage || this.isLoading) return;
    const lists = this.#catalogue.ofKind(kind).flatMap((list) => openedList(list) ?? []);
    for (const list of lists.sort(largestFirst)) {
      // What went wrong is not tried again with every key. The check tries it again, and shows what goes wrong.
      if (this.#unproven.has(list.files)) continue;
      this.#lanes.prove(list).catch(() => this.#unproven.add(list.files));
    }
  }

  /** Asks the engine, and nobody else, for what lists say of themselves in the language that is now the page's. */
  describeAgain(): Promise<void> {
    return this.#catalogue.describeAgain();
  }

  /** Returns the address of a list's directory. */
  addressOf(list: SiteList): URL {
    return this.#catalogue.addressOf(list);
  }

  /** Returns those of the kind's lists that are open, between two checks and after asking again for those that are due. */
  openWhole(kind: Kind, signal: AbortSignal): Promise<OpenWhole[]> {
    return this.#queue.take(async () => {
      const lists = this.#catalogue.ofKind(kind);
      await this.#catalogue.refresh(lists, signal);
      return this.wholeLists.of(lists);
    });
  }

  /** Gives the memory for hashes back. A hash that is under way fails; a later one takes memory anew. */
  release(): void {
    this.#lanes.release();
  }

  /** Ends all engines. No check gives a plain answer after that. */
  close(): void {
    this.#lanes.end();
    for (const evaluations of this.#evaluations) evaluations.leave();
    this.#engine.close('not_ready');
  }

  /** Returns what is wrong with the number, or undefined if it is well formed. Rejects with CheckError if the engine fails. */
  async validate(kind: Kind, typed: string): Promise<InputProblem | undefined> {
    return inputProblem(this.#engine.call('validate', kind, encode(typed)));
  }

  /** Checks a number against all lists of the kind. Rejects only when `signal` is aborted, with its reason. */
  check(kind: Kind, typed: string, options: CheckOptions = {}): Promise<CheckResult> {
    return this.#queue.take(() => this.#check(kind, typed, options));
  }

  async #check(kind: Kind, typed: string, options: CheckOptions): Promise<CheckResult> {
    const { signal, onProgress } = options;
    signal?.throwIfAborted();
    if (this.#loadFailure) {
      return { status: 'verdict', outcome: 'could_not_tell', lists: [], failure: this.#loadFailure };
    }
    const lists = this.#catalogue.ofKind(kind);
    const lanes = this.#lanes.begin(kind, encode(typed));
    const evaluations = this.#openEvaluations();
    const looking = { lanes, evaluations, signal };
    // The lanes end at once, and not only with the check: a hash that nobody waits for must stop now.
    const stop = (): void => {
      evaluations.leave();
      void lanes.end();
    };
    signal?.addEventListener('abort', stop);
    try {
      const problem = await inputProblem(this.#engine.call('setIdentifier', kind, encode(typed)));
      if (problem) return { status: 'bad_input', problem };
      onProgress?.({ stage: 'working', blocksPage: this.#engines.blocksPage });
      await this.#catalogue.refresh(lists, signal);
      const verdicts: Verdicts = new Map();
      const asked = await this.#ask(lists, options, verdicts);
      signal?.throwIfAborted();
      const tooTelling = asked.filter(standsOut);
      if (tooTelling.length > 0) {
        const sessionBits = Math.max(...tooTelling.map(({ request }) => request.sessionBits));
        return { status: 'stands_out', sessionBits, downloadBytes: this.#downloadSize(asked) };
      }
      await this.#lookInto(asked, looking, options, verdicts);
      signal?.throwIfAborted();
      const replaced = await this.#replacedLists(verdicts, signal);
      // Lists whose request would be too telling now keep their failure, and the reader is asked when they try again.
      const askedAgain = (await this.#ask(replaced, options, verdicts)).filter((one) => !standsOut(one) && !this.#wouldAskLate(one));
      await this.#lookInto(askedAgain, looking, options, verdicts);
      signal?.throwIfAborted();
      const all = lists.flatMap((list) => verdicts.get(list) ?? []);
      for (const { list, outcome } of all) if (outcome === 'could_not_tell') this.#catalogue.doubt(list);
      return { status: 'verdict', outcome: overall(all, lists.length), lists: all };
    } catch (thrown) {
      signal?.throwIfAborted();
      const all = lists.map((list) => this.#couldNotTell(list, failureOf(thrown)));
      return { status: 'verdict', outcome: 'could_not_tell', lists: all };
    } finally {
      signal?.removeEventListener('abort', stop);
      // Nobody has to wait for this: the engines wipe before they do what comes next, and one that no longer answers has nothing to wipe.
      void lanes.end();
      evaluations.wipe();
      this.#engine.call('clearIdentifier').catch(() => {});
      void evaluations.untilEnded().then(() => this.#evaluations.delete(evaluations));
    }
  }

  #openEvaluations(): Evaluations {
    const evaluations = new Evaluations(this.#engine, this.#source, this.#catalogue, () => this.#nowSeconds());
    this.#evaluations.add(evaluations);
    return evaluations;
  }

  /**
   * Returns whether asking for the list now could tell its evaluators something. Where several engines look one after the other, whether
   * they fail in other lists decides how long they take, and evaluators that are asked only after that would see it.
   */
  #wouldAskLate({ list }: Asked): boolean {
    return isKeyed(list) && this.#rule.rounds > 1;
  }

  /** Returns those of the lists that can be looked into, and puts the verdict of the others into `verdicts`. Requests nothing. */
  async #ask(lists: readonly CataloguedList[], { wholeLists }: CheckOptions, verdicts: Verdicts): Promise<Asked[]> {
    const asked: Asked[] = [];
    for (const list of lists) {
      try {
        if (list.failure) throw thrownFor(list.failure);
        const opened = openedList(list);
        if (!opened) throw new CheckError('not_ready');
        const request = await this.#engine.call('request', list.number, this.#nowSeconds());
        const isSmall = request.bits > 0 && sizeOf(request) <= kSmallListBytes;
        const local = this.#catalogue.isLocal(list);
        asked.push({ list, opened, request, local, whole: !local && (wholeLists === true || isSmall) });
      } catch (thrown) {
        verdicts.set(list, this.#couldNotTell(list, failureOf(thrown)));
      }
    }
    return asked;
  }

  async #lookInto(asked: readonly Asked[], looking: Looking, options: CheckOptions, verdicts: Verdicts): Promise<void> {
    const onBytes = this.#downloadProgress(asked, options);
    const looks = [...asked]
      .sort((a, b) => largestFirst(a.opened, b.opened))
      .map((one) => this.#beginLook(one, options, onBytes));
    await this.#lookUntilSure(looks, looking);
    for (const { list, answers } of looks) {
      const result = resultOf(answers, this.#rule);
      verdicts.set(list, result.outcome === 'could_not_tell' ? this.#couldNotTell(list, result.failure) : { list, ...result });
    }
  }

  #beginLook(asked: Asked, { wholeLists, signal }: CheckOptions, onBytes: (count: number) => void): Look {
    const { list, whole, request } = asked;
    const bucket = whole ? this.wholeLists.bucketOf(list, request.index, { signal, onBytes }) : this.#fetchBucket(asked, signal);
    // Whoever looks into the bucket awaits the same promise and reports its failure.
    bucket.catch(() => {});
    return { ...asked, bucket, bucketFirst: whole && wholeLists === true, answers: [] };
  }

  /** Lets engines look into the lists, one after the other, until no other one has to. Rejects only when the signal is aborted. */
  async #lookUntilSure(looks: readonly Look[], looking: Looking): Promise<void> {
    let open = looks;
    for (let round = 1; open.length > 0; round += 1) {
      // The next engine has to start from nothing, with nothing that the others have computed.
      if (round > 1) this.#lanes.release();
      await Promise.all(open.map(async (look) => look.answers.push(await this.#look(look, looking))));
      open = open.filter(({ answers }) => !isSettled(answers, this.#rule));
    }
  }

  /** Returns one engine's answer. Rejects only when the signal is aborted. */
  async #look(look: Look, { lanes, evaluations, signal }: Looking): Promise<EngineAnswer> {
    const { opened, whole, bucket } = look;
    let isFetched = false;
    bucket.then(() => (isFetched = true)).catch(() => {});
    try {
      const evaluation = this.#evaluationOf(look, evaluations);
      // Where all buckets are fetched, nothing is done with the number before all are verified.
      const hash = whole ? bucket.then(() => lanes.hash(opened)) : lanes.hash(opened);
      // What evaluators say is mostly there before the bucket, and is then computed with. What is wrong with it is told after the bucket.
      const evaluated = Promise.all([evaluation, hash]).then(([asked]) =>
        asked?.untilEnough(async (given) => (isFetched ? void given.fill(0) : lanes.evaluate(opened, given))),
      );
      evaluated.catch(() => {});
      // All three are waited for, whichever fails first, so that nothing but questions to evaluators is under way once a check has ended.
      const [bucketResult, hashResult, evaluationResult] = await Promise.allSettled([bucket, hash, evaluation]);
      if (bucketResult.status === 'rejected') throw bucketResult.reason;
      if (hashResult.status === 'rejected') throw hashResult.reason;
      if (evaluationResult.status === 'rejected') throw evaluationResult.reason;
      await evaluated;
      const decide = (given?: Uint8Array): Promise<Verdict> => lanes.decide(opened, bucketResult.value, this.#nowSeconds(), given);
      return await (evaluationResult.value ? evaluationResult.value.untilEnough(decide) : decide());
    } catch (thrown) {
      signal?.throwIfAborted();
      const failure = failureOf(thrown);
      const final = !isFetched || kFinal.has(failure.code);
      return { outcome: 'could_not_tell', failure, final };
    }
  }

  /**
   * Asks a keyed list's evaluators once its canary is proven, which mostly happens while the number is typed; otherwise a hash that is
   * under way on the same lane goes first. They are asked once, whichever engines look, and when they are asked depends on nothing that
   * was computed from the number.
   */
  async #evaluationOf({ list, opened, bucket, bucketFirst }: Look, evaluations: Evaluations): Promise<Evaluation | undefined> {
    const key = list.description?.evaluation;
    if (!key) return undefined;
    if (bucketFirst) await bucket;
    await this.#lanes.prove(opened);
    return evaluations.of(list, key);
  }

  /**
   * Returns those lists whose bucket could not be had and of which there is now a newer edition, which is open then, or none any more.
   * Asking the newer edition as well is what a reader would do who tries again. Whether it is asked depends on the bucket, and on nothing
   * that was computed from the number.
   */
  async #replacedLists(verdicts: Verdicts, signal: AbortSignal | undefined): Promise<CataloguedList[]> {
    const doubtful = this.#catalogue.lists.filter((list) => {
      const verdict = verdicts.get(list);
      return verdict?.outcome === 'could_not_tell' && kReplaced.has(verdict.failure.code) && !list.failure;
    });
    const before = new Map(doubtful.map((list) => [list, list.files?.manifestPath]));
    for (const list of doubtful) this.#catalogue.doubt(list);
    await this.#catalogue.refresh(doubtful, signal);
    return doubtful.filter((list) => list.failure || list.files?.manifestPath !== before.get(list));
  }

  async #fetchBucket({ list, request, local }: Asked, signal: AbortSignal | undefined): Promise<Uint8Array> {
    const { index, bits, anonymitySet, size } = request;
    const file = this.#catalogue.fileOf(list, request.path);
    if (local) return this.#source.bucket(file, 'bucket', { size, signal });
    // The request is counted before it is made, because one that fails has been seen all the same.
    await this.#engine.call('recordRequest', list.number);
    this.#disclosedBits = Math.max(this.#disclosedBits, request.sessionBits);
    const disclosure = { kind: list.pin.kind, index, bits, anonymitySet };
    return this.#source.bucket(file, 'bucket', { size, signal, disclosure });
  }

  /** Returns how many bytes a check with `wholeLists` fetches, or would fetch. */
  #downloadSize(asked: readonly Asked[]): number {
    return asked.reduce((sum, { request, local }) => sum + (local ? 0 : sizeOf(request)), 0);
  }

  /** Returns what counts downloaded bytes. Without `wholeLists` it reports none, because a small list comes in no time. */
  #downloadProgress(asked: readonly Asked[], { wholeLists, onProgress }: CheckOptions): (count: number) => void {
    if (!wholeLists || !onProgress) return () => {};
    const total = this.#downloadSize(asked);
    let bytes = 0;
    return (count) => {
      bytes += count;
      onProgress({ stage: 'downloading', bytes, totalBytes: total });
    };
  }

  #couldNotTell(list: SiteList, failure: Failure): ListVerdict {
    return { list, outcome: 'could_not_tell', failure: this.#source.explain(failure) };
  }

  #nowSeconds(): number {
    return Math.floor(this.#now() / 1000);
  }
}

/** Returns found if any list has the number, and not found only if every list of the kind says so, and there is one. */
function overall(verdicts: readonly ListVerdict[], listCount: number): Outcome {
  if (verdicts.some(({ outcome }) => outcome === 'found')) return 'found';
  const clear = verdicts.filter(({ outcome }) => outcome === 'not_found').length;
  return listCount > 0 && clear === listCount ? 'not_found' : 'could_not_tell';
}

/** Returns the list as a lane needs it, or undefined if it is not open. */
function openedList({ number, description, files }: CataloguedList): OpenedList | undefined {
  if (!description || !files) return undefined;
  const { hashGroup, memKib, hashCost } = description;
  return { number, files, hashGroup, memKib, hashCost };
}

/** Puts the list whose hash takes most memory first: a lane that has room for that has room for the smaller ones. */
function largestFirst(a: OpenedList, b: OpenedList): number {
  return b.memKib - a.memKib;
}

/** Returns whether the request must not be made, because it would single the person out. */
function standsOut({ request, local, whole }: Asked): boolean {
  return request.standsOut && !local && !whole;
}

/** Returns how many bytes all buckets of the list have together. */
function sizeOf({ size, bits }: BucketRequest): number {
  return size * 2 ** bits;
}

async function inputProblem(validated: Promise<void>): Promise<InputProblem | undefined> {
  try {
    await validated;
    return undefined;
  } catch (thrown) {
    const { code, place, number } = problemOf(thrown);
    if (isInputErrorCode(code)) return { code, place, number };
    throw thrown;
  }
}

/** Returns typed text as bytes, which the engine can wipe. Text that is cut is still too long for a number. */
function encode(typed: string): Uint8Array {
  return new TextEncoder().encode(typed.slice(0, kMaxTypedChars));
}
