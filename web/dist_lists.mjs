// Decides which lists a site is deployed with. Each pin is compared with what is there, and of a list only files that the format names are
// copied. What a publisher's folder may hold besides, a signing key or the numbers themselves, must never get onto a web server.

import { spawnSync } from 'node:child_process';
import { constants, copyFileSync, lstatSync, mkdirSync, readdirSync, utimesSync } from 'node:fs';
import { join } from 'node:path';
import { codeOf, UsageError } from './bundle.mjs';

/** The folder in which the site has its lists. */
const kFolder = 'lists/';
const kPointer = 'current.minisig';
const kBucket = /^[3456789bdfghlmnp]{4}\.bin$/;
/** The files that file managers leave everywhere, as cli/files/list_names.h has them. They are not copied, and stop nothing. */
const kLitter = /^(?:\.DS_Store|\._.*|Thumbs\.db|desktop\.ini)$/i;

/** @param {readonly string[]} names */
const few = (names) => names.slice(0, 5).join(', ') + (names.length > 5 ? ` and ${names.length - 5} more` : '');

/** @param {string} url */
const isAbsolute = (url) => /^[a-z][a-z0-9+.-]*:/i.test(url);

/**
 * Returns where a pin's list is: {folder}, its path below `lists/` of this site, or {elsewhere}, its address. Throws UsageError for an
 * address at which nobody could find it. `site` is the site's address, from parseOrigin.
 *
 * @param {import('./build_types.d.ts').Pin} pin
 * @param {URL} site
 * @returns {{folder: string, elsewhere?: undefined} | {elsewhere: string, folder?: undefined}}
 */
export function placeOf({ id, url }, site) {
  const relative = !isAbsolute(url);
  const address = new URL(url, site);
  const below = address.href.startsWith(site.href) ? decoded(address.href.slice(site.href.length)) : undefined;
  if (below === undefined && !relative) {
    if (address.protocol !== 'https:' && !isOnThisMachine(site)) {
      throw new UsageError(`the pin ${id} has the address ${url}: no reader's browser can load a list from there`);
    }
    return { elsewhere: address.href };
  }
  const parts = below?.split('/').slice(0, -1) ?? [];
  const plain = parts.every((part) => part !== '' && !part.startsWith('.') && !/[\\\0]/.test(part));
  if (!below?.startsWith(kFolder) || !below.endsWith('/') || parts.length < 2 || !plain) {
    throw new UsageError(`the pin ${id} has the address ${url}: a list of this site is in a folder of ${kFolder}, as ${kFolder}${id}/`);
  }
  return { folder: parts.slice(1).join('/') };
}

/**
 * Returns an evaluator's address. It can be on this site, whose server then passes on what is asked there. Throws UsageError for an
 * address at which no reader's browser could ask.
 *
 * @param {string} id
 * @param {string} url
 * @param {URL} site
 */
export function evaluatorAt(id, url, site) {
  const address = new URL(url, site);
  if (isAbsolute(url) && address.protocol !== 'https:' && !isOnThisMachine(site)) {
    throw new UsageError(`the pin ${id} has an evaluator at ${url}: no reader's browser can ask one there`);
  }
  return address.href;
}

/** @param {string} path */
function decoded(path) {
  try {
    return decodeURIComponent(path);
  } catch {
    return '';
  }
}

/** @param {URL} address */
export const isOnThisMachine = (address) => /^(?:localhost|127\.0\.0\.1)$/.test(address.hostname);

/**
 * Throws UsageError if there is anything in `directory` but the `folders` of lists, and the folders that lead to them. What is in a list,
 * `selfcheck verify` has to judge.
 *
 * @param {string} directory
 * @param {readonly string[]} folders
 */
export function refuseOtherFiles(directory, folders) {
  /** @type {string[]} */
  const foreign = [];
  /** @type {string[]} */
  const unpinned = [];
  const look = (/** @type {string} */ below) => {
    for (const entry of readdirSync(join(directory, below), { withFileTypes: true })) {
      const path = below + entry.name;
      if ((kLitter.test(entry.name) && entry.isFile()) || (entry.isDirectory() && folders.includes(path))) continue;
      if (entry.isDirectory() && folders.some((folder) => folder.startsWith(`${path}/`))) look(`${path}/`);
      else if (entry.isDirectory() && readdirSync(join(directory, path)).includes(kPointer)) unpinned.push(path);
      else foreign.push(entry.isSymbolicLink() ? `${path} (a link)` : path);
    }
  };
  look('');
  // A key must never lie where things are uploaded from, even if it were not copied.
  if (foreign.length > 0) {
    throw new UsageError(`${directory} is to hold lists and nothing else; move away: ${few(foreign)}`);
  }
  if (unpinned.length > 0) {
    throw new UsageError(`no pin names these lists, so nothing says whose they are: ${few(unpinned)}; add their pins, or move them away`);
  }
}

