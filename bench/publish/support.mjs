// Makes a directory for one measurement, and runs programs in it.
import { execFile, spawn } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { outDirectory } from '../support/directories.mjs';

const execute = promisify(execFile);
const cli = process.env.SELFCHECK_CLI;

export const withoutHash = join(outDirectory, 'publish/without_hash');
const synthetic = fileURLToPath(new URL('../../tests/synthetic.py', import.meta.url));

/** The options that decide every byte of a list, so that two builds can be compared. */
export const kFixed = [
  '--test', '--published', '2026-06-01T00:00:00Z', '--title', 'Benchmark', '--publisher', 'Benchmark',
  '--group-salt', '000102030405060708090a0b0c0d0e0f', '--list-id', '202122232425262728292a2b2c2d2e2f',
  '--nonce', '101112131415161718191a1b1c1d1e1f', '--seed', 'seed',
];

/** Makes a directory with a key, calls `work` with it, and removes it when `work` ends. */
export async function inDirectory(work) {
  const directory = await mkdtemp(join(outDirectory, 'publish-'));
  const run = async (program, args, options = {}) =>
    (await execute(program, args, { cwd: directory, maxBuffer: 2 ** 26, ...options })).stdout;
  const start = (args) => spawn(cli, args, { cwd: directory, stdio: 'ignore' });
  const numbers = (count, file) => run('sh', ['-c', 'exec "$0" --kind mobile --count "$1" >"$2"', synthetic, String(count), file]);
  try {
    await run(cli, ['keygen', '--no-password', '--secret', 'key', '--public', 'key.pub']);
    return await work({ directory, run, start, numbers, selfcheck: (...args) => run(cli, args) });
  } finally {
    await rm(directory, { recursive: true, force: true });
  }
}
