// Takes care of the folder that scripts/dist fills: what an earlier run left there is replaced, and what anybody else put there is never
// touched.

import { createHash } from 'node:crypto';
import { chmodSync, createReadStream, existsSync, lstatSync, readdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { pipeline } from 'node:stream/promises';
import { UsageError } from './bundle.mjs';

/**
 * The parts that a run makes, which alone are replaced. Beside them lies the file kSums, for `sha256sum -c`, by which the next run knows
 * what an earlier one made.
 */
export const kParts = ['site', 'server'];
const kSums = 'dist.sha256';

/**
 * Returns the paths of everything below a folder that is no folder: files, links and whatever else. `below` is the folder's path within
 * `directory`; it may be missing, or a file.
 *
 * @param {string} directory
 * @param {string} below
 * @returns {Generator<string, void>}
 */
function* filesBelow(directory, below) {
  const stat = lstatSync(join(directory, below), { throwIfNoEntry: false });
  if (!stat) return;
  if (!stat.isDirectory()) yield below;
  else for (const name of readdirSync(join(directory, below)).sort()) yield* filesBelow(directory, `${below}/${name}`);
}

/** @param {string} file */
async function sha256(file) {
  const hash = createHash('sha256');
  await pipeline(createReadStream(file), hash);
  return hash.digest('hex');
}

/**
 * @param {string} directory
 * @returns {Map<string, string>} by path
 */
function readSums(directory) {
  const file = join(directory, kSums);
  if (!existsSync(file)) return new Map();
  const lines = readFileSync(file, 'utf8').split('\n').filter((line) => line !== '');
  return new Map(lines.map((line) => [line.slice(66), line.slice(0, 64)]));
}

/**
 * Returns whether a file is a script that articles may name, by its name and its contents. Such a script is kept for ever.
 *
 * @param {string} path
 * @param {string} sum
 */
const isEmbedScript = (path, sum) => /^site\/embed-[0-9a-f]{12}\.js$/.test(path) && path.endsWith(`-${sum.slice(0, 12)}.js`);

/**
 * Throws UsageError if there is a file which no earlier run has made, or which somebody has changed since, because it would be lost.
 * Returns the paths of the scripts that must be kept.
 *
 * @param {string} directory
 */
export async function refuseToLoseFiles(directory) {
  const sums = readSums(directory);
  const kept = [];
  for (const path of kParts.flatMap((part) => [...filesBelow(directory, part)])) {
    const file = join(directory, path);
    const sum = lstatSync(file).isFile() ? await sha256(file) : '';
    if (isEmbedScript(path, sum)) kept.push(path);
    else if (sum === '' || sums.get(path) !== sum) {
      const what = sums.has(path) ? 'was changed after it was made' : 'was not made by scripts/dist';
      throw new UsageError(`${path} in ${directory} ${what}, and would be lost: move it away, or choose another --out`);
    }
  }
  return kept;
}

/**
 * Makes what was made readable for everybody, whatever the umask is, and writes the checksums of its files.
 *
 * @param {string} directory
 */
export async function seal(directory) {
  const lines = [];
  for (const path of kParts.flatMap((part) => [...filesBelow(directory, part)])) {
    chmodSync(join(directory, path), 0o644);
    lines.push(`${await sha256(join(directory, path))}  ${path}\n`);
  }
  const openFolders = (/** @type {string} */ folder) => {
    chmodSync(folder, 0o755);
    for (const entry of readdirSync(folder, { withFileTypes: true })) if (entry.isDirectory()) openFolders(join(folder, entry.name));
  };
  for (const part of kParts) openFolders(join(directory, part));
  writeFileSync(join(directory, kSums), lines.join(''));
}

/**
 * Moves what was made in `made`, a folder in `directory`, into the place of what was there, which is moved into `made`.
 *
 * @param {string} directory
 * @param {string} made
 */
export function replace(directory, made) {
  for (const name of [...kParts, kSums]) {
    const place = join(directory, name);
    if (existsSync(place)) renameSync(place, join(made, `old-${basename(name)}`));
    renameSync(join(made, name), place);
  }
}
