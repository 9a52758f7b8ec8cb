// The caller's side of an engine. Calls have ids, and the engine's server answers them in order. When the server is lost, or has not
// answered for far too long, every call fails, those that are pending and those that come later.

import { CheckError, isOutOfMemory, type ErrorCode } from '../errors.js';
import type { Engine } from './engine.js';
import { Patience } from './patience.js';
import type { Call, EnginePort, Method, Reply, Start } from './protocol.js';

interface Pending {
  readonly resolve: (value: never) => void;
  readonly reject: (reason: CheckError) => void;
}

const kLogKeySize = 32;

/** How many milliseconds an answer is waited for: far longer than an engine needs for any that takes no hash. */
export const kPatienceMs = 60_000;

/**
 * A lane's engine is replaced by its user as soon as something is wrong with it. The session's engine is made anew by every call until
 * it has started: nothing is lost with it, and what kept it from starting may have passed. Once it has started it is replaced by restart()
 * only, and never after it has counted a request, since another one would not know what the sitting has disclosed.
 */
export type Role = 'session' | 'lane';

/** Returns the engine's port and its module, which may both still be on their way. */
type Connect = () => [port: Promise<EnginePort>, module: Promise<WebAssembly.Module>];

export class EngineClient {
  /** How many milliseconds each answer is waited for. */
  patienceMs = kPatienceMs;
  readonly #connect: Connect;
  readonly #role: Role;
  readonly #pending = new Map<number, Pending>();
  #started: Promise<void> = Promise.resolve();
  #settleStart: () => void = () => {};
  #port: EnginePort | undefined;
  #patience: Patience | undefined;
  #nextId = 1;
  #lost: CheckError | undefined;
  /** True once no other engine may take this one's place. */
  #isLast = false;

  /** The port that `connect` returns belongs to the client from then on. */
  constructor(connect: Connect, role: Role) {
    this.#connect = connect;
    this.#role = role;
    this.#open();
  }

  get lost(): boolean {
    return this.#lost !== undefined;
  }

  /**
   * Puts another engine, which has to be told everything anew, in the place of the session's, once that has answered every call that is under way.
   * Resolves to false if there is none yet, or none may be replaced.
   */
  async restart(): Promise<boolean> {
    // Calls are answered in order.
    while (this.#pending.size > 0) await this.call('clearIdentifier').catch(() => {});
    if (!this.#port || this.#isLast) return false;
    this.#lose(new CheckError('engine_failed'));
    this.#port = undefined;
    this.#open();
    return true;
  }

  /** Resolves once the engine was told to start, or was lost before that. Never rejects. */
  untilStarted(): Promise<void> {
    return this.#started;
  }

  /**
   * Calls a method of the engine. The memory of byte arrays among the arguments is handed over, so the caller's arrays become empty.
   * Rejects with CheckError.
   */
  async call<M extends Method>(method: M, ...args: Parameters<Engine[M]>): Promise<ReturnType<Engine[M]>> {
    if (this.#lost && !this.#isLast && this.#role === 'session' && !this.#port) this.#open();
    // Meanwhile another engine may have taken the place of the one that was waited for.
    do await this.#started;
    while (!this.#port && !this.#lost);
    if (method === 'recordRequest') this.#isLast = true;
    return new Promise((resolve, reject) => {
      if (this.#lost) {
        reject(this.#lost);
        return;
      }
      const id = this.#nextId++;
      this.#pending.set(id, { resolve, reject });
      if (this.#pending.size === 1) this.#wait();
      const buffers = args.flatMap((arg: unknown) => (arg instanceof Uint8Array ? [arg.buffer as ArrayBuffer] : []));
      this.#port?.postMessage({ id, method, args } satisfies Call, buffers);
    });
  }

  /** Ends the engine at once and gives its memory back. Calls that wait fail with `code`. */
  close(code: ErrorCode): void {
    this.#isLast = true;
    this.#lose(new CheckError(code));
  }

  #open(): void {
    this.#lost = undefined;
    this.#started = new Promise((resolve) => (this.#settleStart = resolve));
    const [port, module] = this.#connect();
    Promise.all([port, module])
      .then(([opened, compiled]) => this.#start(opened, compiled))
      .catch((thrown: unknown) => {
        if (thrown instanceof CheckError) this.#lose(thrown);
        else this.#lose(new CheckError(isOutOfMemory(thrown) ? 'out_of_memory' : 'engine_failed'));
        // A server must not be left running for nobody.
        port.then((opened) => opened.close()).catch(() => {});
      });
  }

  #start(port: EnginePort, module: WebAssembly.Module): void {
    if (this.#lost) {
      port.close();
      return;
    }
    this.#port = port;
    port.listen(
      // A worker that has been replaced may still have something to say.
      (reply) => this.#port === port && this.#receive(reply),
      () => this.#port === port && this.#lose(new CheckError('engine_failed')),
    );
    const logKey = crypto.getRandomValues(new Uint8Array(kLogKeySize));
    port.postMessage({ module, logKey } satisfies Start, []);
    this.#settleStart();
  }

  #receive(reply: Reply): void {
    const pending = this.#pending.get(reply.id);
    this.#pending.delete(reply.id);
    this.#wait();
    if (!pending) return;
    if (reply.ok) {
      pending.resolve(reply.value as never);
      return;
    }
    const { code, place, number } = reply.problem;
    // A code that nobody knows becomes "could not tell", too, with the words for an engine that has failed (failures.ts).
    pending.reject(new CheckError(code, place, number));
  }

  /** Waits for the next answer, if a call is pending. */
  #wait(): void {
    this.#patience?.end();
    if (this.#pending.size === 0) return;
    // The session's engine is not replaced then, as nobody waits that long twice, so it has failed for good.
    const code = this.#role === 'session' ? 'engine_failed' : 'engine_hung';
    this.#patience = new Patience(this.patienceMs, () => this.close(code));
  }

  #lose(reason: CheckError): void {
    this.#lost ??= reason;
    this.#port?.close();
    this.#patience?.end();
    for (const { reject } of this.#pending.values()) reject(this.#lost);
    this.#pending.clear();
    // Callers must not go on waiting for a port or a module that is of no more use.
    this.#settleStart();
  }
}
