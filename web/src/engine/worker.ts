// The worker: owns one engine and answers its calls one after the other. Built as a classic script without imports.

import { CheckError, isOutOfMemory, problemOf } from '../errors.js';
import { Engine } from './engine.js';
import createModule from './module.js';
import type { Call, Reply, Start } from './protocol.js';

interface WorkerScope {
  addEventListener(type: 'message', listener: (event: MessageEvent<Start | Call>) => void): void;
  postMessage(reply: Reply): void;
}
const scope = self as unknown as WorkerScope;

async function startEngine(compiled: WebAssembly.Module): Promise<Engine> {
  try {
    const module = await new Promise<Awaited<ReturnType<typeof createModule>>>((resolve, reject) => {
      createModule({
        instantiateWasm: (imports, done) => {
          // Emscripten would wait for ever after a failure here, so it is reported past it.
          WebAssembly.instantiate(compiled, imports).then((instance) => done(instance, compiled), reject);
          return {};
        },
      }).then(resolve, reject);
    });
    return new Engine(module, crypto.getRandomValues(new Uint8Array(32)));
  } catch (thrown) {
    if (thrown instanceof CheckError) throw thrown;
    throw new CheckError(isOutOfMemory(thrown) ? 'out_of_memory' : 'engine_failed');
  }
}

function run(engine: Engine, call: Call): unknown {
  // The client's types have matched the arguments to the method already.
  const method = engine[call.method] as (...args: readonly unknown[]) => unknown;
  return method.apply(engine, [...call.args]);
}

let engine: Promise<Engine> | undefined;

async function answer(call: Call): Promise<void> {
  try {
    if (!engine) throw new CheckError('engine_failed', 'start');
    // Awaiting even a settled promise keeps the calls in their order.
    scope.postMessage({ id: call.id, ok: true, value: run(await engine, call) });
  } catch (thrown) {
    scope.postMessage({ id: call.id, ok: false, problem: problemOf(thrown) });
  }
}

scope.addEventListener('message', ({ data }) => {
  if ('module' in data) engine = startEngine(data.module);
  else void answer(data);
});
