// Runs an engine in a thread of Node's. It keeps the process alive while it is asked something, and only then.

import { Worker } from 'node:worker_threads';
import type { Call, EnginePort, Ready, Reply, Start } from '../engine/protocol.js';
import { Patience } from '../engine/patience.js';
import { CheckError } from '../errors.js';

/** How many milliseconds a thread may take to begin with its script, which is on disk. */
const kReadyTimeoutMs = 60_000;

/** Starts a thread with a server in it. Rejects with CheckError. */
export function openThread(script: URL): Promise<EnginePort> {
  return new Promise((resolve, reject) => {
    // The thread starts without the options that the program was started with, such as loaders and inspectors.
    const worker = new Worker(script, { execArgv: [] });
    const giveUp = (place = 'worker'): void => {
      patience.end();
      void worker.terminate();
      reject(new CheckError('engine_missing', place));
    };
    const patience = new Patience(kReadyTimeoutMs, () => giveUp('timeout'));
    const fail = (): void => giveUp();
    worker.once('error', fail);
    worker.once('exit', fail);
    worker.once('message', ({ ready }: Ready) => {
      worker.off('error', fail).off('exit', fail);
      if (!ready) return giveUp();
      patience.end();
      resolve(new ThreadPort(worker));
    });
  });
}

class ThreadPort implements EnginePort {
  readonly #worker: Worker;
  #unanswered = 0;
  #failed = false;
  #fail: () => void = () => {};

  constructor(worker: Worker) {
    this.#worker = worker;
    worker.unref();
    // An exception that nobody caught, a message that can't be read, or the thread's end by itself may also come before anybody listens.
    for (const event of ['error', 'messageerror', 'exit']) {
      worker.on(event, () => {
        this.#failed = true;
        this.#fail();
      });
    }
  }

  postMessage(message: Start | Call, transfer: Transferable[]): void {
    if ('id' in message) {
      this.#unanswered += 1;
      this.#worker.ref();
    }
    this.#worker.postMessage(message, transfer as ArrayBuffer[]);
  }

  listen(receive: (reply: Reply) => void, fail: () => void): void {
    this.#worker.on('message', (reply: Reply) => {
      this.#unanswered -= 1;
      if (this.#unanswered === 0) this.#worker.unref();
      receive(reply);
    });
    this.#fail = fail;
    if (this.#failed) fail();
  }

  close(): void {
    void this.#worker.terminate();
  }
}
