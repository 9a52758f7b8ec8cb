// Where an engine runs in a browser. Best is a worker from its own address; a frame with an opaque origin gets one only from a
// blob; and where there can be no worker (old web views, strange policies) the page itself has to do it, and stands still
// meanwhile. What is possible shows only when it is tried.

import { CheckError } from '../errors.js';
import { scriptUrl } from '../trusted_types.js';
import type { Call, EnginePort, Ready, Reply, ServerPort, Start } from './protocol.js';

/** In the order in which they are tried. */
const kRungs = ['worker', 'blob', 'page'] as const;
export type Rung = (typeof kRungs)[number];

/** A worker whose script has not loaded by then never will. */
const kReadyTimeoutMs = 20_000;
/** For the page to be drawn before it stands still. */
const kDrawMs = 20;

export interface HostOptions {
  /** Of the script that engine/worker.ts is built into. */
  readonly script: URL;
  /** Fetches the script's text. Rejects with CheckError. */
  readonly readScript: () => Promise<Uint8Array>;
  /** Those that are tried; by default all. */
  readonly rungs?: readonly Rung[] | undefined;
}

export class EngineHost {
  readonly #options: HostOptions;
  #rung: Rung | undefined;
  #blob: Promise<string> | undefined;

  constructor(options: HostOptions) {
    this.#options = options;
  }

  /** Whether the page stands still while an engine works. Known once one has been opened. */
  get blocksPage(): boolean {
    return this.#rung === 'page';
  }

  /** Rejects with CheckError: there is no way at all, or the script can't be had. */
  async open(): Promise<EnginePort> {
    // What has worked once is not given up for something worse: that it fails now will pass.
    for (const rung of this.#rung ? [this.#rung] : (this.#options.rungs ?? kRungs)) {
      try {
        const port = await this.#openOn(rung);
        this.#rung = rung;
        return port;
      } catch (thrown) {
        if (thrown instanceof CheckError) throw thrown;
      }
    }
    throw new CheckError('engine_failed', 'worker');
  }

  async #openOn(rung: Rung): Promise<EnginePort> {
    const { script } = this.#options;
    switch (rung) {
      case 'worker':
        return openWorker(scriptUrl(script.href));
      case 'blob':
        this.#blob ??= this.#makeBlob();
        return openWorker(scriptUrl(await this.#blob));
      case 'page':
        return new PagePort(await loadServer(script));
    }
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

function openWorker(url: string): Promise<EnginePort> {
  return new Promise((resolve, reject) => {
    const worker = new Worker(url);
    const giveUp = (): void => {
      clearTimeout(timer);
      worker.terminate();
      reject(new Error('no worker'));
    };
    const timer = setTimeout(giveUp, kReadyTimeoutMs);
    worker.onerror = giveUp;
    worker.onmessage = ({ data }: MessageEvent<Ready>) => {
      if (!data.ready) return;
      clearTimeout(timer);
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

/** The worker's script as the page's own. */
function loadServer(script: URL): Promise<Serve> {
  server ??= new Promise<Serve>((resolve, reject) => {
    const element = document.createElement('script');
    element.src = scriptUrl(script.href);
    element.onload = () => {
      if (window.selfcheckServe) resolve(window.selfcheckServe);
      else reject(new Error('no server'));
    };
    element.onerror = () => {
      server = undefined;
      element.remove();
      reject(new Error('no script'));
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
