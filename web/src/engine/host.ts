// Where an engine runs in a browser: in a worker. The site's page starts it from its script's address, and then it has the policy that
// the script was served with: it can connect nowhere. A page that has no origin, or another one than the script, can start it only
// from a blob, and then it has the page's policy. Only where a browser has no workers at all (old web views) the page itself does the
// work, and stands still meanwhile; or where it can have none from a blob, whose policy would be the page's, too.
//
// That a script did not load is never a reason for going elsewhere: it is fetched again.

import { CheckError } from '../errors.js';
import { scriptUrl } from '../trusted_types.js';
import { Patience } from './patience.js';
import type { Call, EnginePort, Ready, Reply, ServerPort, Start } from './protocol.js';

/** For a script on a slow line, of which nothing is seen until it runs. One that can't be had fails at once. */
const kReadyTimeoutMs = 60_000;
/** For the page to be drawn before it stands still. */
const kDrawMs = 20;

export interface HostOptions {
  /** Of the script that engine/worker.ts is built into. */
  readonly script: URL;
  /** Fetches the script's text; with `cache` other than usual. Rejects with CheckError. */
  readonly readScript: (cache?: RequestCache) => Promise<Uint8Array>;
  /** What a worker is started from. */
  readonly workerFrom: 'address' | 'blob';
}

export class EngineHost {
  readonly #options: HostOptions;
  #blob: Promise<string> | undefined;
  #onPage = false;
  /** The page's policy has no place for a worker: its server has made it stricter than the site's own is. */
  #forbidden = false;

  constructor(options: HostOptions) {
    this.#options = options;
    document.addEventListener('securitypolicyviolation', ({ effectiveDirective }) => {
      if (effectiveDirective === 'worker-src') this.#forbidden = true;
    });
  }

  /** Whether the page stands still while an engine works. Known once one has been opened. */
  get blocksPage(): boolean {
    return this.#onPage;
  }

  /** Rejects with CheckError: there is no way at all, or the script can't be had. */
  async open(): Promise<EnginePort> {
    if (typeof Worker !== 'function') return this.#openOnPage();
    if (this.#options.workerFrom === 'address') return this.#openFromAddress();
    this.#blob ??= this.#makeBlob();
    const blob = scriptUrl(await this.#blob);
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
    const { script, readScript } = this.#options;
    const url = scriptUrl(script.href);
    try {
      return await openWorker(url);
    } catch (thrown) {
      if (thrown instanceof CheckError) throw thrown;
      // Why it failed can't be seen. This says it, and takes the place of what may be bad in the browser's cache.
      await readScript('reload');
    }
    try {
      return await openWorker(url);
    } catch (thrown) {
      if (thrown instanceof CheckError) throw thrown;
      throw new CheckError(this.#forbidden ? 'engine_forbidden' : 'engine_missing', 'worker');
    }
  }

  async #openOnPage(): Promise<EnginePort> {
    const serve = await loadServer(this.#options.script);
    this.#onPage = true;
    return new PagePort(serve);
  }

  async #makeBlob(): Promise<string> {
    try {
      const text = await this.#options.readScript();
      return URL.createObjectURL(new Blob([text as BlobPart], { type: 'text/javascript' }));
    } catch (thrown) {
      this.#blob = undefined;
      throw thrown;
    }
  }
}

/** Rejects with engine_missing if nothing comes, and with anything else if there is no such worker. */
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
    // An exception that nobody caught, a message that can't be read: also before anybody listens.
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

/** The worker's script as the page's own. Rejects with CheckError, and then is tried again by whoever asks next. */
function loadServer(script: URL): Promise<Serve> {
  server ??= new Promise<Serve>((resolve, reject) => {
    const element = document.createElement('script');
    element.src = scriptUrl(script.href);
    element.onload = element.onerror = () => {
      if (window.selfcheckServe) {
        resolve(window.selfcheckServe);
        return;
      }
      server = undefined;
      element.remove();
      reject(new CheckError('engine_missing', 'script'));
    };
    document.head.append(element);
  });
  return server;
}

/** A server on the page itself. */
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
