// The page's side of the engine: calls by id, answered in order by the worker. When the worker is lost every call,
// pending or later, fails; it is not restarted, because the count of what this sitting disclosed is lost with it.

import { CheckError, isOutOfMemory, type ErrorCode } from '../errors.js';
import type { Engine } from './engine.js';
import type { Call, Method, Reply, Start } from './protocol.js';

interface Pending {
  readonly resolve: (value: never) => void;
  readonly reject: (reason: CheckError) => void;
}

/** What callers need of the engine; the worker's client is one. */
export interface AsyncEngine {
  /** Byte arrays among the arguments are handed over: the caller's become empty. Rejects with CheckError. */
  call<M extends Method>(method: M, ...args: Parameters<Engine[M]>): Promise<ReturnType<Engine[M]>>;
}

export class EngineClient implements AsyncEngine {
  readonly #worker: Worker;
  readonly #pending = new Map<number, Pending>();
  readonly #started: Promise<void>;
  #nextId = 1;
  #lost: CheckError | undefined;

  /** Takes the worker over. `module` may still be compiling. */
  constructor(worker: Worker, module: Promise<WebAssembly.Module>) {
    this.#worker = worker;
    worker.addEventListener('message', ({ data }: MessageEvent<Reply>) => this.#receive(data));
    // A script that doesn't load, an exception nobody caught, a message that can't be read.
    worker.addEventListener('error', () => this.#lose('engine_failed'));
    worker.addEventListener('messageerror', () => this.#lose('engine_failed'));
    this.#started = module.then(
      (compiled) => worker.postMessage({ module: compiled } satisfies Start),
      (thrown: unknown) => {
        if (thrown instanceof CheckError) this.#lose(thrown.code);
        else this.#lose(isOutOfMemory(thrown) ? 'out_of_memory' : 'engine_failed');
      },
    );
  }

  async call<M extends Method>(method: M, ...args: Parameters<Engine[M]>): Promise<ReturnType<Engine[M]>> {
    await this.#started;
    return new Promise((resolve, reject) => {
      if (this.#lost) {
        reject(this.#lost);
        return;
      }
      const id = this.#nextId++;
      this.#pending.set(id, { resolve, reject });
      const buffers = args.flatMap((arg: unknown) => (arg instanceof Uint8Array ? [arg.buffer as ArrayBuffer] : []));
      this.#worker.postMessage({ id, method, args } satisfies Call, buffers);
    });
  }

  #receive(reply: Reply): void {
    const pending = this.#pending.get(reply.id);
    this.#pending.delete(reply.id);
    if (!pending) return;
    if (reply.ok) pending.resolve(reply.value as never);
    else pending.reject(new CheckError(reply.problem.code, reply.problem.place, reply.problem.number));
  }

  #lose(code: ErrorCode): void {
    this.#lost ??= new CheckError(code);
    this.#worker.terminate();
    for (const { reject } of this.#pending.values()) reject(this.#lost);
    this.#pending.clear();
  }
}
