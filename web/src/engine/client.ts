// The caller's side of an engine: calls by id, answered in order by its server. When the server is lost every call, pending or
// later, fails.

import { CheckError, isErrorCode, isOutOfMemory, type ErrorCode } from '../errors.js';
import type { Engine } from './engine.js';
import type { Call, EnginePort, Method, Reply, Start } from './protocol.js';

interface Pending {
  readonly resolve: (value: never) => void;
  readonly reject: (reason: CheckError) => void;
}

const kLogKeySize = 32;

export class EngineClient {
  readonly #pending = new Map<number, Pending>();
  /** Or lost before it was. */
  readonly #started: Promise<void>;
  #settleStart: () => void = () => {};
  #port: EnginePort | undefined;
  #nextId = 1;
  #lost: CheckError | undefined;

  /** Takes the port over. Port and module may still be on their way. */
  constructor(port: Promise<EnginePort>, module: Promise<WebAssembly.Module>) {
    this.#started = new Promise((resolve) => (this.#settleStart = resolve));
    Promise.all([port, module])
      .then(([opened, compiled]) => this.#start(opened, compiled))
      .catch((thrown: unknown) => {
        if (thrown instanceof CheckError) this.#lose(thrown);
        else this.#lose(new CheckError(isOutOfMemory(thrown) ? 'out_of_memory' : 'engine_failed'));
        // Not to be left running for nobody.
        port.then((opened) => opened.close()).catch(() => {});
      });
  }

  get lost(): boolean {
    return this.#lost !== undefined;
  }

  /** Byte arrays among the arguments are handed over: the caller's become empty. Rejects with CheckError. */
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
      this.#port?.postMessage({ id, method, args } satisfies Call, buffers);
    });
  }

  /** Ends the engine at once and gives its memory back. Calls that wait fail with `code`. */
  close(code: ErrorCode): void {
    this.#lose(new CheckError(code));
  }

  #start(port: EnginePort, module: WebAssembly.Module): void {
    if (this.#lost) {
      port.close();
      return;
    }
    this.#port = port;
    port.listen(
      (reply) => this.#receive(reply),
      () => this.close('engine_failed'),
    );
    const logKey = crypto.getRandomValues(new Uint8Array(kLogKeySize));
    port.postMessage({ module, logKey } satisfies Start, []);
    this.#settleStart();
  }

  #receive(reply: Reply): void {
    const pending = this.#pending.get(reply.id);
    this.#pending.delete(reply.id);
    if (!pending) return;
    if (reply.ok) {
      pending.resolve(reply.value as never);
      return;
    }
    const { code, place, number } = reply.problem;
    // An engine that speaks of what nobody knows is not to be trusted.
    pending.reject(isErrorCode(code) ? new CheckError(code, place, number) : new CheckError('engine_failed', code));
  }

  #lose(reason: CheckError): void {
    this.#lost ??= reason;
    this.#port?.close();
    for (const { reject } of this.#pending.values()) reject(this.#lost);
    this.#pending.clear();
    // Nobody waits for a port or a module that is of no more use.
    this.#settleStart();
  }
}
