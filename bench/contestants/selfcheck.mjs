// Our engine as the page uses it: a list is opened, and a number is set and hashed. The engine gives out no hash, so the verdict shows
// whether the hash was right. The module's interface is web/src/engine/module.d.ts.
import createModule from './engine_glue.mjs';

export async function loadEngine(readAsset, asset) {
  const wasm = await readAsset(asset);
  const module = await createModule({ wasm });
  const put = (bytes) => {
    const address = module.input(bytes.length);
    module.heap().set(bytes, address);
  };
  const check = (status) => {
    if (!status.ok) throw new Error(`engine: ${status.code} ${status.place}`);
    return status;
  };
  const now = () => Math.floor(Date.now() / 1000);
  const encoder = new TextEncoder();
  let buckets;
  let bucket;

  return {
    /** Opens the list in the engine. `list` has the files of openingFiles() in support/list.mjs. */
    open(list) {
      buckets = list.buckets;
      put(new Uint8Array(32).fill(7));
      check(module.start());
      put(list.pins);
      check(module.readPins());
      put(list.pointer);
      check(module.openPointer(0));
      put(list.manifest);
      check(module.openManifest(0, now()));
    },

    number({ digits }) {
      put(encoder.encode(digits));
      check(module.setIdentifier('mobile'));
    },

    hash({ digits }) {
      this.number({ digits });
      check(module.hash(0));
    },

    prove() {
      check(module.proveCanary(0));
    },

    /** Returns the questions about the number in hexadecimal, for a keyed list. */
    askEvaluators(uniform) {
      put(uniform);
      return check(module.askEvaluators(0, now())).questions;
    },

    evaluate(given) {
      put(given);
      check(module.evaluate(0));
    },

    /** Returns the verdict on the number that was hashed last. Proves the canary first, unless that is done. */
    verdict() {
      this.prove();
      bucket = buckets[check(module.request(0, now())).index];
      return this.lookUp();
    },

    /** Repeats only the last part of the verdict, from the bucket's bytes to the outcome. */
    lookUp() {
      put(bucket);
      return check(module.decide(0, now())).outcome;
    },
  };
}
