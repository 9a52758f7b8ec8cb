// Runs in a worker. It opens a list in the engine, proves the canary and hashes a number; after that it repeats the hash, or only what
// follows the hash.
import { loadEngine } from '../contestants/selfcheck.mjs';

const kAsset = 'engine/selfcheck-simd.wasm';

self.onmessage = async ({ data: { open, hashes, lookUps } }) => {
  if (open) {
    self.engine = await loadEngine(async () => new Uint8Array(await (await fetch(`/${kAsset}`)).arrayBuffer()), kAsset);
    self.engine.open(open.list);
    self.digits = open.digits;
    self.engine.hash({ digits: self.digits });
    self.postMessage({ outcome: self.engine.verdict() });
    return;
  }
  const start = performance.now();
  for (let i = 0; i < (hashes ?? 0); i += 1) self.engine.hash({ digits: self.digits });
  for (let i = 0; i < (lookUps ?? 0); i += 1) self.engine.lookUp();
  self.postMessage({ ms: performance.now() - start });
};
