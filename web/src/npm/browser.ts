// The package's entry in a browser. It runs in a page, comes from the page's own origin or from another one (a CDN), and may be bundled.

import { compileEngine } from '../engine/code.js';
import { EngineHost } from '../engine/host.js';
import { defaultLimits } from '../engine/lanes.js';
import type * as api from './api.js';
import { open, type Platform } from './open.js';

export * from './api.js';

const kPlatform: Platform = {
  network: { ownFiles: 'cors' },
  baseUrl: () => document.baseURI,
  language: () => navigator.language,
  limits: () => defaultLimits(navigator),
  engines: (network, filesUrl) => {
    // Each of these addresses is written out, because that is how bundlers see that these files belong to this one.
    const script = filesUrl ? new URL('worker.js', filesUrl) : new URL('./worker.js', import.meta.url);
    const host = new EngineHost({
      script,
      readScript: (cache) => network.engineFile(script, cache),
      workerFrom: script.origin === location.origin ? 'address' : 'blob',
    });
    const compile = (url: URL): Promise<WebAssembly.Module> => compileEngine((cache) => network.engineFile(url, cache));
    return {
      openPort: () => host.open(),
      get blocksPage() {
        return host.blocksPage;
      },
      compile: (variant) => {
        if (filesUrl) return compile(new URL(kEngineFiles[variant], filesUrl));
        return compile(
          variant === 'simd'
            ? new URL('./selfcheck-simd.wasm', import.meta.url)
            : new URL('./selfcheck.wasm', import.meta.url),
        );
      },
    };
  },
};

const kEngineFiles = { simd: 'selfcheck-simd.wasm', plain: 'selfcheck.wasm' } as const;

export const openChecker: typeof api.openChecker = (options) => open(kPlatform, options);
