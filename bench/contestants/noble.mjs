import { argon2id } from '@noble/hashes/argon2.js';
import { kHashSize, kMemoryKib, kPasses } from './parameters.mjs';

export const assets = [];

export async function load() {
  return {
    hash: ({ password, salt }) => argon2id(password, salt, { t: kPasses, m: kMemoryKib, p: 1, dkLen: kHashSize }),
  };
}