/** @param {import('./build_types.d.ts').Verification} verification */
function runVerify({ cli, directory, pins, id }) {
  const result = spawnSync(cli, ['verify', '--list', directory, '--pin', pins, '--id', id, '--json'], {
    encoding: 'utf8',
    stdio: ['ignore', 'pipe', 'pipe'],
    maxBuffer: 1 << 24,
  });
  if (result.error) throw new UsageError(`can't run ${cli} (${codeOf(result.error)})`);
  return result;
}

const kUnsound = 5;

/**
 * Throws UsageError unless readers' browsers will take the pins as they are. `empty` is a folder with nothing in it, which stands for the
 * list, since this is about the pins only.
 *
 * @param {Omit<import('./build_types.d.ts').Verification, 'directory'> & {readonly empty: string}} verification
 */
export function verifyPins({ cli, pins, id, empty }) {
  const { status, stderr } = runVerify({ cli, directory: empty, pins, id });
  if (status !== kUnsound) throw new UsageError(`${pins} is no pins file that a reader's browser would take: ${firstLine(stderr)}`);
}

/** @param {string} text */
const firstLine = (text) => (text.trim().split('\n')[0] ?? '').replace('selfcheck: error: ', '');

/**
 * Returns the report of `selfcheck verify` on the list in `directory`. Throws UsageError if that finds anything wrong. `name` is what
 * messages call the list.
 *
 * @param {import('./build_types.d.ts').Verification & {readonly name: string}} verification
 * @returns {import('./build_types.d.ts').AuditReport}
 */
export function verify({ cli, directory, pins, id, name }) {
  const { status, stdout, stderr } = runVerify({ cli, directory, pins, id });
  if (status !== 0 && status !== kUnsound) throw new UsageError(`${name} can't be verified: ${firstLine(stderr)}`);
  /** @type {import('./build_types.d.ts').AuditReport} */
  const report = JSON.parse(stdout);
  if (status === 0 && report.ok) return report;
  const wrong = report.checks.filter((check) => check.status === 'fail').map((check) => `${check.name}: ${check.detail}`);
  throw new UsageError(`${name} is not sound by the pin ${id}: ${wrong.join('; ')}`);
}

/**
 * @param {string} from
 * @param {string} to
 * @param {string} path
 */
function copy(from, to, path) {
  const stat = lstatSync(join(from, path));
  // A link could lead to anything else by the time that it is followed.
  if (!stat.isFile()) throw new UsageError(`${join(from, path)} is no regular file: put the list's own files there`);
  copyFileSync(join(from, path), join(to, path), constants.COPYFILE_FICLONE);
  // Servers make ETag and Last-Modified of the file's time, and these must not tell one bucket from another.
  utimesSync(join(to, path), stat.atime, stat.mtime);
}

/**
 * @param {string} from
 * @param {string} to
 * @param {import('./build_types.d.ts').Edition} edition
 */
function copyEdition(from, to, { file, root }) {
  const buckets = join('buckets', root);
  mkdirSync(join(to, buckets), { recursive: true });
  // All other files there are file managers', or the audit would have failed.
  for (const name of readdirSync(join(from, buckets)).filter((one) => kBucket.test(one))) copy(from, to, join(buckets, name));
  copy(from, to, file);
}

/**
 * Copies a list by its report, which verify() returns: the present edition, and the last sound one before it, which readers have who opened
 * the page before the new one came. Of a withdrawn list only the present edition is copied, since nobody is to have more of it than that it
 * is withdrawn. The copy has to be verified, since a build may have changed the list meanwhile. `name` is what messages call the list.
 *
 * @param {string} from
 * @param {string} to
 * @param {import('./build_types.d.ts').AuditReport} report
 * @param {string} name
 */
export function copyList(from, to, { list, edition, older_editions: older }, name) {
  mkdirSync(to, { recursive: true });
  try {
    for (const one of [edition, ...(list.withdrawn ? [] : older.slice(-1))]) copyEdition(from, to, one);
    copy(from, to, kPointer);
  } catch (error) {
    if (codeOf(error) !== 'ENOENT') throw error;
    throw new UsageError(`${name} changes while it is copied: is a build at work? Try again when it has ended`);
  }
}
