// The builds of the site and of the npm package share this: it reads their inputs, and runs esbuild.

import { build } from 'esbuild';
import { readFile } from 'node:fs/promises';
import { dirname, join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { redact } from './redact.mjs';

export const web = dirname(fileURLToPath(import.meta.url));

/** The browsers that esbuild builds for: the first versions that have everything that we use. */
export const kBrowsers = ['chrome100', 'firefox100', 'safari16'];

/**
 * The message, with `details` of which each gets a line of its own, is all that whoever runs a build needs to know. run() redacts both, so they may
 * name what was given.
 */
export class UsageError extends Error {
  /**
   * @param {string} message
   * @param {readonly string[]} [details]
   */
  constructor(message, details = []) {
    super(message);
    this.details = details;
  }
}

/**
 * Reads a build's options from the command line: its own, and the two that every build has. Throws UsageError.
 *
 * @template {import('./build_types.d.ts').StringOptions} Own
 * @param {Own} own
 * @returns {import('./build_types.d.ts').GivenOptions<Own>}
 */
export function readArguments(own) {
  /** @type {any} */
  let values;
  try {
    ({ values } = parseArgs({
      options: { engine: { type: 'string' }, help: { type: 'boolean', default: false }, ...own },
    }));
  } catch (error) {
    throw new UsageError(error instanceof Error ? error.message : '');
  }
  if (!values.help && !values.engine) throw new UsageError('--engine is missing');
  return values;
}

/** Returns the system's name for an error, such as ENOENT, which Node's errors have; empty for others. @param {unknown} error */
export const codeOf = (error) => (error instanceof Error && 'code' in error ? String(error.code) : '');

/**
 * @param {string} path
 * @param {string} [hint]
 */
export async function readInput(path, hint) {
  try {
    return await readFile(path);
  } catch (error) {
    throw new UsageError(`can't read ${path} (${codeOf(error)})${hint ? `: ${hint}` : ''}`);
  }
}

/**
 * Reads the two engines. The script that they share must be there, too. Throws UsageError.
 *
 * @param {string} directory
 */
export async function readEngines(directory) {
  const hint = 'build the WebAssembly engine first, or name its directory with --engine';
  // The files are read one after the other, so that of several that are missing it is always the same that is named.
  const plain = await readInput(join(directory, 'selfcheck.wasm'), hint);
  const simd = await readInput(join(directory, 'selfcheck-simd.wasm'), hint);
  await readInput(join(directory, 'selfcheck.mjs'), hint);
  return { simd, plain };
}

/** The marks with which some editors begin a file. Nobody sees them. */
const kByteOrderMarks = [[0xef, 0xbb, 0xbf], [0xff, 0xfe], [0xfe, 0xff]];

/**
 * Throws UsageError for a file that begins with a byte order mark: core, too, refuses it like any other wrong byte.
 *
 * @param {string} path
 * @param {Uint8Array} content
 */
export function refuseByteOrderMark(path, content) {
  if (kByteOrderMarks.some((mark) => mark.every((byte, i) => content[i] === byte))) {
    throw new UsageError(`${path} begins with a byte order mark: save it as UTF-8 without one (editors call the other way "UTF-8 with BOM")`);
  }
}

/** The keys of a pin in a pins file (docs/FORMAT.md section 8). Whoever reads it ignores other keys, which may be somebody's notes. */
const kPinFields = ['id', 'url', 'keys', 'list_id', 'kind', 'min_sequence', 'manifest', 'evaluators'];
const kEvaluatorFields = ['index', 'url'];

/**
 * The addresses that can be written into a policy as they are. Other characters could end a directive there, or mean something to the
 * server that sends it; none of them is in an address that people write.
 */
const kPlainAddress = /^[\w.~:/-]*$/;

/**
 * Reads a pins file as far as a build needs it: the engine reads it strictly, and here only ids and addresses matter. `content` is its
 * bytes. Returns {format, lists} with what the format knows and nothing else, because this is published. Throws UsageError.
 *
 * @param {string} path
 * @param {Uint8Array} content
 * @returns {import('./build_types.d.ts').Pins}
 */
export function parsePins(path, content) {
  refuseByteOrderMark(path, content);
  let pins;
  try {
    pins = JSON.parse(Buffer.from(content).toString());
  } catch {
    throw new UsageError(`${path} is no JSON`);
  }
  if (!Array.isArray(pins?.lists) || !pins.lists.every(isPin)) {
    throw new UsageError(`${path} is no pins file: each list in it has an id, a url, and the kind ${kinds.join(' or ')}`);
  }
  return { format: pins.format, lists: pins.lists.map((/** @type {any} */ list) => parsePin(path, list)) };
}

/**
 * @param {any} whole
 * @param {readonly string[]} fields
 */
const only = (whole, fields) => Object.fromEntries(fields.filter((field) => Object.hasOwn(whole, field)).map((field) => [field, whole[field]]));

/** @param {any} list */
const isPin = (list) => typeof list?.url === 'string' && typeof list.id === 'string' && kinds.includes(list.kind);

/**
 * @param {string} path
 * @param {any} list
 * @returns {any}
 */
function parsePin(path, list) {
  const pin = only(list, kPinFields);
  if (!('evaluators' in pin)) return pin;
  const { evaluators } = list;
  if (!Array.isArray(evaluators) || !evaluators.every((one) => typeof one?.url === 'string')) {
    throw new UsageError(`${path} is no pins file: evaluators of ${list.id} have no addresses`);
  }
  const strange = evaluators.find(({ url }) => !kPlainAddress.test(url));
  if (strange) {
    throw new UsageError(`${path}: the evaluator's address ${strange.url} can't be written into a policy: use letters, digits, and - . _ ~ /`);
  }
  return { ...pin, evaluators: evaluators.map((one) => only(one, kEvaluatorFields)) };
}

/**
 * Returns one script or style sheet that is built from one source file, `entry`, below this folder.
 *
 * @param {string} entry
 * @param {import('esbuild').BuildOptions} options
 */
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
  const [file] = result.outputFiles ?? [];
  if (!file) throw new Error(`${entry} gave nothing`);
  return file.contents;
}

