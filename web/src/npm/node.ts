// The package's entry under Node. Engines run in threads, their code comes from disk, and lists come from the network or from disk.

import { readFile } from 'node:fs/promises';
import { cpus, totalmem } from 'node:os';
import { pathToFileURL } from 'node:url';
import { defaultLimits } from '../engine/lanes.js';
import { CheckError } from '../errors.js';
import type * as api from './api.js';
import { overNetworkOrDisk } from './node_files.js';
import { openThread } from './node_thread.js';
import { open, type Platform } from './open.js';

export * from './api.js';

/** Memory beyond this many GiB does not count, as browsers don't say of any device that it has more. */
const kMostMemoryGib = 8;

async function compile(file: URL): Promise<WebAssembly.Module> {
  const code = await readFile(file).catch((thrown: unknown) => {
    throw new CheckError('engine_missing', thrown instanceof Error && 'code' in thrown ? String(thrown.code) : '');
  });
  return WebAssembly.compile(code as BufferSource);
}

const kPlatform: Platform = {
  network: { transport: overNetworkOrDisk },
  baseUrl: () => pathToFileURL('./'),
  language: () => 'en',
  limits: () =>
    defaultLimits({
      hardwareConcurrency: cpus().length,
      deviceMemory: Math.min(totalmem() / 2 ** 30, kMostMemoryGib),
    }),
  engines: (_network, filesUrl) => {
    // The addresses are not written out as for browsers: a bundler for servers would take the files for a website's, and put the
    // website's addresses here.
    const files = filesUrl ?? import.meta.url;
    const script = new URL('node_worker.js', files);
    return {
      openPort: () => openThread(script),
      blocksPage: false,
      compile: (variant) => compile(new URL(variant === 'simd' ? 'selfcheck-simd.wasm' : 'selfcheck.wasm', files)),
    };
  },
};

export const openChecker: typeof api.openChecker = (options) => open(kPlatform, options);
