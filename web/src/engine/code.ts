// Compiles the engine's file into a module, and tells apart what is no engine, what is damaged, and what may not run here.

import { CheckError, isOutOfMemory } from '../errors.js';
import { canHash, hasHash } from '../named_by_hash.js';

/** The bytes with which every WebAssembly module begins: `\0asm`. */
const kMagic = [0, 97, 115, 109];

/** A sound module that can do nothing. Where it may not run, no WebAssembly may. */
const kEmptyModule = Uint8Array.of(...kMagic, 1, 0, 0, 0);

/**
 * Returns whether the page or the worker that calls this may run no WebAssembly at all, because its Content-Security-Policy lacks
 * `'wasm-unsafe-eval'`.
 */
export function isWebAssemblyForbidden(): boolean {
  try {
    new WebAssembly.Instance(new WebAssembly.Module(kEmptyModule));
    return false;
  } catch (thrown) {
    return !isOutOfMemory(thrown);
  }
}

/** Fetches a file. `cache` is the cache mode where it is not the usual one. Rejects with CheckError. */
export type ReadFile = (cache?: RequestCache) => Promise<Uint8Array>;

/** Returns true where the hash is not known, or can't be computed. */
export const isAsBuilt = async (code: Uint8Array, hash: string | undefined): Promise<boolean> =>
  hash === undefined || !canHash() || hasHash(code as BufferSource, hash);

/**
 * Compiles the module that `read` fetches. `hash` is the beginning of the SHA-256 of the module as it was built, in base64, where the page
 * knows it. Rejects with CheckError; or with another error if the module can't be compiled and nothing tells whether it is as it was built.
 */
export async function compileEngine(read: ReadFile, hash?: string): Promise<WebAssembly.Module> {
  const isSound = async (one: Uint8Array): Promise<boolean> => kMagic.every((byte, at) => one[at] === byte) && isAsBuilt(one, hash);
  let code = await read();
  if (!(await isSound(code))) code = await read('reload');
  // What came may be a server's home page in the place of a missing file, or half of the file.
  if (!(await isSound(code))) throw new CheckError('engine_missing', 'content');
  try {
    return await WebAssembly.compile(code as BufferSource);
  } catch (thrown) {
    if (isOutOfMemory(thrown)) throw new CheckError('out_of_memory');
    if (isWebAssemblyForbidden()) throw new CheckError('engine_forbidden', 'page');
    throw hash !== undefined && canHash() ? new CheckError('unsupported_browser') : thrown;
  }
}
