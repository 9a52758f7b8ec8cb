// Bundles what a user of a library would ship, which is one minified script.
import { builtinModules, createRequire } from 'node:module';
import { join } from 'node:path';
import { benchDirectory, engine, webDirectory } from './paths.mjs';

const { build } = createRequire(join(webDirectory, 'package.json'))('esbuild');

const kEngineGlue = {
  name: 'engine',
  setup({ onResolve }) {
    onResolve({ filter: /\/engine_glue\.mjs$/ }, () => ({ path: join(engine, 'selfcheck.mjs') }));
  },
};

/** Returns the bytes of a script. `source` is the text of a module, whose imports are relative to bench/. */
export async function bundleScript(source, { format = 'iife' } = {}) {
  const { outputFiles } = await build({
    stdin: { contents: source, resolveDir: benchDirectory },
    bundle: true,
    minify: true,
    write: false,
    format,
    platform: 'browser',
    // These targets are the same as in web/build.mjs.
    target: ['chrome100', 'firefox100', 'safari16'],
    define: { 'import.meta.url': '"https://unused.invalid/"' },
    // Left out are modules that the libraries use only under Node, and WebAssembly that would be inlined although they can fetch it.
    external: [...builtinModules, '*.wasm'],
    legalComments: 'none',
    logLevel: 'error',
    plugins: [kEngineGlue],
  });
  return Buffer.from(outputFiles[0].contents);
}
