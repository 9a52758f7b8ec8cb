// Keeps in the build directory what takes a while to make and is the same for every test file. Whoever needs it first makes it.
import { createHash } from 'node:crypto';
import { access, mkdir, mkdtemp, readFile, rename, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { keptDirectory } from './paths.mjs';

/**
 * Returns a directory that `make(directory)` has filled, now or for an earlier caller with the same `inputs` and the same contents of
 * `files`. Nobody may change what is in it.
 */
export async function kept(inputs, files, make) {
  const key = await keyOf(inputs, files);
  const directory = join(keptDirectory, key);
  if (await isThere(directory)) return directory;
  // Two test files may make the same at the same time. Only one result is kept.
  await mkdir(keptDirectory, { recursive: true });
  const ours = await mkdtemp(`${directory}.`);
  await make(ours);
  for (const file of files) digests.delete(file);
  if ((await keyOf(inputs, files)) !== key) throw new Error('what it is made from has changed meanwhile: run the tests again');
  await rename(ours, directory).catch(async (error) => {
    if (!(await isThere(directory))) throw error;
    await rm(ours, { recursive: true });
  });
  return directory;
}

async function keyOf(inputs, files) {
  const hash = createHash('sha256').update(JSON.stringify(inputs));
  for (const file of files) hash.update(JSON.stringify([file, await digestOf(file)]));
  return hash.digest('hex').slice(0, 16);
}

/** Of the files that this process has read, what was in them. They are hundreds, and each page that a test opens asks for them. */
const digests = new Map();

async function digestOf(file) {
  if (!digests.has(file)) digests.set(file, createHash('sha256').update(await readFile(file)).digest('hex'));
  return digests.get(file);
}

function isThere(directory) {
  return access(directory).then(
    () => true,
    () => false,
  );
}