/**
 * Imports a module of the page's, so that a build need not repeat what its code says.
 *
 * @param {string} entry
 */
export async function importBundled(entry) {
  const code = await bundle(entry, { format: 'esm' });
  return import(`data:text/javascript;base64,${Buffer.from(code).toString('base64')}`);
}

/**
 * The kinds of numbers that the pages have words for.
 *
 * @type {{kinds: readonly string[]}}
 */
const { kinds } = await importBundled('src/kinds.ts');

/**
 * Returns a plugin that gives engine/server.ts the module that was built.
 *
 * @param {string} directory
 * @returns {import('esbuild').Plugin}
 */
export function engineModule(directory) {
  return {
    name: 'engine',
    setup({ onResolve }) {
      onResolve({ filter: /^\.\/module\.js$/ }, () => ({ path: resolve(directory, 'selfcheck.mjs') }));
    },
  };
}

/**
 * Builds the worker's script, as a classic one: a sandboxed frame can start a worker only from a blob, and there Chromium starts no worker
 * that is a module.
 *
 * @param {string} engineDirectory
 */
export function bundleWorker(engineDirectory) {
  return bundle('src/engine/worker.ts', { format: 'iife', plugins: [engineModule(engineDirectory)] });
}

/**
 * Returns the lines that say what is wrong with the machine's files, or with what was given. For a defect it returns undefined, so that
 * Node says where it is.
 *
 * @param {unknown} error
 */
function inLines(error) {
  if (error instanceof UsageError) return [error.message, ...error.details.map((detail) => `  ${detail}`)];
  if (!(error instanceof Error && 'syscall' in error)) return undefined;
  return [`can't ${error.syscall} ${'path' in error ? error.path : ''} (${codeOf(error)})`];
}

/**
 * Runs a build. What its user did wrong is said in a line, or a line for each mistake, without the number that may be in it.
 *
 * @param {string} name
 * @param {() => Promise<void>} main
 */
export async function run(name, main) {
  try {
    await main();
  } catch (error) {
    const lines = inLines(error);
    if (lines === undefined) throw error;
    console.error(`${name}: error: ${lines.map(redact).join('\n')}`);
    process.exitCode = 2;
  }
}
