// The processor and the memory of a device. In most worlds the processor computes as it should, and what the slow hash came to is
// remembered. In some it has SIMD that always computes wrongly, as some phones have, or is one of those on which WebAssembly computes
// wrongly now and then (docs/THREAT-MODEL.md): then one engine of the sitting may be wrong, and the page must not fall for it.
import { createHash } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { withFaults } from '../../browser/support/faulty_wasm.mjs';
import { engine } from '../../browser/support/paths.mjs';
import { spoilSimd } from '../../browser/support/spoiled_wasm.mjs';
import { remember, withHooks } from './memo_wasm.mjs';
import { failed } from './workers.mjs';

const kOfMemory = { 'no memory for an engine': 1, 'no memory for a hash': 2 };
const kWrong = { 'does not find': 4, fails: 3, 'flips a bit': 1 };
/** What a wrong engine can fail in. */
const kMethods = ['selfTest', 'openManifest', 'proveCanary', 'hash', 'evaluate', 'decide', 'request', 'verifyBucket'];

/** An engine with a flipped bit may go round in circles: it traps after so many results. */
const kMostResults = 400_000_000n;

/** All modules that there are, compiled once. */
export class Modules {
  #byHash = new Map();
  #engines = new Map();
  files = new Map();
  #faulty;

  static async make() {
    const modules = new Modules();
    for (const name of ['selfcheck-simd.wasm', 'selfcheck.wasm']) modules.files.set(name, await readFile(join(engine, name)));
    const simd = modules.files.get('selfcheck-simd.wasm');
    modules.#engines.set(hashOf(simd), { sound: new WebAssembly.Module(withHooks(simd)), spoiled: new WebAssembly.Module(spoilSimd(simd)) });
    return modules;
  }

  compile(bytes, hasBadSimd) {
    const hash = hashOf(bytes);
    const engine = this.#engines.get(hash);
    if (engine) return hasBadSimd ? engine.spoiled : engine.sound;
    if (!this.#byHash.has(hash)) this.#byHash.set(hash, new WebAssembly.Module(bytes));
    return this.#byHash.get(hash);
  }

  isRemembered(module) {
    return [...this.#engines.values()].some(({ sound }) => sound === module);
  }

  /** The engine in which one result can be flipped. */
  get faulty() {
    this.#faulty ??= new WebAssembly.Module(withFaults(this.files.get('selfcheck-simd.wasm')));
    return this.#faulty;
  }
}

const hashOf = (bytes) => createHash('sha256').update(bytes).digest('base64');

const kNotFound = { outcome: 'not_found' };

export class Machine {
  #fate;
  #modules;
  #isErratic;
  #hasBadSimd;
  #isDeceived;
  /** True once there is the one engine that computes wrongly. */
  #hasWrong = false;

  /** `isDeceived`: every engine says of every number that it is not there. Only a world that must fail has that. */
  constructor({ fate, modules, isErratic, hasBadSimd, isDeceived }) {
    this.#fate = fate;
    this.#modules = modules;
    this.#isErratic = isErratic;
    this.#hasBadSimd = hasBadSimd;
    this.#isDeceived = isDeceived;
  }

  /** What a page has as `WebAssembly`. */
  get webAssembly() {
    return {
      ...{ Module: WebAssembly.Module, Instance: WebAssembly.Instance, validate: (bytes) => WebAssembly.validate(bytes) },
      compile: async (bytes) => this.#modules.compile(bytes, this.#hasBadSimd),
    };
  }

  /** What one worker has of it. `answer(method, reply)` returns what becomes of an engine's reply. */
  processor() {
    const wrong = this.#isErratic && !this.#hasWrong ? this.#fate.fault('machine', 'engine', kWrong) : undefined;
    if (wrong) this.#hasWrong = true;
    const failing = wrong?.chance.pick(kMethods);
    return {
      webAssembly: {
        ...{ Module: WebAssembly.Module, Instance: WebAssembly.Instance },
        instantiate: async (module, imports) => ({ instance: this.#instance(module, imports, wrong) }),
      },
      answer: (method, reply) => {
        if (method === 'decide' && (this.#isDeceived || wrong?.what === 'does not find')) return { id: reply.id, ok: true, value: kNotFound };
        return wrong?.what === 'fails' && method === failing ? failed(reply, 'signature_invalid') : reply;
      },
    };
  }

  #instance(module, imports, wrong) {
    const fault = this.#fate.fault('memory', 'engine', kOfMemory);
    if (fault?.what === 'no memory for an engine') throw new RangeError('Out of memory: Cannot allocate Wasm memory for new instance');
    const isRemembered = this.#modules.isRemembered(module);
    const isFaulty = isRemembered && wrong?.what === 'flips a bit';
    const instance = new WebAssembly.Instance(isFaulty ? this.#modules.faulty : module, imports);
    if (isFaulty) flipOnce(instance, wrong.chance);
    else if (isRemembered) remember(instance);
    if (fault?.what === 'no memory for a hash') {
      const memory = Object.values(instance.exports).find((one) => one instanceof WebAssembly.Memory);
      memory.grow = () => {
        throw new RangeError('WebAssembly.Memory.grow(): Maximum memory size exceeded');
      };
    }
    return instance;
  }
}

/** Lets one of an engine's results come out with one bit flipped: one of the first few, or one of the many that a hash has. */
function flipOnce({ exports: { ticks, turn, mask, limit } }, chance) {
  ticks.value = 0n;
  turn.value = BigInt(Math.floor(10 ** chance.between(2, 8)));
  mask.value = BigInt.asIntN(64, 1n << BigInt(chance.below(64)));
  limit.value = kMostResults;
}
