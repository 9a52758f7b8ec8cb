// Lists that the real program builds. They are kept, because their slow hash takes long.
import { existsSync } from 'node:fs';
import { mkdir, readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { makeKey, selfcheck } from '../../tests/browser/support/lists.mjs';
import { ListFiles } from '../../tests/browser/support/site.mjs';
import { syntheticNumbers } from '../../tests/browser/support/synthetic.mjs';
import { outDirectory } from './paths.mjs';
import { progress } from './report.mjs';

/** A list is built anew when it is this old, because it expires after a year. */
const kRebuildAfterMs = 300 * 24 * 3600 * 1000;

/**
 * Returns a list of `count` synthetic mobile numbers as {directory, files, pin, pinFile, members, others}. The `members` are its numbers,
 * and `others` are as many that it does not have. `options` are more arguments of `selfcheck build`.
 */
export async function syntheticList(name, { count, options = [] }) {
  const root = join(outDirectory, 'lists', name);
  const directory = join(root, 'list');
  const pinFile = join(root, 'pins.json');
  const stampFile = join(root, 'made.json');
  const numbers = syntheticNumbers('mobile', 2 * count, 1);
  const members = numbers.slice(0, count);
  const recipe = JSON.stringify({ count, options });
  if (!(await isFresh(stampFile, recipe))) {
    progress(`building the list "${name}" of ${count} numbers (once)`);
    await rm(root, { recursive: true, force: true });
    await mkdir(root, { recursive: true });
    const secretKey = await makeKey(root, 'bench');
    await selfcheck(
      [
        'build',
        ...['--kind', 'mobile', '--secret-key', secretKey, '--out', directory, '--pin-out', pinFile],
        ...['--title', 'Synthetic mobile numbers', '--publisher', 'bench', '--test'],
        ...options,
        '-',
      ],
      members.join('\n') + '\n',
    );
    await writeFile(stampFile, JSON.stringify({ recipe, madeMs: Date.now() }));
  }
  const { lists } = JSON.parse(await readFile(pinFile, 'utf8'));
  return { directory, files: new ListFiles(directory), pin: lists[0], pinFile, members, others: numbers.slice(count) };
}

async function isFresh(stampFile, recipe) {
  if (!existsSync(stampFile)) return false;
  const made = JSON.parse(await readFile(stampFile, 'utf8'));
  return made.recipe === recipe && Date.now() - made.madeMs < kRebuildAfterMs;
}

/** Returns the files that an engine reads to open the list, in this order, and the list's bucket files. */
export async function openingFiles({ files, pinFile }) {
  const [pins, pointer, manifest] = await Promise.all([
    readFile(pinFile),
    readFile(files.pointer),
    readFile(await files.manifest()),
  ]);
  const buckets = await Promise.all((await files.buckets()).map((path) => readFile(path)));
  return { pins, pointer, manifest, buckets };
}
