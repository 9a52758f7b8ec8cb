// The library's SIMD binary has to replace its plain one. In a browser the library's own hook does that, and in Node Emscripten's.
import { kHashSize, kMemoryKib, kPasses } from './parameters.mjs';

export const assets = ['npm/argon2-browser/dist/argon2-simd.wasm'];

export async function load(readAsset) {
  const binary = await readAsset(assets[0]);
  if (globalThis.process?.versions?.node) {
    globalThis.self = globalThis;
    globalThis.Module = { wasmBinary: binary };
  } else {
    globalThis.loadArgon2WasmBinary = async () => binary;
  }
  const { default: argon2 } = await import('argon2-browser');
  const options = {
    time: kPasses,
    mem: kMemoryKib,
    hashLen: kHashSize,
    parallelism: 1,
    type: argon2.ArgonType.Argon2id,
  };
  return {
    hash: async ({ password, salt }) => (await argon2.hash({ ...options, pass: password, salt })).hash,
  };
}
