// The contestants. Each is a file in this directory, which uses one implementation as its README says, in its fastest way, and exports
//
//   assets            the files that it fetches at run time, `npm/...` or `engine/...`; a site would ship them with its script
//   load(readAsset)   returns {hash(input)}, where `input` is {digits, password, salt}: what is typed, and the bytes that are hashed.
//                     `hash` returns 32 bytes or a promise of them. Ours also has `open(list)` and, as it hands out no hash, `verdict()`.
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { engine } from '../support/paths.mjs';

export const kContestants = [
  { id: 'selfcheck_simd', name: 'Selfcheck, SIMD', ours: true },
  { id: 'selfcheck_plain', name: 'Selfcheck, plain', ours: true },
  { id: 'phi_ag_argon2', name: '@phi-ag/argon2, SIMD', package: '@phi-ag/argon2' },
  { id: 'libsodium_wrappers', name: 'libsodium-wrappers-sumo', package: 'libsodium-wrappers-sumo' },
  { id: 'hash_wasm', name: 'hash-wasm', package: 'hash-wasm' },
  { id: 'argon2id', name: 'argon2id (openpgpjs), SIMD', package: 'argon2id' },
  { id: 'argon2_browser', name: 'argon2-browser, SIMD', package: 'argon2-browser' },
  // This one is JavaScript without WebAssembly, and so slow that it takes part only in every fourth round.
  { id: 'noble', name: '@noble/hashes', package: '@noble/hashes', everyRounds: 4 },
];

export const kPeerPackages = kContestants.flatMap((one) => (one.package ? [one.package] : []));

const kEngineFiles = { selfcheck_simd: 'selfcheck-simd.wasm', selfcheck_plain: 'selfcheck.wasm' };

/** Returns the contestants without those of our engines that have not been built, and says which are left out. */
export function presentContestants() {
  return kContestants.filter(({ id, name }) => {
    const file = kEngineFiles[id];
    if (!file || existsSync(join(engine, file))) return true;
    console.error(`  left out: ${name}: there is no ${file} in the engine's build`);
    return false;
  });
}
