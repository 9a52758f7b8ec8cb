// The only file that fetches. Every request goes out without credentials and referrer, names none of the reader's languages (questions to
// evaluators do, as they have the browser's own header), and follows no redirect. rules.ts says what may come, which is read up to a length
// known beforehand and no further. Requests for data are entered in the ledger before they are made.

import { CheckError, problemOf, type Failure } from '../errors.js';
import type { Ledger, OpenEntry, Purpose } from '../ledger.js';
import type { BucketOptions, EvaluatorAnswer, EvaluatorQuestion, ListFile, ListSource } from './list_source.js';
import { isMarkup, readExactly, readUpTo } from './reading.js';
import { fetchRules, type FetchPurpose } from './rules.js';
import { Stall } from './stall.js';

/**
 * In how many milliseconds a little must have come (stall.ts). The whole time is limited by no more than this and the file's length, because slow networks
 * are the rule here.
 */
const kStallTimeoutMs = 20_000;

/**
 * How many milliseconds a question to an evaluator may take in all, as its answer is short. A question ends by its answer, by this limit,
 * or when its reader stops or leaves, and by nothing else.
 */
const kEvaluationTimeoutMs = 20_000;

/**
 * Sent instead of the reader's languages, which would tell a list's host something about them. CORS allows this header without a further
 * request.
 */
const kHeaders = { 'Accept-Language': 'en' } as const;

/** Options by which a request says nothing of whoever makes it, and goes nowhere else. */
const kNobody = { credentials: 'omit', redirect: 'error', referrerPolicy: 'no-referrer' } as const;

/** Makes one request, as browsers' own `fetch` does. */
export type Transport = (url: URL, init: RequestInit) => Promise<Response>;

export const overNetwork: Transport = (url, init) => fetch(url, init);

export interface NetworkOptions {
  readonly stallTimeoutMs?: number;
  /** `cors` if the site's files, its code among them, are on another origin than the page, or the page has no origin. */
  readonly ownFiles?: 'same-origin' | 'cors';
  readonly transport?: Transport;
  /** Empties the browser's own list of requests. */
  readonly clearTimings?: () => void;
}

interface FetchOptions {
  readonly cache?: RequestCache | undefined;
  readonly signal?: AbortSignal | undefined;
  /** The exact length of the body in bytes, where it is known beforehand. */
  readonly size?: number;
  readonly onBytes?: ((count: number) => void) | undefined;
}

/** A file as its server sent it, unpacked. */
export interface FetchedFile {
  readonly headers: Headers;
  readonly body: Uint8Array;
}

/** Its methods reject with CheckError, or with the signal's reason once it is aborted. */
export class Network implements ListSource {
  readonly #ledger: Ledger;
  readonly #stallTimeoutMs: number;
  readonly #ownFiles: RequestMode;
  readonly #transport: Transport;
  readonly #clearTimings: () => void;

  constructor(ledger: Ledger, options: NetworkOptions = {}) {
    this.#ledger = ledger;
    this.#stallTimeoutMs = options.stallTimeoutMs ?? kStallTimeoutMs;
    this.#ownFiles = options.ownFiles ?? 'same-origin';
    this.#transport = options.transport ?? overNetwork;
    this.#clearTimings = options.clearTimings ?? (() => performance.clearResourceTimings());
  }

  /**
   * Fetches the page's words in one language. They and the engine's files have no entries in the ledger, which shows all of the page's own
   * files together.
   */
  async texts(url: URL): Promise<Uint8Array> {
    return this.#ownFile(url, 'texts');
  }

  /** Fetches the engine's module or its script. `cache` is the cache mode where it is not the usual one. Rejects with engine_missing. */
  async engineFile(url: URL, cache?: RequestCache): Promise<Uint8Array> {
    try {
      return await this.#ownFile(url, 'engine', cache);
    } catch (thrown) {
      throw thrown instanceof CheckError ? new CheckError('engine_missing', thrown.code, thrown.number) : thrown;
    }
  }

  /** Fetches one of the page's own files, for this device to keep. `cache` is the cache mode where it is not the usual one. */
  page(url: URL, options: { signal: AbortSignal; cache?: RequestCache; onBytes?: (count: number) => void }): Promise<FetchedFile> {
    return this.#record({ url, list: undefined }, 'page', options);
  }

  /** Returns true for what is on this device's disk: nobody is asked for it. */
  isLocal(url: URL): boolean {
    return url.protocol === 'file:';
  }

