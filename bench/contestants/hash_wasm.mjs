import { argon2id } from 'hash-wasm';
import { kHashSize, kMemoryKib, kPasses } from './parameters.mjs';

export const assets = [];

export async function load() {
  return {
    hash: ({ password, salt }) =>
      argon2id({
        password,
        salt,
        parallelism: 1,
        iterations: kPasses,
        memorySize: kMemoryKib,
        hashLength: kHashSize,
        outputType: 'binary',
      }),
  };
}
