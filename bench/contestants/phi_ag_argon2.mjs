import Argon2, { Argon2Type } from '@phi-ag/argon2';
import { kHashSize, kMemoryKib, kPasses } from './parameters.mjs';

export const assets = ['npm/@phi-ag/argon2/dist/argon2.wasm'];

export async function load(readAsset) {
  const { instance } = await WebAssembly.instantiate(await readAsset(assets[0]));
  const argon2 = new Argon2(instance);
  const options = {
    timeCost: kPasses,
    memoryCost: kMemoryKib,
    hashLength: kHashSize,
    parallelism: 1,
    type: Argon2Type.Argon2id,
  };
  const decoder = new TextDecoder();
  return {
    // The library takes text. What is hashed here is a number in its canonical form, which is ASCII.
    hash: ({ password, salt }) => argon2.hash(decoder.decode(password), { ...options, salt }).hash,
  };
}