  async pins(url: URL): Promise<Uint8Array> {
    return (await this.#record({ url, list: undefined }, 'pins')).body;
  }

  async listFile(
    file: ListFile,
    purpose: 'pointer' | 'manifest',
    signal?: AbortSignal,
    cache?: RequestCache,
  ): Promise<Uint8Array> {
    const ask = (past = cache): Promise<FetchedFile> => this.#record(file, purpose, { signal, cache: past });
    return (await (purpose === 'manifest' && !cache ? orPastCache(ask) : ask())).body;
  }

  async bucket(file: ListFile, purpose: 'bucket' | 'whole_list', options: BucketOptions): Promise<Uint8Array> {
    return (await this.#record(file, purpose, options)).body;
  }

  /** Asks an evaluator. The request has no header of ours, so browsers ask for no permission in a request before it. */
  async evaluation({ url, list, evaluator, body }: EvaluatorQuestion, signal: AbortSignal): Promise<EvaluatorAnswer> {
    const { cache, maxSize } = fetchRules.evaluation;
    const entry = this.#ledger.open({ url, list, purpose: 'evaluation', disclosure: undefined, evaluator });
    const patience = new Stall(kEvaluationTimeoutMs);
    const abort = (): void => patience.controller.abort();
    signal.addEventListener('abort', abort);
    if (signal.aborted) abort();
    let answer: EvaluatorAnswer = { status: 0, retryAfter: 0, body: new Uint8Array() };
    try {
      const response = await this.#transport(url, {
        method: 'POST',
        body: body as BodyInit,
        mode: 'cors',
        cache,
        ...kNobody,
        signal: patience.controller.signal,
      });
      answer = await answerIn(response, maxSize, entry);
    } catch {
      // There was no connection or no CORS header, our own policy or a redirect forbade it, or it took too long: there is no answer.
    }
    patience.stop();
    abort();
    signal.removeEventListener('abort', abort);
    this.#clearTimings();
    entry.close(answer.body.length === maxSize ? 'done' : 'failed');
    return answer;
  }

  explain(failure: Failure): Failure {
    return failure;
  }

  async #record(
    file: { readonly url: URL; readonly list: number | undefined },
    purpose: Purpose,
    options: FetchOptions & Pick<Partial<BucketOptions>, 'disclosure'> = {},
  ): Promise<FetchedFile> {
    const { signal, disclosure } = options;
    signal?.throwIfAborted();
    const entry = this.#ledger.open({ ...file, purpose, disclosure });
    const onBytes = (count: number): void => {
      entry.received(count);
      options.onBytes?.(count);
    };
    try {
      const answer = await this.#fetch(file.url, purpose, { ...options, onBytes });
      entry.close('done');
      return answer;
    } catch (thrown) {
      entry.close('failed');
      signal?.throwIfAborted();
      throw thrown;
    }
  }

  async #ownFile(url: URL, purpose: 'texts' | 'engine', cache?: RequestCache): Promise<Uint8Array> {
    return (await orPastCache((past = cache) => this.#fetch(url, purpose, { cache: past }))).body;
  }

  /** Fetches a file by the rules for its purpose. Gives up when hardly anything has come for a while. */
  async #fetch(url: URL, purpose: FetchPurpose, options: FetchOptions = {}): Promise<FetchedFile> {
    const { cache, from, maxSize, markup } = fetchRules[purpose];
    const { signal, size, onBytes } = options;
    const stall = new Stall(this.#stallTimeoutMs);
    const abort = (): void => stall.controller.abort();
    signal?.addEventListener('abort', abort);
    try {
      const response = await send(this.#transport, url, {
        mode: from === 'site' ? this.#ownFiles : 'cors',
        cache: options.cache ?? cache,
        signal: stall.controller.signal,
      });
      stall.restart();
      const came = (count: number): void => {
        stall.restart(count);
        onBytes?.(count);
      };
      const body =
        size === undefined ? await readUpTo(response, maxSize, purpose, came) : await readExactly(response, size, came);
      // A bucket, whose size is known, could begin with anything, and so with what looks like markup.
      if (!markup && size === undefined && isMarkup(body)) throw new CheckError('not_the_file', purpose);
      return { headers: response.headers, body };
    } catch (thrown) {
      throw stall.expired ? new CheckError('timeout', purpose) : thrown;
    } finally {
      stall.stop();
      // The browser's list of requests would keep the bucket's name for as long as the page is open.
      this.#clearTimings();
      // This also stops the download of a body that is longer than it should be.
      stall.controller.abort();
      signal?.removeEventListener('abort', abort);
    }
  }
}

/**
 * Asks for a file, and if another page came in its place, once more past the browser's cache. The file's name never means anything else,
 * so browsers keep what came under it for as long as its host says: also a page that the host sent when the file was not there yet.
 */
async function orPastCache(ask: (cache?: RequestCache) => Promise<FetchedFile>): Promise<FetchedFile> {
  try {
    return await ask();
  } catch (thrown) {
    if (!(thrown instanceof CheckError) || thrown.code !== 'not_the_file') throw thrown;
    return ask('reload');
  }
}

/** Returns what an evaluator has answered. Rejects if the connection breaks off before the answer's end. */
async function answerIn(response: Response, maxSize: number, { received }: OpenEntry): Promise<EvaluatorAnswer> {
  const { status } = response;
  const [seconds = 0] = /^\d{1,4}$/.exec(response.headers.get('Retry-After') ?? '') ?? [];
  const answer = { status, retryAfter: Number(seconds), body: new Uint8Array() };
  if (status !== 200) return answer;
  try {
    return { ...answer, body: await readUpTo(response, maxSize, 'evaluation', received) };
  } catch (thrown) {
    if (problemOf(thrown).code === 'network_failed') throw thrown;
    return answer;
  }
}

/** Makes a request and returns its response, which has the status 200: everything else rejects with CheckError. */
async function send(transport: Transport, url: URL, options: RequestInit): Promise<Response> {
  let response: Response;
  try {
    response = await transport(url, {
      ...options,
      headers: kHeaders,
      ...kNobody,
    });
  } catch {
    // Browsers don't tell a page whether it was no connection, a redirect, no CORS header, or our own policy.
    throw new CheckError('network_failed');
  }
  if (response.status === 404 || response.status === 410) throw new CheckError('file_missing');
  if (response.status !== 200) throw new CheckError('server_error', '', response.status);
  return response;
}
