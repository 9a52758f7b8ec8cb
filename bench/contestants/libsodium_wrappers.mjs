import sodium from 'libsodium-wrappers-sumo';
import { kHashSize, kMemoryKib, kPasses } from './parameters.mjs';

export const assets = [];

export async function load() {
  await sodium.ready;
  return {
    hash: ({ password, salt }) =>
      sodium.crypto_pwhash(kHashSize, password, salt, kPasses, kMemoryKib * 1024, sodium.crypto_pwhash_ALG_ARGON2ID13),
  };
}
