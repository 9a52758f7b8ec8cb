// Compiles the engine's file into a module, and tells apart what is no engine, what is damaged, and what may not run here.

import { CheckError, isOutOfMemory } from '../errors.js';
import { canTell, isAsNamed } from '../named_by_hash.js';

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

/**
 * Compiles the module at `url`. `read` fetches it, and if what came is not the engine, fetches it again past the browser's cache.
 * Rejects with CheckError; or with another error if the module can't be compiled and its name does not tell whether it is as it was built.
 */
export async function compileEngine(url: URL, read: (cache?: RequestCache) => Promise<Uint8Array>): Promise<WebAssembly.Module> {
  let code = await read();
  if (!(await isEngine(url, code))) code = await read('reload');
  // What came may be a server's home page in the place of a missing file, or half of the file.
  if (!(await isEngine(url, code))) throw new CheckError('engine_missing', 'content');
  try {
    return await WebAssembly.compile(code as BufferSource);
  } catch (thrown) {
    if (isOutOfMemory(thrown)) throw new CheckError('out_of_memory');
    if (isWebAssemblyForbidden()) throw new CheckError('engine_forbidden', 'page');
    throw canTell(url) ? new CheckError('unsupported_browser') : thrown;
  }
}

async function isEngine(url: URL, code: Uint8Array): Promise<boolean> {
  if (!kMagic.every((byte, at) => code[at] === byte)) return false;
  return !canTell(url) || isAsNamed(url, code as BufferSource);
}
