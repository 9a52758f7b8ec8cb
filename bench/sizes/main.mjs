// `bench/run sizes` prints bytes over the wire: ours, and those of npm's implementations as their users would ship them.
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { kPeerPackages, presentContestants } from '../contestants/index.mjs';
import { bundleScript } from '../support/bundle.mjs';
import { syntheticList } from '../support/list.mjs';
import { engine, npmDirectory } from '../support/paths.mjs';
import { describeRun, keepResult, printRun, printTable } from '../support/report.mjs';
import { sum, wireSize } from './compress.mjs';
import { recordPageLoad } from './page_load.mjs';

const kPsi = '@openmined/psi.js';
const kDirectories = { npm: npmDirectory, engine };

async function readAsset(asset) {
  const [first, ...rest] = asset.split('/');
  return readFile(join(kDirectories[first], ...rest));
}

async function peerSize({ id }) {
  const { assets } = await import(`../contestants/${id}.mjs`);
  const script = await bundleScript(`export { load } from './contestants/${id}.mjs';`, { format: 'esm' });
  return sum([script, ...(await Promise.all(assets.map(readAsset)))].map(wireSize));
}

const isEngine = (path) => /\/(worker-[^/]*\.js|[^/]*\.wasm)$/.test(path);
const isScript = (path) => /\/worker-[^/]*\.js$/.test(path);
const isList = (path) => path.startsWith('/lists/') || path === '/pins.json';

const list = await syntheticList('argon2', { count: 8, options: ['--mem', '64', '--ops', '3'] });
const loaded = (await recordPageLoad(list)).map(({ path, contents }) => ({ path, ...wireSize(contents) }));
const contestants = presentContestants();

const rows = [];
for (const { id, name } of contestants.filter(({ ours }) => ours)) {
  const { assets } = await import(`../contestants/${id}.mjs`);
  const wasm = wireSize(await readAsset(assets[0]));
  rows.push([`${name}: worker script and engine`, sum([...loaded.filter(({ path }) => isScript(path)), wasm])]);
}
rows.push(
  ['Selfcheck: everything before a number can be typed', sum(loaded)],
  ['... of it: the page', sum(loaded.filter(({ path }) => !isEngine(path) && !isList(path)))],
  ['... of it: worker script and engine', sum(loaded.filter(({ path }) => isEngine(path)))],
  ['... of it: the pins, and one list’s signature and manifest', sum(loaded.filter(({ path }) => isList(path)))],
);
for (const contestant of contestants.filter(({ ours }) => !ours)) rows.push([contestant.name, await peerSize(contestant)]);
const psi = await bundleScript(`import PSI from '${kPsi}/psi_wasm_web.js'; PSI().then((psi) => { self.psi = psi; });`);
rows.push([`${kPsi} (private set intersection)`, wireSize(psi)]);

const bytes = (count) => count.toLocaleString('en');
const columns = ({ raw, gzip, brotli }) => [bytes(raw), bytes(gzip), bytes(brotli)];
const run = await describeRun([...kPeerPackages, kPsi]);
printRun('Bytes over the wire', run, 'Each file compressed on its own. The others are bundled and minified by esbuild, with the one binary that they fetch.');
printTable(['', 'raw', 'gzip -9', 'brotli 11'], rows.map(([name, size]) => [name, ...columns(size)]));
console.log('\n## What Chromium asks for until a number can be typed');
printTable(['', 'raw', 'gzip -9', 'brotli 11'], loaded.map((file) => [file.path, ...columns(file)]));
await keepResult('sizes', { run, sizes: Object.fromEntries(rows), loaded });
