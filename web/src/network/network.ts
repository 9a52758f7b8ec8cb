// The only file that fetches. Every request goes out without credentials and referrer and follows no redirect. Those for
// data are read up to a length known beforehand and no further, and entered in the ledger before they are made.

import { CheckError, type Failure } from '../errors.js';
import type { Disclosure, Ledger, Purpose } from '../ledger.js';
import { readExactly, readUpTo } from './reading.js';
import { Stall } from './stall.js';

/** Most bytes of each, as in core, which refuses more in any case. */
const kMaxSize = { texts: 256 * 1024, engine: 1024 * 1024, pins: 64 * 1024, pointer: 4 * 1024, manifest: 64 * 1024 } as const;

const kCache: Readonly<Record<Purpose, RequestCache>> = {
  page: 'default', // named by their hashes, but for index.html
  pins: 'no-cache',
  pointer: 'no-store',
  manifest: 'default', // named by its hash
  // Immutable as well, but a cached bucket would show the phone's next user what was asked for.
  bucket: 'no-store',
  whole_list: 'no-store',
};

/** Time without a single byte, not in all: slow networks are the rule here. */
const kStallTimeoutMs = 20_000;

export interface BucketOptions {
  /** Exact bytes of the file. */
  readonly size: number;
  readonly disclosure?: Disclosure;
  readonly signal?: AbortSignal | undefined;
  readonly onBytes?: (count: number) => void;
}

/** A file of a list. */
export interface ListFile {
  readonly url: URL;
  /** The engine's number for the list. */
  readonly list: number;
}

/** Makes one request, as the function of browsers does. */
export type Transport = (url: URL, init: RequestInit) => Promise<Response>;

export const overNetwork: Transport = (url, init) => fetch(url, init);

export interface NetworkOptions {
  readonly stallTimeoutMs?: number;
  /** `cors`: the site's files are on another origin than the page, or the page has none; its code is from there already. */
  readonly ownFiles?: 'same-origin' | 'cors';
  readonly transport?: Transport;
  /** Empties the browser's own list of requests. */
  readonly clearTimings?: () => void;
}

type Read = (response: Response, onBytes: (count: number) => void) => Promise<Uint8Array>;

/** Where a checker has the files of lists from. Methods reject with CheckError, or with the signal's reason once it is aborted. */
export interface ListSource {
  /** True where nobody learns that a file is read. */
  isLocal(url: URL): boolean;

  /** Which lists the site trusts: from its own origin and nowhere else. */
  pins(url: URL): Promise<Uint8Array>;

  /** A list's pointer or manifest; with `cache` other than usual. */
  listFile(
    file: ListFile,
    purpose: 'pointer' | 'manifest',
    signal?: AbortSignal,
    cache?: RequestCache,
  ): Promise<Uint8Array>;

  /** A bucket: exactly `size` bytes, or bucket_length. */
  bucket(file: ListFile, purpose: 'bucket' | 'whole_list', options: BucketOptions): Promise<Uint8Array>;

  /** What a failure with a file from here comes to, for its reader. */
  explain(failure: Failure): Failure;
}

