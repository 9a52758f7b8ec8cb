// Makes engines, each on a port of its own, all from one compiled module: with WASM SIMD where the browser has it, else plain.
// The browsers of some phones compute wrongly with SIMD: whoever tests an engine finds that out, and SIMD is then given up here.

import { CheckError } from '../errors.js';
import { EngineClient, type Role } from './client.js';
import type { EnginePort } from './protocol.js';

export type Variant = 'simd' | 'plain';

export interface EngineSource {
  /** Opens the line to a new server. Rejects with CheckError. */
  openPort(): Promise<EnginePort>;
  /** Whether the page stands still while an engine works, which is known once a port has been opened. */
  readonly blocksPage: boolean;
  /**
   * Fetches and compiles the engine's module. Rejects with CheckError. If this browser can't compile it, the code is unsupported_browser,
   * or the error is another one than CheckError.
   */
  compile(variant: Variant): Promise<WebAssembly.Module>;
}

/**
 * A module with `(func (result v128) i32.const 0 i8x16.splat i8x16.popcnt)`. i8x16.popcnt was one of the last instructions to become part
 * of WASM SIMD, so a browser that accepts this module has all of them.
 */
const kSimdProbe = Uint8Array.of(
  ...[0, 97, 115, 109, 1, 0, 0, 0, 1, 5, 1, 96, 0, 1, 123, 3],
  ...[2, 1, 0, 10, 10, 1, 8, 0, 65, 0, 253, 15, 253, 98, 11],
);

export class Engines {
  readonly #source: EngineSource;
  #variant: Variant | undefined;
  #module: Promise<WebAssembly.Module> | undefined;

  constructor(source: EngineSource) {
    this.#source = source;
  }

  /** The variant of the engines that are opened from now on. */
  get variant(): Variant {
    this.#variant ??= globalThis.WebAssembly?.validate(kSimdProbe) ? 'simd' : 'plain';
    return this.#variant;
  }

  get blocksPage(): boolean {
    return this.#source.blocksPage;
  }

  open(role: Role = 'lane'): EngineClient {
    return new EngineClient(() => [this.#source.openPort(), this.#load()], role);
  }

  /** Tells that an engine with SIMD has computed wrongly, so that no other one with SIMD is opened. */
  distrustSimd(): void {
    if (this.variant === 'plain') return;
    this.#variant = 'plain';
    this.#module = undefined;
  }

  #load(): Promise<WebAssembly.Module> {
    if (!this.#module) {
      const loading = this.#compile();
      this.#module = loading;
      // After a failure, whoever opens the next engine tries again.
      loading.catch(() => {
        if (this.#module === loading) this.#module = undefined;
      });
    }
    return this.#module;
  }

  async #compile(): Promise<WebAssembly.Module> {
    if (typeof WebAssembly !== 'object') throw new CheckError('no_webassembly');
    if (this.variant === 'plain') return this.#source.compile('plain');
    try {
      return await this.#source.compile('simd');
    } catch (thrown) {
      if (thrown instanceof CheckError && thrown.code !== 'unsupported_browser') throw thrown;
      this.#variant = 'plain';
      return this.#source.compile('plain');
    }
  }
}
