// In a browser an engine runs in a worker. The site's page starts the worker from its script's address; the worker then has the policy
// that the script was served with, by which it can connect nowhere. A page that has no origin, or another one than the script, can start
// a worker only from a blob, which then has the page's policy. Where a browser has no workers at all (old web views), or can start none
// from a blob, whose policy would be the page's anyway, the page itself does the work, and stands still meanwhile.
//
// A script that did not load is never a reason to run the engine elsewhere: it is fetched again.

import { CheckError } from '../errors.js';
import { runScript } from '../page_script.js';
import { scriptUrl } from '../trusted_types.js';
import { isAsBuilt, type ReadFile } from './code.js';
import { Patience } from './patience.js';
import type { Call, EnginePort, Ready, Reply, ServerPort, Start } from './protocol.js';

/**
 * How many milliseconds a worker's script may take to load. On a slow line nothing is seen of it until it runs; a script that can't be had
 * fails at once.
 */
const kReadyTimeoutMs = 60_000;
/** Milliseconds in which the page can be drawn before it stands still. */
const kDrawMs = 20;

export interface HostOptions {
  /** The address of the script that engine/worker.ts is built into. */
  readonly script: URL;
  /** The SHA-256 of the script in base64, where the page knows it. */
  readonly hash?: string;
  readonly readScript: ReadFile;
  /** Whether a worker is started from its script's address or from a blob. */
  readonly workerFrom: 'address' | 'blob';
}

export class EngineHost {
  readonly #options: HostOptions;
  #source: Promise<string> | undefined;
  #onPage = false;
  /** True once the page's policy has refused a worker: the page's server has then made it stricter than the site's own policy. */
  #forbidden = false;

  constructor(options: HostOptions) {
    this.#options = options;
    document.addEventListener('securitypolicyviolation', ({ effectiveDirective }) => {
      if (effectiveDirective === 'worker-src') this.#forbidden = true;
    });
  }

  /** Whether the page stands still while an engine works, which is known once a port has been opened. */
  get blocksPage(): boolean {
    return this.#onPage;
  }

  /** Opens the line to a new server. Rejects with CheckError if nothing here can run one, or if the script can't be had. */
  async open(): Promise<EnginePort> {
    if (typeof Worker !== 'function') return this.#openOnPage();
    if (this.#options.workerFrom === 'address') return this.#openFromAddress();
    const blob = scriptUrl(await this.#workerSource());
    try {
      const port = await openWorker(blob);
      this.#onPage = false;
      return port;
    } catch (thrown) {
      if (thrown instanceof CheckError) throw thrown;
      return this.#openOnPage();
    }
  }

  async #openFromAddress(): Promise<EnginePort> {
    const url = scriptUrl(await this.#workerSource());
    try {
      return await openWorker(url);
    } catch (thrown) {
      if (thrown instanceof CheckError) throw thrown;
      // A browser does not say why a worker failed. Fetching the script says it, and replaces a bad copy in the browser's cache.
      await this.#refetchScript();
    }
    try {
      return await openWorker(url);
    } catch (thrown) {
      if (thrown instanceof CheckError) throw thrown;
      throw new CheckError(this.#forbidden ? 'engine_forbidden' : 'engine_missing', 'worker');
    }
  }

  async #openOnPage(): Promise<EnginePort> {
    const serve = await loadServer(this.#options);
    this.#onPage = true;
    return new PagePort(serve);
  }

  /** Fetches the script, once more if it failed to come or is not as it was built. */
  async #fetchScript(): Promise<Uint8Array> {
    const { hash, readScript } = this.#options;
    const first = await readScript().catch(() => undefined);
    if (first && (await isAsBuilt(first, hash))) return first;
    return this.#refetchScript();
  }

  /** Fetches the script past the browser's cache. Rejects if it is not as it was built. */
  async #refetchScript(): Promise<Uint8Array> {
    const { hash, readScript } = this.#options;
    const script = await readScript('reload');
    if (!(await isAsBuilt(script, hash))) throw new CheckError('engine_missing', 'content');
    return script;
  }

  /** Returns the address that workers are started from, once the script that they will run is known to be sound. */
  #workerSource(): Promise<string> {
    const { script, hash, workerFrom } = this.#options;
    const fromAddress = workerFrom === 'address';
    // A worker can't be told which bytes to expect. What is compared here stays in the browser's cache, from which the worker then comes.
    this.#source ??= (fromAddress && hash === undefined ? Promise.resolve(undefined) : this.#fetchScript())
      .then((code) => (fromAddress ? script.href : URL.createObjectURL(new Blob([code as BlobPart], { type: 'text/javascript' }))))
      .catch((thrown: unknown) => {
        this.#source = undefined;
        throw thrown;
      });
    return this.#source;
  }
}

/** Rejects with engine_missing if the script does not come in time, and with an error other than CheckError if no worker can be had. */
function openWorker(url: string): Promise<EnginePort> {
  return new Promise((resolve, reject) => {
    const worker = new Worker(url);
    const giveUp = (reason: Error): void => {
      patience.end();
      worker.terminate();
      reject(reason);
    };
    const patience = new Patience(kReadyTimeoutMs, () => giveUp(new CheckError('engine_missing', 'timeout')));
    worker.onerror = () => giveUp(new Error('no worker'));
    worker.onmessage = ({ data }: MessageEvent<Ready>) => {
      if (!data.ready) return;
      patience.end();
      resolve(new WorkerPort(worker));
    };
  });
}

class WorkerPort implements EnginePort {
  readonly #worker: Worker;
  #failed = false;
  #fail: () => void = () => {};

  constructor(worker: Worker) {
    this.#worker = worker;
    // An exception that nobody caught, or a message that can't be read, may also come before anybody listens.
    worker.onerror = worker.onmessageerror = () => {
      this.#failed = true;
      this.#fail();
    };
  }

  postMessage(message: Start | Call, transfer: Transferable[]): void {
    this.#worker.postMessage(message, transfer);
  }

  listen(receive: (reply: Reply) => void, fail: () => void): void {
    this.#worker.onmessage = ({ data }: MessageEvent<Reply>) => receive(data);
    this.#fail = fail;
    if (this.#failed) fail();
  }

  close(): void {
    this.#worker.terminate();
  }
}

type Serve = (port: ServerPort) => void;

let server: Promise<Serve> | undefined;

/** Loads the worker's script as the page's own, and returns the server in it. Rejects with CheckError; the next call then tries again. */
function loadServer({ script, hash }: HostOptions): Promise<Serve> {
  server ??= runScript({ address: script.href, hash })
    .catch(() => {})
    .then(() => {
      if (window.selfcheckServe) return window.selfcheckServe;
      server = undefined;
      throw new CheckError('engine_missing', 'script');
    });
  return server;
}

/** The line to a server that runs on the page itself. */
class PagePort implements EnginePort {
  #toServer: ((event: { readonly data: Start | Call }) => void) | undefined;
  #receive: (reply: Reply) => void = () => {};
  #closed = false;

  constructor(serve: Serve) {
    serve({
      addEventListener: (_type, listener) => {
        this.#toServer = listener;
      },
      postMessage: (message) => {
        if (!this.#closed && 'id' in message) this.#receive(message);
      },
    });
  }

  postMessage(message: Start | Call): void {
    setTimeout(() => {
      if (!this.#closed) this.#toServer?.({ data: message });
    }, kDrawMs);
  }

  listen(receive: (reply: Reply) => void): void {
    this.#receive = receive;
  }

  close(): void {
    this.#closed = true;
    this.#toServer = undefined;
  }
}
