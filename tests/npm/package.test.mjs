// Tests what is in the package, and its types as a user's compiler sees them.
import assert from 'node:assert/strict';
import { copyFile, readdir, readFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { after, before, test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { engine, webDirectory } from '../browser/support/paths.mjs';
import { buildPackage, Scratch } from './support/scratch.mjs';

const root = dirname(webDirectory);

/** The most bytes that each file may have which a browser loads, and the whole package as npm packs it. */
const kMostBytes = { 'browser.js': 38 * 1024, 'worker.js': 16 * 1024, packed: 150 * 1024 };

const kFiles = [
  'LICENSE',
  'README.md',
  'browser.js',
  'node.js',
  'node_worker.js',
  'package.json',
  'selfcheck-simd.wasm',
  'selfcheck.wasm',
  'types/errors.d.ts',
  'types/failures.d.ts',
  'types/kinds.d.ts',
  'types/npm/api.d.ts',
  'worker.js',
];

let scratch;
before(async () => {
  scratch = await Scratch.make();
});
after(() => scratch?.remove());

test('it has exactly the files that it needs, and no dependencies', async () => {
  assert.deepEqual(scratch.packed.files.map(({ path }) => path).sort(), kFiles);
  assert.ok(scratch.packed.files.every(({ mode }) => mode === 0o644), 'nothing to be run');
  assert.deepEqual(await readdir(join(scratch.project, 'node_modules/@selfcheck')), ['checker']);
  const manifest = JSON.parse(await readFile(join(scratch.installed, 'package.json'), 'utf8'));
  for (const field of ['dependencies', 'peerDependencies', 'optionalDependencies', 'scripts', 'bin']) {
    assert.equal(manifest[field], undefined, field);
  }
});

test('its version is the project’s, its licence too, and every export is a file', async () => {
  const manifest = JSON.parse(await readFile(join(scratch.installed, 'package.json'), 'utf8'));
  const cmake = await readFile(join(root, 'CMakeLists.txt'), 'utf8');
  assert.ok(cmake.includes(`project(selfcheck VERSION ${manifest.version} `));
  const licence = await readFile(join(root, 'LICENSE'), 'utf8');
  assert.equal(await readFile(join(scratch.installed, 'LICENSE'), 'utf8'), licence);
  const exported = Object.values(manifest.exports).flatMap((entry) => (typeof entry === 'string' ? [entry] : Object.values(entry)));
  for (const path of exported) assert.ok(kFiles.includes(path.slice(2)), path);
});

test('nothing in it tells where it was built', async () => {
  for (const name of kFiles) {
    const contents = await readFile(join(scratch.installed, name), 'latin1');
    for (const place of [root, engine, scratch.root, process.env.HOME, 'file:///', 'sourceMappingURL', 'web/src', 'src/npm']) {
      // A home directory that is `/` would be found in every file.
      if (place && place.length > 2) assert.ok(!contents.includes(place), `${name}: ${place}`);
    }
  }
});

test('it stays small', async () => {
  const sizes = Object.fromEntries(scratch.packed.files.map(({ path, size }) => [path, size]));
  sizes.packed = scratch.packed.size;
  for (const [name, most] of Object.entries(kMostBytes)) assert.ok(sizes[name] <= most, `${name}: ${sizes[name]} bytes`);
});

const kPlaces = { repository: { type: 'git', url: 'git+https://code.example/selfcheck' }, bugs: { url: 'https://code.example/bugs' } };

test('another build gives the same bytes; where it is from is in it where its builder says so', async () => {
  const again = join(scratch.root, 'again');
  const more = ['--repository', 'https://code.example/selfcheck', '--bugs', 'https://code.example/bugs'];
  const { stderr } = await buildPackage(again, { more });
  assert.match(stderr, /^build_npm\.mjs: note: .*: --homepage\n$/);
  for (const name of kFiles.filter((name) => name !== 'package.json')) {
    assert.ok((await readFile(join(again, name))).equals(await readFile(join(scratch.built, name))), name);
  }
  const manifestIn = async (directory) => JSON.parse(await readFile(join(directory, 'package.json'), 'utf8'));
  assert.deepEqual(await manifestIn(again), { ...(await manifestIn(scratch.built)), ...kPlaces });
});

test('an address of the package that is none is told in a line', async () => {
  await assert.rejects(buildPackage(join(scratch.root, 'none'), { more: ['--homepage', 'check.example'] }), ({ code, stderr }) => {
    assert.deepEqual([code, stderr], [2, 'build_npm.mjs: error: --homepage must be an https address\n']);
    return true;
  });
});

test('a missing engine is told in a line', async () => {
  await assert.rejects(buildPackage(join(scratch.root, 'none'), { from: scratch.root }), ({ code, stderr }) => {
    assert.equal(code, 2);
    assert.match(stderr, /^build_npm\.mjs: error: can't read .*build the WebAssembly engine first.*\n$/);
    return true;
  });
});

const kCompilers = {
  'Under Node': { module: 'nodenext', moduleResolution: 'nodenext', lib: ['ES2022'], types: ['node'] },
  'In a browser': { module: 'esnext', moduleResolution: 'bundler', types: [] },
};

for (const [where, options] of Object.entries(kCompilers)) {
  test(`a strict TypeScript project and the README’s example compile against it: ${where}`, async () => {
    await copyFile(fileURLToPath(new URL('consumer.ts', import.meta.url)), join(scratch.project, 'consumer.ts'));
    await scratch.write('example.ts', await scratch.example(where));
    await scratch.compile(['consumer.ts', 'example.ts'], { ...options, exactOptionalPropertyTypes: true });
  });
}
