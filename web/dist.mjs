// Makes what is deployed; scripts/dist runs it and has its help. Everything is made in a folder of its own beside the old, and takes its place when it
// is all there and has been verified: whatever goes wrong, the old site stays as it was.

import { spawnSync } from 'node:child_process';
import { copyFileSync, mkdirSync, mkdtempSync, realpathSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { basename, dirname, join, relative, resolve, sep } from 'node:path';
import { parseOrigin } from './build_widget.mjs';
import { parsePins, readArguments, readInput, run, UsageError, web } from './bundle.mjs';
import { copyList, evaluatorAt, isOnThisMachine, placeOf, refuseOtherFiles, verify, verifyPins } from './dist_lists.mjs';
import { refuseToLoseFiles, replace, seal } from './dist_target.mjs';
import { kHostFiles } from './headers.mjs';
import { redact } from './redact.mjs';
import { readSiteFile } from './site_file.mjs';

const kOptions = /** @satisfies {import('./build_types.d.ts').StringOptions} */ ({
  cli: { type: 'string' },
  origin: { type: 'string' },
  pins: { type: 'string' },
  site: { type: 'string' },
  lists: { type: 'string' },
  host: { type: 'string' },
  out: { type: 'string' },
});

/** @typedef {import('./build_types.d.ts').GivenOptions<typeof kOptions>} Options */
/**
 * What was given, with addresses and paths made plain.
 *
 * @typedef {Omit<Options, 'origin' | 'lists' | 'out'> & {cli: string, pins: string, out: string, origin: URL, lists: string | undefined}} Settings
 */
/** @typedef {Map<string, string[]>} PinsByFolder */
/** @typedef {{id: string, address: string}} Elsewhere A list, or one of its evaluators. */
/** @typedef {Map<string, {list: import('./build_types.d.ts').AuditReport['list'], warnings: string[]}>} Reports */

/**
 * @param {string | undefined} name
 * @returns {name is keyof typeof kHostFiles}
 */
const isHost = (name) => name !== undefined && Object.hasOwn(kHostFiles, name);

/**
 * @param {string} path
 * @param {string} folder
 */
const isBelow = (path, folder) => path === folder || path.startsWith(folder.endsWith(sep) ? folder : folder + sep);

/**
 * Where a path leads, links followed, even if its end is not there yet.
 *
 * @param {string} path
 * @returns {string}
 */
function realPath(path) {
  try {
    return realpathSync(path);
  } catch {
    const parent = dirname(path);
    return parent === path ? path : join(realPath(parent), relative(parent, path));
  }
}

/**
 * @param {string} out
 * @param {string | undefined} lists
 */
function checkFolders(out, lists) {
  if (statSync(out, { throwIfNoEntry: false })?.isDirectory() === false) throw new UsageError(`${out} is no directory`);
  if (lists === undefined) return;
  if (!statSync(lists, { throwIfNoEntry: false })?.isDirectory()) throw new UsageError(`there is no directory ${lists}`);
  const [target, source] = [realPath(out), realPath(lists)];
  if (isBelow(target, source)) throw new UsageError(`--out ${out} is in --lists ${lists}: the site would be taken for a list`);
  for (const part of ['site', 'server']) {
    if (isBelow(source, join(target, part))) throw new UsageError(`--lists ${lists} is in ${join(out, part)}, which is made anew: keep them elsewhere`);
  }
}

/**
 * The pins of each list of this site, by its folder; and the pins of lists that are elsewhere. Throws UsageError for one that is not there.
 *
 * @param {import('./build_types.d.ts').Pins} pins
 * @param {Settings} settings
 */
function placeLists({ lists: pins }, { origin, lists }) {
  /** @type {PinsByFolder} */
  const here = new Map();
  /** @type {Elsewhere[]} */
  const elsewhere = [];
  for (const pin of pins) {
    for (const { index, url } of pin.evaluators ?? []) {
      elsewhere.push({ id: `${pin.id}, evaluator ${index}`, address: evaluatorAt(pin.id, url, origin) });
    }
    const { folder, elsewhere: address } = placeOf(pin, origin);
    if (address !== undefined) {
      elsewhere.push({ id: pin.id, address });
      continue;
    }
    if (lists === undefined) throw new UsageError(`the pin ${pin.id} is of a list on this site: --lists is missing`);
    if (!statSync(join(lists, folder), { throwIfNoEntry: false })?.isDirectory()) {
      throw new UsageError(`the pin ${pin.id} is of a list in lists/${folder}/, and ${lists} has no folder ${folder}`);
    }
    here.set(folder, [...(here.get(folder) ?? []), pin.id]);
  }
  if (lists !== undefined) refuseOtherFiles(lists, [...here.keys()]);
  return { here, elsewhere };
}

/**
 * Writes down what the lists say of themselves, for the page of the lists and for the feeds, and returns the file. Only what has been verified is in it.
 *
 * @param {string} made
 * @param {PinsByFolder} here
 * @param {Reports} reports
 */
function writeCatalogue(made, here, reports) {
  const verified = [...here].flatMap(([folder, ids]) => ids.map((id) => [id, reports.get(folder)?.list]));
  const file = join(made, 'catalogue.json');
  writeFileSync(file, JSON.stringify(Object.fromEntries(verified)));
  return file;
}

/**
 * @param {string} made
 * @param {string} catalogue the file
 * @param {Settings} settings
 */
function buildSite(made, catalogue, { engine, pins, site, origin, host }) {
  const server = join(made, 'server');
  const args = ['--engine', engine, '--out', join(made, 'site'), '--pins', pins, '--origin', origin.href, '--catalogue', catalogue];
  args.push('--headers', server, '--webcat', join(server, 'webcat/manifest.json'));
  if (site !== undefined) args.push('--site', site);
  const { status } = spawnSync(process.execPath, [join(web, 'build.mjs'), ...args], { stdio: ['ignore', 'inherit', 'inherit'] });
  if (status !== 0) throw new UsageError('the site could not be built');
  const file = isHost(host) ? kHostFiles[host] : undefined;
  if (file !== undefined) copyFileSync(join(server, file), join(made, 'site', basename(file)));
}

/**
 * Verified where they are, for what else lies there; and as copied, for what readers will get. Gives the reports, by folder.
 *
 * @param {string} made
 * @param {PinsByFolder} here
 * @param {Settings} settings
 */
function addLists(made, here, { cli, pins, lists }) {
  /** @type {Reports} */
  const reports = new Map();
  for (const [folder, ids] of here) {
    const [from, to, name] = [join(lists ?? '', folder), join(made, 'site/lists', folder), `lists/${folder}`];
    const [audit] = ids.map((id) => verify({ cli, directory: from, pins, id, name }));
    if (!audit) continue;
    copyList(from, to, audit, name);
    for (const id of ids) verify({ cli, directory: to, pins, id, name: `the copy of ${name}` });
    const odd = audit.checks.filter(({ status }) => status === 'warn').map((check) => `${check.name}: ${check.detail}`);
    reports.set(folder, { list: audit.list, warnings: odd });
  }
  return reports;
}

/** @param {string} text */
const warn = (text) => console.error(`dist: warning: ${redact(text)}`);

const kDayMs = 24 * 60 * 60 * 1000;

/**
 * @param {string} out
 * @param {{here: PinsByFolder, elsewhere: Elsewhere[], reports: Reports}} made
 */
function tell(out, { here, elsewhere, reports }) {
  for (const [folder, ids] of here) {
    const { list, warnings } = reports.get(folder) ?? {};
    if (!list) continue;
    const days = Math.floor((Date.parse(list.valid_until) - Date.now()) / kDayMs);
    const kind = `${list.test ? 'TEST LIST, ' : ''}${list.withdrawn ? 'WITHDRAWN, ' : ''}${list.kind}, ${list.entries} entries`;
    console.log(`lists/${redact(folder)}/  (${redact(ids.join(', '))})  ${list.title}`);
    console.log(`  ${kind}; edition ${list.sequence} of ${list.published}; expires ${list.valid_until}, in ${days} days`);
    for (const warning of warnings ?? []) warn(`lists/${folder}: ${warning}`);
  }
  for (const { id, address } of elsewhere) console.log(`${redact(address)}  (${redact(id)})\n  elsewhere: not looked at, and not in the feeds`);
  const [site, server] = ['site', 'server'].map((part) => redact(join(out, part)));
  console.log(`\nTo be uploaded, current.minisig of each list last: ${site}\nFor the server that serves it: ${server}`);
}

/**
 * Runs `make` with a new folder in `out`, and takes the folder away, however it ends.
 *
 * @template Made
 * @param {string} out
 * @param {(folder: string) => Promise<Made>} make
 */
async function inNewFolder(out, make) {
  mkdirSync(out, { recursive: true });
  const made = mkdtempSync(join(out, '.dist-'));
  const remove = () => rmSync(made, { recursive: true, force: true });
  for (const [signal, number] of Object.entries({ SIGHUP: 1, SIGINT: 2, SIGTERM: 15 })) {
    process.once(signal, () => {
      remove();
      process.exit(128 + number);
    });
  }
  try {
    return await make(made);
  } finally {
    remove();
  }
}

async function main() {
  const options = readArguments(kOptions);
  /** @param {keyof typeof kOptions} name */
  const given = (name) => {
    const value = options[name];
    if (value === undefined) throw new UsageError(`--${name} is missing`);
    return value;
  };
  const [cli, origin, pinsFile, outFolder] = [given('cli'), given('origin'), given('pins'), given('out')];
  if (options.host !== undefined && !isHost(options.host)) {
    throw new UsageError(`--host ${options.host} is not known; it is one of ${Object.keys(kHostFiles).join(', ')}`);
  }
  const [out, lists] = [resolve(outFolder), options.lists === undefined ? undefined : resolve(options.lists)];
  const settings = { ...options, cli, pins: pinsFile, out, lists, origin: parseOrigin(origin) };
  if (settings.origin.protocol !== 'https:' && !isOnThisMachine(settings.origin)) {
    warn('--origin is without https: whoever is between a reader and this site can change the page, and read the number that is typed there');
  }
  // It is read before anything is made, so that all of its mistakes are told here.
  const { isGiven } = await readSiteFile(options.site);
  const pins = parsePins(pinsFile, await readInput(pinsFile));
  checkFolders(out, lists);
  const { here, elsewhere } = placeLists(pins, settings);
  const kept = await refuseToLoseFiles(out);
  const reports = await inNewFolder(out, async (made) => {
    const [first] = pins.lists;
    if (first) verifyPins({ ...settings, id: first.id, empty: made });
    const all = addLists(made, here, settings);
    buildSite(made, writeCatalogue(made, here, all), settings);
    for (const path of kept) copyFileSync(join(out, path), join(made, path));
    await seal(made);
    replace(out, made);
    return all;
  });
  tell(out, { here, elsewhere, reports });
  if (!isGiven) warn('without --site, every page says that nobody has said who runs this site; docs/SITE.md says what to write');
}

await run('dist', main);
