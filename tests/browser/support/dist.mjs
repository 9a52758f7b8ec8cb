// The tests of scripts/dist share this: a publisher's folder, and a way to run the script in it.
import { execFile } from 'node:child_process';
import { rmSync } from 'node:fs';
import { cp, mkdir, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { cli, distScript, engine } from './paths.mjs';
import { Publisher } from './publisher.mjs';
import { makeTemporaryDirectory } from './site.mjs';

const run = promisify(execFile);

export const kOrigin = 'https://check.example';
export const kRemote = 'https://lists.example/two/';
/** The arguments with which a publisher calls the script in the folder. */
export const kArguments = ['--origin', kOrigin, '--pins', 'pins.json', '--lists', 'lists'];

/** Runs the script. Resolves to {stdout, stderr}, or rejects with them. `umask` and `env` are those of whoever runs it. */
export function dist(directory, args, { umask = '022', env: surroundings = {} } = {}) {
  const env = { ...process.env, ...surroundings, SELFCHECK_ENGINE: engine, SELFCHECK_CLI: cli };
  return run('bash', ['-c', 'umask "$0"; exec "$@"', umask, distScript, ...args], { cwd: directory, env });
}

export async function writePins(directory, pins) {
  await writeFile(join(directory, 'pins.json'), JSON.stringify({ format: 'selfcheck-pins/1', lists: pins }));
}

/**
 * Makes a folder with pins.json and a list in lists/mobile, which is removed after the test. Returns {directory, pins, secretKey}. The
 * second pin is of a list that is elsewhere.
 */
export async function publisherFolder(t) {
  const directory = await makeTemporaryDirectory();
  const publisher = await Publisher.make();
  t.after(async () => {
    await publisher.remove();
    await rm(directory, { recursive: true, force: true });
  });
  const list = await publisher.aadhaar();
  await mkdir(join(directory, 'lists'));
  await cp(list.directory, join(directory, 'lists/mobile'), { recursive: true, preserveTimestamps: true });
  const pins = [
    { ...list.pin, id: 'one', url: 'lists/mobile/' },
    { ...list.pin, id: 'two', list_id: '00'.repeat(16), url: kRemote },
  ];
  await writePins(directory, pins);
  return { directory, pins, secretKey: publisher.secretKey };
}

let published;

/**
 * Makes a folder as publisherFolder() does, in whose `dist` is what the script has made with kArguments. It has run once for all of the
 * file's tests: they differ in what they look at.
 */
export async function publishedFolder(t) {
  published ??= publish();
  const folder = await publisherFolder(t);
  await cp(await published, join(folder.directory, 'dist'), { recursive: true, preserveTimestamps: true });
  return folder;
}

async function publish() {
  const root = await makeTemporaryDirectory();
  process.once('exit', () => rmSync(root, { recursive: true, force: true }));
  const cleanups = [];
  const { directory } = await publisherFolder({ after: (cleanup) => cleanups.push(cleanup) });
  const out = join(root, 'dist');
  await dist(directory, [...kArguments, '--out', out]);
  for (const cleanup of cleanups) await cleanup();
  return out;
}

/** Returns the contents of every file below a directory, by its path. */
export async function contents(directory) {
  const entries = await readdir(directory, { recursive: true, withFileTypes: true });
  const paths = entries.filter((entry) => entry.isFile()).map((entry) => join(entry.path ?? entry.parentPath, entry.name));
  return Object.fromEntries(await Promise.all(paths.sort().map(async (path) => [path.slice(directory.length + 1), await readFile(path, 'latin1')])));
}
