// What the builds of the site and of the npm package share: reading their inputs, and esbuild.

import { build } from 'esbuild';
import { readFile } from 'node:fs/promises';
import { dirname, join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';

export const web = dirname(fileURLToPath(import.meta.url));

/** What esbuild may assume: the first versions with everything that we use. */
export const kBrowsers = ['chrome100', 'firefox100', 'safari16'];

/** The message is all that whoever runs a build needs to know. */
export class UsageError extends Error {}

/** A build's options: its own, with the two that each has. Throws UsageError. */
export function readArguments(own) {
  let values;
  try {
    ({ values } = parseArgs({
      options: { engine: { type: 'string' }, help: { type: 'boolean', default: false }, ...own },
    }));
  } catch (error) {
    throw new UsageError(error.message);
  }
  if (!values.help && !values.engine) throw new UsageError('--engine is missing');
  return values;
}

export async function readInput(path, hint) {
  try {
    return await readFile(path);
  } catch (error) {
    throw new UsageError(`can't read ${path} (${error.code})${hint ? `: ${hint}` : ''}`);
  }
}

/** The two engines; the script that they share must be there too. */
export async function readEngines(directory) {
  const hint = 'build the WebAssembly engine first, or name its directory with --engine';
  // One after the other: of several that are missing it is always the same that is named.
  const plain = await readInput(join(directory, 'selfcheck.wasm'), hint);
  const simd = await readInput(join(directory, 'selfcheck-simd.wasm'), hint);
  await readInput(join(directory, 'selfcheck.mjs'), hint);
  return { simd, plain };
}

/** A pins file as far as a build reads it: the engine reads it strictly, here only ids and addresses matter. Throws UsageError. */
export function parsePins(path, text) {
  let pins;
  try {
    pins = JSON.parse(text);
  } catch {
    throw new UsageError(`${path} is no JSON`);
  }
  if (!Array.isArray(pins?.lists) || !pins.lists.every((list) => typeof list?.url === 'string')) {
    throw new UsageError(`${path} is no pins file`);
  }
  return pins;
}

/** One script or style sheet from one source file, below this folder. */
export async function bundle(entry, options) {
  const result = await build({
    entryPoints: [join(web, entry)],
    bundle: true,
    minify: true,
    write: false,
    target: kBrowsers,
    charset: 'utf8',
    legalComments: 'none',
    logLevel: 'warning',
    absWorkingDir: web,
    ...options,
  });
  return result.outputFiles[0].contents;
}

/** Gives engine/server.ts the module that was built. */
export function engineModule(directory) {
  return {
    name: 'engine',
    setup({ onResolve }) {
      onResolve({ filter: /^\.\/module\.js$/ }, () => ({ path: resolve(directory, 'selfcheck.mjs') }));
    },
  };
}

/** Classic: a sandboxed frame can only start a worker from a blob, and Chromium none that is a module there. */
export function bundleWorker(engineDirectory) {
  return bundle('src/engine/worker.ts', { format: 'iife', plugins: [engineModule(engineDirectory)] });
}

/** Runs a build; what its user did wrong is said in one line. */
export async function run(name, main) {
  try {
    await main();
  } catch (error) {
    if (!(error instanceof UsageError)) throw error;
    console.error(`${name}: error: ${error.message}`);
    process.exitCode = 2;
  }
}
