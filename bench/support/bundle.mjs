// What a user of a library would ship: one minified script.
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

/** `source` is a module's text; its imports are relative to bench/. Gives the script's bytes. */
export async function bundleScript(source, { format = 'iife' } = {}) {
  const { outputFiles } = await build({
    stdin: { contents: source, resolveDir: benchDirectory },
    bundle: true,
    minify: true,
    write: false,
    format,
    platform: 'browser',
    // As web/build.mjs.
    target: ['chrome100', 'firefox100', 'safari16'],
    define: { 'import.meta.url': '"https://unused.invalid/"' },
    // What the libraries' scripts use only under Node; and WebAssembly that they would inline, though they can fetch it.
    external: [...builtinModules, '*.wasm'],
    legalComments: 'none',
    logLevel: 'error',
    plugins: [kEngineGlue],
  });
  return Buffer.from(outputFiles[0].contents);
}