/** Methods reject with CheckError, or with the signal's reason once it is aborted. */
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

  /** The page's words in one language. This and the next two are the page's own files, which the ledger shows together. */
  texts(url: URL): Promise<Uint8Array> {
    return this.#ownFile(url, 'texts');
  }

  /** The engine's script, where no worker can be started from its address. */
  script(url: URL): Promise<Uint8Array> {
    return this.#engineFile(url);
  }

  /** Rejects with another error than CheckError if this browser can't compile it. */
  async compile(url: URL): Promise<WebAssembly.Module> {
    return WebAssembly.compile((await this.#engineFile(url)) as BufferSource);
  }

  /**
   * One of the page's own files as it was served, to be kept on this device: a worker's policy is in its headers. `cache` other
   * than usual.
   */
  async fileToKeep(url: URL, options: { cache?: RequestCache; onBytes?: (count: number) => void } = {}): Promise<Response> {
    let headers = new Headers();
    const read: Read = (response, onBytes) => {
      headers = new Headers(response.headers);
      return readUpTo(response, kMaxSize.engine, 'page', onBytes);
    };
    const body = await this.#record({ url, list: undefined }, 'page', { ...options, mode: 'same-origin' }, read);
    // What is kept has been unpacked.
    for (const name of ['content-encoding', 'content-length', 'vary']) headers.delete(name);
    return new Response(body as BodyInit, { headers });
  }

  /** On this device's disk: nobody is asked. */
  isLocal(url: URL): boolean {
    return url.protocol === 'file:';
  }

  /** Which lists the site trusts: from where its code comes from and nowhere else. */
  pins(url: URL): Promise<Uint8Array> {
    return this.#record({ url, list: undefined }, 'pins', { mode: this.#ownFiles }, upTo('pins'));
  }

  listFile(
    file: ListFile,
    purpose: 'pointer' | 'manifest',
    signal?: AbortSignal,
    cache?: RequestCache,
  ): Promise<Uint8Array> {
    return this.#record(file, purpose, { mode: 'cors', signal, cache }, upTo(purpose));
  }

  bucket(file: ListFile, purpose: 'bucket' | 'whole_list', options: BucketOptions): Promise<Uint8Array> {
    return this.#record(file, purpose, { ...options, mode: 'cors' }, (response, onBytes) =>
      readExactly(response, options.size, onBytes),
    );
  }

  explain(failure: Failure): Failure {
    return failure;
  }

  async #record(
    file: { readonly url: URL; readonly list: number | undefined },
    purpose: Purpose,
    options: { mode: RequestMode; cache?: RequestCache | undefined } & Partial<BucketOptions>,
    read: Read,
  ): Promise<Uint8Array> {
    const { mode, cache = kCache[purpose], disclosure, signal, onBytes } = options;
    signal?.throwIfAborted();
    const entry = this.#ledger.open({ ...file, purpose, disclosure });
    try {
      const body = await this.#fetch(file.url, { mode, cache }, purpose, signal, (response, restart) =>
        read(response, (count) => {
          restart();
          entry.received(count);
          onBytes?.(count);
        }),
      );
      entry.close('done');
      return body;
    } catch (thrown) {
      entry.close('failed');
      signal?.throwIfAborted();
      throw thrown;
    }
  }

  #ownFile(url: URL, what: 'texts' | 'engine'): Promise<Uint8Array> {
    return this.#fetch(url, { mode: this.#ownFiles, cache: 'default' }, what, undefined, (response, restart) =>
      readUpTo(response, kMaxSize[what], what, restart),
    );
  }

  async #engineFile(url: URL): Promise<Uint8Array> {
    try {
      return await this.#ownFile(url, 'engine');
    } catch (thrown) {
      // Only a reload fetches it again.
      throw thrown instanceof CheckError ? new CheckError('engine_missing', thrown.code, thrown.number) : thrown;
    }
  }

  /** Gives up when nothing has come for a while; `read` says when something has. */
  async #fetch(
    url: URL,
    init: RequestInit,
    place: string,
    signal: AbortSignal | undefined,
    read: (response: Response, restart: () => void) => Promise<Uint8Array>,
  ): Promise<Uint8Array> {
    const stall = new Stall(this.#stallTimeoutMs);
    const abort = (): void => stall.controller.abort();
    signal?.addEventListener('abort', abort);
    try {
      const response = await send(this.#transport, url, { ...init, signal: stall.controller.signal });
      return await read(response, () => stall.restart());
    } catch (thrown) {
      throw stall.expired ? new CheckError('timeout', place) : thrown;
    } finally {
      stall.stop();
      // It would keep the bucket's name for as long as the page is open.
      this.#clearTimings();
      // Also ends a body that has more to say than it should.
      stall.controller.abort();
      signal?.removeEventListener('abort', abort);
    }
  }
}

/** Whatever the status line may say, only a plain 200 is an answer. */
async function send(transport: Transport, url: URL, options: RequestInit): Promise<Response> {
  let response: Response;
  try {
    response = await transport(url, {
      ...options,
      credentials: 'omit',
      redirect: 'error',
      referrerPolicy: 'no-referrer',
    });
  } catch {
    // No connection, a redirect, no CORS header, our own policy: browsers don't tell a page which.
    throw new CheckError('network_failed');
  }
  if (response.status === 404 || response.status === 410) throw new CheckError('file_missing');
  if (response.status !== 200) throw new CheckError('server_error', '', response.status);
  return response;
}

function upTo(purpose: keyof typeof kMaxSize): Read {
  return (response, onBytes) => readUpTo(response, kMaxSize[purpose], purpose, onBytes);
}
