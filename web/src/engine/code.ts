// From the engine's file to a module: what is no engine, what is damaged, and what may not run here are told apart.

import { CheckError, isOutOfMemory } from '../errors.js';
import { canTell, isAsNamed } from '../named_by_hash.js';

/** Every module begins with these: `\0asm`. */
const kMagic = [0, 97, 115, 109];

/** It can do nothing, and is sound. */
const kEmptyModule = Uint8Array.of(...kMagic, 1, 0, 0, 0);

/** Whether the page, or the worker, may run no WebAssembly at all: its Content-Security-Policy lacks `'wasm-unsafe-eval'`. */
export function isWebAssemblyForbidden(): boolean {
  try {
    new WebAssembly.Instance(new WebAssembly.Module(kEmptyModule));
    return false;
  } catch (thrown) {
    return !isOutOfMemory(thrown);
  }
}

/**
 * Compiles the module at `url`, which `read` fetches: past the browser's cache when what is there is not the engine. Rejects with
 * CheckError, and with anything else if the module can't be compiled and nobody knows whether it is as it was built.
 */
export async function compileEngine(url: URL, read: (cache?: RequestCache) => Promise<Uint8Array>): Promise<WebAssembly.Module> {
  let code = await read();
  if (!(await isEngine(url, code))) code = await read('reload');
  // A server's home page in the place of what is missing, or half a file.
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
