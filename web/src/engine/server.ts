// The server owns one engine and answers a client's calls one after the other.

import { CheckError, isOutOfMemory, problemOf } from '../errors.js';
import { isWebAssemblyForbidden } from './code.js';
import { Engine } from './engine.js';
import createModule from './module.js';
import type { Call, ServerPort, Start } from './protocol.js';

async function startEngine({ module, logKey }: Start): Promise<Engine> {
  try {
    return new Engine(await createModule({ wasm: module }), logKey);
  } catch (thrown) {
    if (thrown instanceof CheckError) throw thrown;
    if (isOutOfMemory(thrown)) throw new CheckError('out_of_memory');
    throw noEngine();
  }
}

function noEngine(): CheckError {
  return isWebAssemblyForbidden() ? new CheckError('engine_forbidden', 'worker') : new CheckError('engine_failed', 'start');
}

/** A channel that leads nowhere: the memory of whatever is transferred to it is freed. */
const drain = new MessageChannel();
drain.port2.close();

function run(engine: Engine, call: Call): unknown {
  // The client's types have matched the arguments to the method already.
  const method = engine[call.method] as (...args: readonly unknown[]) => unknown;
  try {
    return method.apply(engine, [...call.args]);
  } finally {
    // The arguments' memory is freed at once; garbage collection would let many buckets come together first.
    const args = call.args as readonly { buffer?: ArrayBuffer }[];
    drain.port1.postMessage(0, args.flatMap(({ buffer }) => buffer ?? []));
  }
}

export function serve(port: ServerPort): void {
  let engine: Promise<Engine> | undefined;

  async function answer(call: Call): Promise<void> {
    try {
      // No module has come: Firefox does not even let one in where WebAssembly may not run.
      if (!engine) throw noEngine();
      // Awaiting even a settled promise keeps the calls in their order.
      port.postMessage({ id: call.id, ok: true, value: run(await engine, call) });
    } catch (thrown) {
      port.postMessage({ id: call.id, ok: false, problem: problemOf(thrown) });
    }
  }

  port.addEventListener('message', ({ data }) => {
    if (!('module' in data)) {
      void answer(data);
      return;
    }
    engine = startEngine(data);
    // The next call awaits the same promise and reports its failure.
    engine.catch(() => {});
  });
  port.postMessage({ ready: true });
}
