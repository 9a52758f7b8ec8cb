// Prints and keeps what every benchmark reports: the machine, the versions, and a table.
import { execFile } from 'node:child_process';
import { readFile, writeFile } from 'node:fs/promises';
import { cpus, loadavg, totalmem } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { benchDirectory, outDirectory } from './directories.mjs';

const run = promisify(execFile);

/** Returns undefined where there is no browser, or none is used: what a publisher runs is measured without one. */
async function chromiumVersion() {
  try {
    const { chromium } = await import('./paths.mjs');
    const { stdout } = await run(chromium, ['--version']);
    return /[\d.]+/.exec(stdout)[0];
  } catch {
    return undefined;
  }
}

/** Returns what a report says of the machine and of versions. `peers` are npm packages whose versions belong in it. */
export async function describeRun(peers = []) {
  const { packages } = JSON.parse(await readFile(join(benchDirectory, 'package-lock.json'), 'utf8'));
  return {
    date: new Date().toISOString().replace(/\..*/, 'Z'),
    cpu: cpus()[0].model.trim(),
    cores: cpus().length,
    memoryGib: Math.round(totalmem() / 2 ** 30),
    loadAverage: loadavg()[0],
    node: process.version,
    chromium: await chromiumVersion(),
    peers: Object.fromEntries(peers.map((name) => [name, packages[`node_modules/${name}`].version])),
  };
}

export function printRun(title, run, remark) {
  const peers = Object.entries(run.peers).map(([name, version]) => `${name} ${version}`);
  console.log(`# ${title}`);
  console.log();
  console.log(`${run.date}; ${run.cpu}, ${run.cores} cores, ${run.memoryGib} GiB; load ${run.loadAverage.toFixed(1)} at the start.`);
  console.log(`Node ${run.node}${run.chromium ? `, Chromium ${run.chromium}` : ''}${peers.length > 0 ? `; ${peers.join(', ')}` : ''}.`);
  if (remark) console.log(remark);
}

/** The columns after the first are right-aligned, because they are numbers. */
export function printTable(header, rows) {
  console.log();
  for (const row of [header, header.map((_, i) => (i === 0 ? '---' : '---:')), ...rows]) console.log(`| ${row.join(' | ')} |`);
}

export async function keepResult(name, result) {
  await writeFile(join(outDirectory, `${name}.json`), `${JSON.stringify(result, null, 2)}\n`);
}

/** Tells whoever waits how far the benchmark is. The report itself goes to standard output. */
export function progress(text) {
  console.error(`  ${text}`);
}
