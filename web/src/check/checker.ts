// The check, without the page: which lists there are, what may be asked, in which order, and what the answers add up to.
//
// What leaves the device is decided here. Pins, pointers and manifests are fetched for every list when the page
// opens, so they say nothing about its reader. On the click each list of the kind is asked for one bucket, while the hash is
// being computed, so that no request can depend on its result. Whatever goes wrong ends in "could not tell".

import type { EngineClient } from '../engine/client.js';
import type { BucketRequest } from '../engine/engine.js';
import type { Engines } from '../engine/engines.js';
import { defaultLimits, isErratic, Lanes, type LaneCheck, type LaneLimits, type OpenedList } from '../engine/lanes.js';
import { CheckError, failureOf, isInputErrorCode, problemOf, type Failure, type InputProblem } from '../errors.js';
import type { Kind } from '../kinds.js';
import type { ListFile, ListSource } from '../network/network.js';
import type { ListStore } from '../offline/list_store.js';
import type { CheckResult, ListVerdict, Outcome, Progress, SiteList } from './result.js';

export interface CheckOptions {
  /** Download every bucket instead of asking for one. */
  readonly wholeLists?: boolean;
  readonly signal?: AbortSignal;
  readonly onProgress?: (progress: Progress) => void;
}

export interface CheckerOptions {
  /** Of the site's pins file; relative addresses of lists are relative to it. */
  readonly pinsUrl: URL;
  /** Identifiers of the pins that count; by default all. */
  readonly lists?: readonly string[] | undefined;
  /** For the lists' texts: BCP 47. */
  readonly language: string;
  /** Milliseconds since 1970. */
  readonly now?: () => number;
  /** Of memory and processors; by default, what becomes this device. */
  readonly limits?: LaneLimits;
}

const kPointerFile = 'current.minisig';

/** Phones keep a page open for days; a list withdrawn meanwhile must not go on answering. */
const kRefreshAfterMs = 10 * 60 * 1000;

/** Of a whole-list download at one time. */
const kParallelDownloads = 4;

/** How many engines, each from nothing, must not have found a number that is "not found"; and how many are asked at most. */
const kSteady = { clears: 1, rounds: 1 };
const kErratic = { clears: 2, rounds: 3 };

/** Typed text is cut here; core refuses anything near this long. */
const kMaxTypedChars = 512;

interface ListFiles extends NonNullable<OpenedList['files']> {
  readonly manifestPath: string;
}

type MutableList = { -readonly [K in keyof SiteList]: SiteList[K] } & {
  loadedAtMs: number;
  /** What its description was read from. */
  files: ListFiles | undefined;
};

/** All of a list that a number can be looked up in. */
export interface WholeList {
  readonly list: SiteList;
  /** In the order of a download, which is the same for everybody. */
  readonly buckets: readonly URL[];
  /** Of one of them. */
  readonly bucketSize: number;
}

interface Asked {
  readonly list: MutableList;
  readonly opened: OpenedList;
  readonly request: BucketRequest;
}

/** A list that is being looked into. */
interface Look extends Asked {
  /** Fetched once, however many engines look into it. */
  readonly bucket: Promise<Uint8Array>;
  verdict: ListVerdict;
  /** Engines that did not find the number. */
  clears: number;
  /** Another engine would say the same. */
  final: boolean;
}

export class Checker {
  readonly #engines: Engines;
  /** The session's: has all lists open, counts what was disclosed, and never hashes. */
  readonly #engine: EngineClient;
  readonly #lanes: Lanes;
  readonly #source: ListSource;
  readonly #options: CheckerOptions;
  readonly #now: () => number;
  readonly #needed: typeof kSteady;
  #lists: MutableList[] = [];
  #pins = new Uint8Array();
  #loadFailure: Failure | undefined;
  /** Of lists whose canary could not be proven in advance. */
  readonly #unproven = new WeakSet<OpenedList['files']>();
  #disclosedBits = 0;
  /** The engine holds one identifier at a time, so checks go one after the other. */
  #turn: Promise<unknown> = Promise.resolve();
  /** The one under way: whoever asks meanwhile waits for the same. */
  #loading: Promise<boolean> | undefined;

  constructor(engines: Engines, source: ListSource, options: CheckerOptions) {
    this.#engines = engines;
    this.#engine = engines.open();
    this.#source = source;
    this.#options = options;
    this.#now = options.now ?? Date.now;
    // Not in every Node.
    this.#needed = isErratic(globalThis.navigator ?? {}) ? kErratic : kSteady;
    this.#lanes = new Lanes(engines, options.limits ?? defaultLimits(navigator), this.#now);
  }

