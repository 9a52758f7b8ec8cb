// This uses the loader that the library's README has for users without a bundler that knows WebAssembly, so that only the SIMD binary
// is shipped to a browser that takes it.
import setupWasm from 'argon2id/lib/setup.js';
import { kHashSize, kMemoryKib, kPasses } from './parameters.mjs';

export const assets = ['npm/argon2id/dist/simd.wasm'];

export async function load(readAsset) {
  const argon2id = await setupWasm(
    async (imports) => WebAssembly.instantiate(await readAsset(assets[0]), imports),
    () => {
      throw new Error('no SIMD');
    },
  );
  return {
    hash: ({ password, salt }) =>
      argon2id({ password, salt, parallelism: 1, passes: kPasses, memorySize: kMemoryKib, tagLength: kHashSize }),
  };
}
