// Builds the npm package: node build_npm.mjs --engine DIR [--out DIR]. The same inputs give the same bytes.

import { mkdir, rm, writeFile } from 'node:fs/promises';
import { dirname, join, relative, resolve } from 'node:path';
import ts from 'typescript';
import { bundle, bundleWorker, engineModule, readArguments, readEngines, readInput, run, UsageError, web } from './bundle.mjs';

const kHelp = `usage: node build_npm.mjs --engine DIR [--out DIR] [--repository URL] [--homepage URL] [--bugs URL]

  --engine DIR      where the WebAssembly build put selfcheck.mjs and the two .wasm files
  --out DIR         where the package goes (default: dist/npm)

Where whoever publishes the package has them; without one the package doesn't say it:
  --repository URL  its source
  --homepage URL    its page
  --bugs URL        where faults are told`;

/** The oldest Node that the package is built for, as its package.json says. */
const kNode = 'node18';

const kOptions = /** @satisfies {import('./build_types.d.ts').StringOptions} */ ({
  out: { type: 'string', default: join(web, '../dist/npm') },
  repository: { type: 'string' },
  homepage: { type: 'string' },
  bugs: { type: 'string' },
});

/** @typedef {import('./build_types.d.ts').GivenOptions<typeof kOptions>} Options */

const kPlaces = /** @type {const} */ (['repository', 'homepage', 'bugs']);

/**
 * Returns the value of a field of package.json that says where the package is to be found.
 *
 * @param {typeof kPlaces[number]} place
 * @param {string} url
 */
function placeField(place, url) {
  switch (place) {
    case 'repository':
      return { type: 'git', url: `git+${url}` };
    case 'homepage':
      return url;
    case 'bugs':
      return { url };
  }
}

/**
 * @param {string} entry
 * @param {string} engineDirectory
 */
function bundleForNode(entry, engineDirectory) {
  return bundle(entry, {
    format: 'esm',
    platform: 'node',
    target: kNode,
    inject: [join(web, 'src/npm/node_globals.ts')],
    plugins: [engineModule(engineDirectory)],
  });
}

/** Returns the type declarations of the public interface and of what it imports, by their paths. */
function declarations() {
  const config = ts.getParsedCommandLineOfConfigFile(
    join(web, 'npm/tsconfig.json'),
    // `npm run check` has checked the types already.
    { noEmit: false, noCheck: true, declaration: true, emitDeclarationOnly: true, rootDir: join(web, 'src') },
    { ...ts.sys, onUnRecoverableConfigFileDiagnostic: (diagnostic) => fail([diagnostic]) },
  );
  if (!config) throw new Error('npm/tsconfig.json can not be read');
  const program = ts.createProgram([join(web, 'src/npm/api.ts')], config.options);
  /** @type {Map<string, string>} */
  const files = new Map();
  const { diagnostics } = program.emit(undefined, (path, text) => {
    files.set(relative(join(web, 'src'), path), text);
  });
  if (diagnostics.length > 0) fail(diagnostics);
  return files;
}

/**
 * @param {readonly ts.Diagnostic[]} diagnostics
 * @returns {never}
 */
function fail(diagnostics) {
  throw new UsageError(diagnostics.map(({ messageText }) => ts.flattenDiagnosticMessageText(messageText, ' ')).join('; '));
}

/**
 * Returns package.json's fields for those of the places that are known: the project has no address of its own. Throws UsageError.
 *
 * @param {Options} options
 */
function placesOf(options) {
  const known = kPlaces.flatMap((place) => {
    const url = options[place];
    if (url === undefined) return [];
    if (!/^https:\/\/[^\s/]/.test(url)) throw new UsageError(`--${place} must be an https address`);
    return [/** @type {const} */ ([place, placeField(place, url)])];
  });
  return Object.fromEntries(known);
}

/**
 * Returns the text of package.json: the template with the project's version and the fields of the known places.
 *
 * @param {object} places
 */
async function packageJson(places) {
  const [, version] = /^project\(selfcheck VERSION (\d+\.\d+\.\d+)/m.exec(String(await readInput(join(web, '../CMakeLists.txt')))) ?? [];
  if (!version) throw new UsageError('CMakeLists.txt has no version');
  const { name, description, keywords, ...rest } = JSON.parse(String(await readInput(join(web, 'npm/package.json'))));
  return `${JSON.stringify({ name, version, description, keywords, ...places, ...rest }, null, 2)}\n`;
}

async function main() {
  const options = readArguments(kOptions);
  if (options.help) {
    console.log(kHelp);
    return;
  }
  const places = placesOf(options);
  const { simd, plain } = await readEngines(options.engine);
  const files = new Map(/** @type {[string, string | Uint8Array][]} */ ([
    ['package.json', await packageJson(places)],
    ['README.md', await readInput(join(web, 'npm/README.md'))],
    ['LICENSE', await readInput(join(web, '../LICENSE'))],
    ['browser.js', await bundle('src/npm/browser.ts', { format: 'esm' })],
    ['worker.js', await bundleWorker(options.engine)],
    ['node.js', await bundleForNode('src/npm/node.ts', options.engine)],
    ['node_worker.js', await bundleForNode('src/npm/node_worker.ts', options.engine)],
    ['selfcheck-simd.wasm', simd],
    ['selfcheck.wasm', plain],
  ]));
  for (const [path, text] of declarations()) files.set(`types/${path}`, text);

  const directory = resolve(options.out);
  // Everything in `types` goes into the package, so nothing may be left of an earlier build.
  await rm(join(directory, 'types'), { recursive: true, force: true });
  for (const [path, contents] of files) {
    await mkdir(dirname(join(directory, path)), { recursive: true });
    await writeFile(join(directory, path), contents);
  }
  const untold = kPlaces.filter((name) => !(name in places));
  if (untold.length > 0) {
    console.error(`build_npm.mjs: note: before you publish it, say where it is from: ${untold.map((name) => `--${name}`).join(', ')}`);
  }
}

await run('build_npm.mjs', main);