  get lists(): readonly SiteList[] {
    return this.#lists;
  }

  /** Bits that this sitting's requests have disclosed. */
  get disclosedBits(): number {
    return this.#disclosedBits;
  }

  /**
   * Reads the site's pins and opens all of its lists. False if the site has no pins file: it has no lists yet. Rejects with
   * CheckError if the pins can't be had or read; a list that can't be opened says so in its `failure`. `pins`: the file's
   * contents, from whoever has it already; then it is not fetched.
   */
  load(pins?: Uint8Array): Promise<boolean> {
    this.#loading ??= this.#loadInTurn(pins).finally(() => {
      this.#loading = undefined;
    });
    return this.#loading;
  }

  #loadInTurn(pins?: Uint8Array): Promise<boolean> {
    const loading = this.#load(pins);
    this.#turn = loading.then(
      () => {
        this.#loadFailure = undefined;
      },
      (thrown: unknown) => {
        this.#loadFailure = failureOf(thrown);
      },
    );
    return loading;
  }

  async #load(given?: Uint8Array): Promise<boolean> {
    let file: Uint8Array;
    try {
      file = given?.slice() ?? (await this.#source.pins(this.#options.pinsUrl));
    } catch (thrown) {
      if (thrown instanceof CheckError && thrown.code === 'file_missing') return false;
      throw thrown;
    }
    this.#lanes.usePins(file);
    this.#pins = file.slice();
    const pins = await this.#engine.call('readPins', file);
    const lists = pins.map((pin, number) => ({
      number,
      pin,
      description: undefined,
      failure: undefined,
      loadedAtMs: 0,
      files: undefined,
    }));
    this.#lists = lists.filter(({ pin }) => this.#options.lists?.includes(pin.id) ?? true);
    // One list less would be a "not found" that nobody asked for.
    const missing = this.#options.lists?.some((id) => !this.#lists.some(({ pin }) => pin.id === id));
    if (missing) throw new CheckError('unknown_list', 'pins');
    await Promise.all(this.#lists.map((list) => this.#open(list)));
    return true;
  }

  /** Proves the engine on the kind's lists while the person is still typing. Costs nothing when it is done already. */
  prepare(kind: Kind): void {
    if (this.#engines.blocksPage) return;
    const lists = this.#listsOf(kind).flatMap((list) => openedList(list) ?? []);
    for (const list of lists.sort(largestFirst)) {
      // What goes wrong shows in the check, which tries again; not with every key.
      if (this.#unproven.has(list.files)) continue;
      this.#lanes.prove(list).catch(() => this.#unproven.add(list.files));
    }
  }

  /** Asks the engine, and nobody else, for what lists say of themselves in the language that is now the page's. */
  async describeAgain(): Promise<void> {
    await Promise.all(
      this.#lists.map(async (list) => {
        const { files } = list;
        if (!list.description) return;
        const description = await this.#engine.call('describe', list.number, this.#options.language).catch(() => undefined);
        // One that was opened anew meanwhile has been described then.
        if (description && list.files === files) list.description = description;
      }),
    );
  }

  /** Of a list's directory. */
  addressOf({ pin }: SiteList): URL {
    return new URL(pin.url, this.#options.pinsUrl);
  }

  /** The kind's lists as `download` would fetch them, without those that can't be opened. Rejects with CheckError. */
  async wholeLists(kind: Kind): Promise<WholeList[]> {
    const opened = this.#listsOf(kind).filter(({ files }) => files);
    return Promise.all(opened.map((list) => this.#wholeList(list)));
  }

  /**
   * Puts all files of the kind's lists into `store`, without what it has already of a list that was never complete there: every
   * bucket, in the same order for everybody, then what vouches for them, then the pins. Gives the addresses of all these. Rejects with
   * CheckError, with whatever the store rejects with, or with the signal's reason.
   */
  async download(
    kind: Kind,
    store: ListStore,
    { signal, onBytes }: { readonly signal: AbortSignal; readonly onBytes: (count: number) => void },
  ): Promise<URL[]> {
    const opening = this.#turn.then(() => this.#openWholeLists(kind, signal));
    this.#turn = opening.catch(() => {});
    const wanted = await opening;
    const addresses = [this.#options.pinsUrl];
    for (const { list, buckets, bucketSize, files } of wanted) {
      const manifestUrl = new URL(files.manifestPath, this.addressOf(list));
      const pointerUrl = new URL(kPointerFile, this.addressOf(list));
      const wasComplete = (await store.size(manifestUrl)) !== undefined;
      await inParallel(buckets, async (url) => {
        if (!wasComplete && (await store.size(url)) === bucketSize) {
          onBytes(bucketSize);
          return;
        }
        const source = { list: list.number, url };
        await store.put(url, await this.#source.bucket(source, 'whole_list', { size: bucketSize, signal, onBytes }));
      });
      await store.put(manifestUrl, files.manifest);
      await store.put(pointerUrl, files.pointer);
      addresses.push(...buckets, manifestUrl, pointerUrl);
    }
    await store.put(this.#options.pinsUrl, this.#pins);
    return addresses;
  }

  /** Gives the memory for hashes back. A hash under way fails; a later one takes memory anew. */
  release(): void {
    this.#lanes.release();
  }

  /** Ends all engines: no check gives a plain answer any more. */
  close(): void {
    this.#lanes.end();
    this.#engine.close('not_ready');
  }

  /** What is wrong with the number, or undefined if it is well formed. Rejects with CheckError if the engine fails. */
  async validate(kind: Kind, typed: string): Promise<InputProblem | undefined> {
    return inputProblem(this.#engine.call('validate', kind, encode(typed)));
  }

  /** Rejects only when `signal` is aborted, with its reason. */
  check(kind: Kind, typed: string, options: CheckOptions = {}): Promise<CheckResult> {
    const result = this.#turn.then(() => this.#check(kind, typed, options));
    this.#turn = result.catch(() => {});
    return result;
  }

  async #check(kind: Kind, typed: string, options: CheckOptions): Promise<CheckResult> {
    const { signal, onProgress } = options;
    signal?.throwIfAborted();
    if (this.#loadFailure) {
      return { status: 'verdict', outcome: 'could_not_tell', lists: [], failure: this.#loadFailure };
    }
    const lanes = this.#lanes.begin(kind, encode(typed));
    // Not only at the end: a hash that nobody waits for must stop now.
    const stop = (): void => void lanes.end();
    signal?.addEventListener('abort', stop);
    try {
      const problem = await inputProblem(this.#engine.call('setIdentifier', kind, encode(typed)));
      if (problem) return { status: 'bad_input', problem };
      onProgress?.({ stage: 'working', blocksPage: this.#engines.blocksPage });
      const lists = this.#listsOf(kind);
      await Promise.all(lists.map((list) => this.#refresh(list, signal)));

      const asked: Asked[] = [];
      const verdicts = new Map<MutableList, ListVerdict>();
      for (const list of lists) {
        try {
          if (list.failure) throw thrownFor(list.failure);
          const opened = openedList(list);
          if (!opened) throw new CheckError('not_ready');
          asked.push({ list, opened, request: await this.#engine.call('request', list.number, this.#nowSeconds()) });
        } catch (thrown) {
          verdicts.set(list, couldNotTell(list, failureOf(thrown)));
        }
      }
      signal?.throwIfAborted();
      const telling = asked.filter(({ list }) => !this.#isLocal(list));
      if (!options.wholeLists && telling.some(({ request }) => request.standsOut)) {
        return {
          status: 'stands_out',
          sessionBits: Math.max(...telling.map(({ request }) => request.sessionBits)),
          downloadBytes: totalBytes(telling),
        };
      }

      asked.sort((a, b) => largestFirst(a.opened, b.opened));
      const download = this.#downloadProgress(telling, options);
      const looks = asked.map((one) => this.#beginLook(kind, one, options, download));
      await this.#lookUntilSure(looks, lanes, signal);
      for (const { list, verdict } of looks) verdicts.set(list, verdict);
      signal?.throwIfAborted();
      const all = lists.flatMap((list) => verdicts.get(list) ?? []);
      return { status: 'verdict', outcome: overall(all, lists.length), lists: all };
    } catch (thrown) {
      signal?.throwIfAborted();
      const lists = this.#listsOf(kind).map((list) => couldNotTell(list, failureOf(thrown)));
      return { status: 'verdict', outcome: 'could_not_tell', lists };
    } finally {
      signal?.removeEventListener('abort', stop);
      // Not waited for: who comes next, comes next in the engines too. Nothing is left to wipe in one that no longer answers.
      void lanes.end();
      this.#engine.call('clearIdentifier').catch(() => {});
    }
  }

  #beginLook(kind: Kind, asked: Asked, options: CheckOptions, onBytes: (count: number) => void): Look {
    const { list } = asked;
    const bucket =
      options.wholeLists && !this.#isLocal(list)
        ? this.#fetchWholeList(asked, options.signal, onBytes)
        : this.#fetchBucket(kind, asked, options.signal);
    // Whoever looks into it is told.
    bucket.catch(() => {});
    return { ...asked, bucket, verdict: couldNotTell(list, failureOf(undefined)), clears: 0, final: false };
  }

  /**
   * Has engines look into the lists: one, or where engines are erratic others after it, until the number is found or enough have not
   * found it. Rejects only when the signal is aborted.
   */
  async #lookUntilSure(looks: readonly Look[], lanes: LaneCheck, signal: AbortSignal | undefined): Promise<void> {
    const { clears, rounds } = this.#needed;
    let open = looks;
    for (let round = 1; open.length > 0 && round <= rounds; round += 1) {
      // Nothing of what the others have computed is left.
      if (round > 1) this.#lanes.release();
      await Promise.all(open.map((look) => this.#look(look, lanes, signal)));
      open = open.filter((look) => !look.final && look.clears < clears);
    }
    for (const look of open) {
      // They did not agree.
      if (look.verdict.outcome === 'not_found') look.verdict = couldNotTell(look.list, failureOf(new CheckError('canary_hash')));
    }
  }

  /** One engine's verdict. Rejects only when the signal is aborted. */
  async #look(look: Look, lanes: LaneCheck, signal: AbortSignal | undefined): Promise<void> {
    const { list, opened } = look;
    try {
      // Both are waited for, whichever fails first: a check that has ended has nothing still under way.
      const [bucketResult, hashResult] = await Promise.allSettled([look.bucket, lanes.hash(opened)]);
      look.final = bucketResult.status === 'rejected';
      if (bucketResult.status === 'rejected') throw bucketResult.reason;
      if (hashResult.status === 'rejected') throw hashResult.reason;
      const verdict = await lanes.decide(opened, bucketResult.value, this.#nowSeconds());
      look.verdict = { list, ...verdict };
      look.final = verdict.outcome === 'found';
      if (verdict.outcome === 'not_found') look.clears += 1;
    } catch (thrown) {
      signal?.throwIfAborted();
      const failure = failureOf(thrown);
      look.final ||= failure.code === 'out_of_memory';
      look.verdict = couldNotTell(list, this.#source.explain(failure));
    }
  }

  async #fetchBucket(kind: Kind, { list, request }: Asked, signal: AbortSignal | undefined): Promise<Uint8Array> {
    if (this.#isLocal(list)) {
      return this.#source.bucket(this.#fileOf(list, request.path), 'bucket', { size: request.size, signal });
    }
    // Counted first: a request that fails has been seen all the same.
    await this.#engine.call('recordRequest', list.number);
    this.#disclosedBits = Math.max(this.#disclosedBits, request.sessionBits);
    const { index, bits, anonymitySet, size } = request;
    return this.#source.bucket(this.#fileOf(list, request.path), 'bucket', {
      size,
      signal,
      disclosure: { kind, index, bits, anonymitySet },
    });
  }

  /** Every bucket in the same order for everybody. Keeps the one that is needed. */
  async #fetchWholeList(
    { list, request }: Asked,
    signal: AbortSignal | undefined,
    onBytes: (count: number) => void,
  ): Promise<Uint8Array> {
    const { buckets } = await this.#wholeList(list);
    let wanted: Uint8Array | undefined;
    await inParallel(buckets, async (url, index) => {
      const file = { list: list.number, url };
      const bucket = await this.#source.bucket(file, 'whole_list', { size: request.size, signal, onBytes });
      if (index === request.index) wanted = bucket;
    });
    if (!wanted) throw new CheckError('not_ready', 'bucket');
    return wanted;
  }

  /** Together with the files that they were opened from. */
  async #openWholeLists(kind: Kind, signal: AbortSignal | undefined): Promise<(WholeList & { readonly files: ListFiles })[]> {
    const lists = this.#listsOf(kind);
    await Promise.all(lists.map((list) => this.#refresh(list, signal)));
    const opened = await Promise.all(
      lists.map(async (list) => (list.files ? [{ ...(await this.#wholeList(list)), files: list.files }] : [])),
    );
    // Those that can't be had don't keep the others from being looked into.
    if (opened.flat().length === 0) throw thrownFor(lists[0]?.failure ?? failureOf(new CheckError('not_ready')));
    return opened.flat();
  }

  async #wholeList(list: MutableList): Promise<WholeList> {
    const { bucketFileSize } = list.description ?? {};
    if (bucketFileSize === undefined) throw new CheckError('not_ready');
    const paths = await this.#engine.call('bucketPaths', list.number);
    return { list, buckets: paths.map((path) => this.#fileOf(list, path).url), bucketSize: bucketFileSize };
  }

  #downloadProgress(asked: readonly Asked[], options: CheckOptions): (count: number) => void {
    const total = totalBytes(asked);
    let bytes = 0;
    return (count) => {
      bytes += count;
      options.onProgress?.({ stage: 'downloading', bytes, totalBytes: total });
    };
  }

  /** Opens a list again if it failed or was opened long ago. */
  async #refresh(list: MutableList, signal: AbortSignal | undefined): Promise<void> {
    if (!list.failure && this.#now() - list.loadedAtMs < kRefreshAfterMs) return;
    await this.#open(list, signal);
  }

  /** Pointer, then manifest. Never rejects but when the signal is aborted: a failure is kept in the list. */
  async #open(list: MutableList, signal?: AbortSignal): Promise<void> {
    // The engine forgets the manifest with the first step, so one that is stopped half-way must be done again.
    list.loadedAtMs = 0;
    list.files = undefined;
    try {
      list.files = await this.#readManifest(list, signal).catch((thrown: unknown) => {
        if (!(thrown instanceof CheckError) || thrown.code !== 'manifest_mismatch') throw thrown;
        // Perhaps only the browser's copy is bad: once more, past its cache.
        return this.#readManifest(list, signal, 'reload');
      });
      list.description = await this.#engine.call('describe', list.number, this.#options.language);
      list.loadedAtMs = this.#now();
      list.failure = undefined;
    } catch (thrown) {
      signal?.throwIfAborted();
      list.failure = this.#source.explain(failureOf(thrown));
    }
  }

  async #readManifest(
    list: MutableList,
    signal?: AbortSignal,
    cache?: RequestCache,
  ): Promise<ListFiles> {
    const pointer = await this.#source.listFile(this.#fileOf(list, kPointerFile), 'pointer', signal);
    const manifestPath = await this.#engine.call('openPointer', list.number, pointer.slice());
    const manifest = await this.#source.listFile(this.#fileOf(list, manifestPath), 'manifest', signal, cache);
    await this.#engine.call('openManifest', list.number, manifest.slice(), this.#nowSeconds());
    return { pointer, manifest, manifestPath };
  }

  #listsOf(kind: Kind): MutableList[] {
    return this.#lists.filter((list) => list.pin.kind === kind);
  }

  #fileOf(list: MutableList, path: string): ListFile {
    return { list: list.number, url: new URL(path, this.addressOf(list)) };
  }

  /** On this device: nobody is asked, so nothing is disclosed. */
  #isLocal(list: MutableList): boolean {
    return this.#source.isLocal(this.addressOf(list));
  }

  #nowSeconds(): number {
    return Math.floor(this.#now() / 1000);
  }
}

/** Found if any list has it. Not found only if every list of the kind says so. */
export function overall(verdicts: readonly ListVerdict[], listCount: number): Outcome {
  if (verdicts.some(({ outcome }) => outcome === 'found')) return 'found';
  const clear = verdicts.filter(({ outcome }) => outcome === 'not_found').length;
  return listCount > 0 && clear === listCount ? 'not_found' : 'could_not_tell';
}

/** Calls `work` for each, some at a time, begun in their order; stops at the first failure. */
async function inParallel(urls: readonly URL[], work: (url: URL, index: number) => Promise<void>): Promise<void> {
  let failed = false;
  const next = urls.entries();
  const worker = async (): Promise<void> => {
    for (const [index, url] of next) {
      if (failed) return;
      try {
        await work(url, index);
      } catch (thrown) {
        failed = true;
        throw thrown;
      }
    }
  };
  const workers = await Promise.allSettled(Array.from({ length: kParallelDownloads }, worker));
  for (const result of workers) if (result.status === 'rejected') throw result.reason;
}

function thrownFor({ code, place, number }: Failure): CheckError {
  return new CheckError(code, place, number);
}

/** For a lane; undefined if it is not open. */
function openedList({ number, description, files }: MutableList): OpenedList | undefined {
  if (!description || !files) return undefined;
  return { number, files, hashGroup: description.hashGroup, memKib: description.memKib };
}

/** Lanes with room for it have room for the smaller ones. */
function largestFirst(a: OpenedList, b: OpenedList): number {
  return b.memKib - a.memKib;
}

function couldNotTell(list: SiteList, failure: Failure): ListVerdict {
  return { list, outcome: 'could_not_tell', failure };
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

function totalBytes(asked: readonly Asked[]): number {
  return asked.reduce((sum, { list, request }) => sum + request.size * (list.description?.bucketCount ?? 1), 0);
}

/** As bytes, which the engine can wipe; cutting keeps too long too long. */
function encode(typed: string): Uint8Array {
  return new TextEncoder().encode(typed.slice(0, kMaxTypedChars));
}
