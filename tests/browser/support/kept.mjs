// What takes a while to make and is the same for every test file, kept in the build directory: made by whoever needs it first.
import { createHash } from 'node:crypto';
import { access, mkdir, readFile, rename, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { keptDirectory } from './paths.mjs';

/**
 * The directory that `make(directory)` has filled: now, or for an earlier caller with the same `inputs` and the same contents of
 * `files`. Nobody changes what is in it.
 */
export async function kept(inputs, files, make) {
  const hash = createHash('sha256').update(JSON.stringify(inputs));
  for (const file of files) hash.update(await readFile(file));
  const directory = join(keptDirectory, hash.digest('hex').slice(0, 16));
  if (await isThere(directory)) return directory;
  // Two test files may be at it at the same time: one of them is kept.
  const ours = `${directory}.${process.pid}`;
  await mkdir(ours, { recursive: true });
  await make(ours);
  await rename(ours, directory).catch(async (error) => {
    if (!(await isThere(directory))) throw error;
    await rm(ours, { recursive: true });
  });
  return directory;
}

function isThere(directory) {
  return access(directory).then(
    () => true,
    () => false,
  );
}
