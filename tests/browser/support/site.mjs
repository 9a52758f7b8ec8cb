// Makes a deployed site as a reader meets it: built by web/build.mjs, with its lists beside it, and served by `selfcheck serve`.
import { execFile, spawn } from 'node:child_process';
import { createHash } from 'node:crypto';
import { rmSync } from 'node:fs';
import { mkdir, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { promisify } from 'node:util';
import { kept } from './kept.mjs';
import { cli, engine, repository, webDirectory } from './paths.mjs';

const run = promisify(execFile);

export function makeTemporaryDirectory() {
  return mkdtemp(join(tmpdir(), 'selfcheck-browser-'));
}

/** Copies what is in a folder into another, which is made if need be. Node's own `cp` works three times as long. */
async function copyFolder(from, to) {
  await mkdir(to, { recursive: true });
  await run('cp', ['-r', `${from}/.`, to]);
}

/** Returns the directory into which buildSite() puts what tells servers which headers to send. */
export const headersOf = (directory) => `${directory}-server`;

/**
 * Runs web/build.mjs. `locales` is a directory of languages in the place of the site's own. With an `origin` it builds the widget, too. `siteFile` says
 * who runs the site.
 */
export function buildSite(directory, pinsFile, locales, origin, siteFile) {
  const pins = pinsFile ? ['--pins', pinsFile] : [];
  const words = locales ? ['--locales', locales] : [];
  const place = origin ? ['--origin', origin, '--headers', headersOf(directory)] : [];
  const identity = siteFile ? ['--site', siteFile] : [];
  const args = ['--engine', engine, '--out', directory, ...pins, ...words, ...place, ...identity];
  return run(process.execPath, [join(webDirectory, 'build.mjs'), ...args]);
}

let sources;
/** Returns the paths of all files that go into a site, except its pins. */
const siteSources = () => (sources ??= findSiteSources());

async function findSiteSources() {
  const own = (await readdir(webDirectory)).filter((name) => name !== 'node_modules').map((name) => join(webDirectory, name));
  const ours = (await Promise.all(own.map((path) => filesIn(path)))).flat();
  const texts = (await filesIn(join(repository, 'docs'))).filter((path) => path.endsWith('.md'));
  return [...ours, ...texts, ...(await filesIn(engine)).filter((path) => /selfcheck\S*\.(mjs|wasm)$/.test(path))];
}

/** Returns the paths of the files in a directory, and below it; or the path itself if that is a file. */
async function filesIn(directory) {
  const names = await readdir(directory, { recursive: true }).catch(() => undefined);
  if (!names) return [directory];
  return names.filter((name) => /\.\w+$/.test(name)).sort().map((name) => join(directory, name));
}

/** The form in which pages and their code name the bytes that they expect. */
const sha256 = (bytes) => createHash('sha256').update(bytes).digest('base64');

/** Returns code that has the hash of `after` where it had that of `before`: whole, or as much of it as the page's code has of each file. */
const withHashOf = (code, before, after) =>
  code.replaceAll(sha256(before), sha256(after)).replaceAll(sha256(before).slice(0, 22), sha256(after).slice(0, 22));

/** The name of the frame's script. */
export const kWidgetScript = /^widget-[0-9a-f]{12}\.js$/;

/** Finds the files in a list's directory. */
export class ListFiles {
  constructor(directory) {
    this.directory = directory;
  }

  get pointer() {
    return join(this.directory, 'current.minisig');
  }

  async manifest() {
    const [, name] = /^trusted comment: \S+ (manifest-[0-9a-f]{64}\.json)$/m.exec(await readFile(this.pointer, 'utf8'));
    return join(this.directory, name);
  }

  async manifestFields() {
    return JSON.parse(await readFile(await this.manifest(), 'utf8'));
  }

  async buckets() {
    const directory = join(this.directory, 'buckets', (await this.manifestFields()).root);
    return (await readdir(directory)).sort().map((name) => join(directory, name));
  }
}

/** Builds a site, and keeps it: the sites of most tests are the same. */
async function buildKept(pins, site) {
  return kept(['site', pins], await siteSources(), async (directory) => buildSite(directory, await site.writePins()));
}

/**
 * The sites that this process has built and no other can use, by pins and address: those with keyed lists, since evaluators' ports change, and those that
 * know their address, which is this process's.
 */
const builtOnce = new Map();
const inPassing = [];
process.once('exit', () => inPassing.forEach((directory) => rmSync(directory, { recursive: true, force: true })));

function buildOnce(pins, site) {
  const key = JSON.stringify([pins, site.origin]);
  if (!builtOnce.has(key)) builtOnce.set(key, buildInPassing(site));
  return builtOnce.get(key);
}

async function buildInPassing(site) {
  const directory = await makeTemporaryDirectory();
  inPassing.push(directory);
  const built = join(directory, 'site');
  await buildSite(built, await site.writePins(), undefined, site.origin);
  return built;
}

/**
 * A site in a directory of its own. `lists` maps a directory name to {directory, pin}; each is copied, so that a test can
 * damage its copy, and pinned at `lists/<name>/`.
 */
export class Site {
  lists = {};

  static async make(lists, { locales, origin } = {}) {
    const site = new Site();
    site.locales = locales;
    site.origin = origin;
    site.root = await makeTemporaryDirectory();
    site.directory = join(site.root, 'site');
    const pins = [];
    for (const [name, { directory, pin }] of Object.entries(lists)) {
      const copy = join(site.directory, 'lists', name);
      await copyFolder(directory, copy);
      site.lists[name] = new ListFiles(copy);
      pins.push({ ...pin, id: name, url: `lists/${name}/` });
    }
    if (locales) {
      await site.pin(pins);
    } else {
      site.pins = pins;
      const ours = origin || pins.some(({ evaluators }) => evaluators);
      const built = ours ? await buildOnce(pins, site) : await buildKept(pins, site);
      await copyFolder(built, site.directory);
      if (origin) await copyFolder(headersOf(built), headersOf(site.directory));
    }
    return site;
  }

  /** Builds the site again with other pins. */
  async pin(pins) {
    this.pins = pins;
    await buildSite(this.directory, await this.writePins(), this.locales, this.origin);
  }

  /** Puts `wasm` in the place of the engine with SIMD, under the name that a build would give it. */
  async useSimdEngine(wasm) {
    const names = await readdir(this.directory);
    const old = names.find((name) => /^selfcheck-simd-.*\.wasm$/.test(name));
    const hash = createHash('sha256').update(wasm).digest('hex').slice(0, 12);
    await writeFile(join(this.directory, `selfcheck-simd-${hash}.wasm`), wasm);
    const bytes = await readFile(join(this.directory, old));
    await this.#changeCode((code) => withHashOf(code.replaceAll(old, `selfcheck-simd-${hash}.wasm`), bytes, wasm));
  }

  /** Changes the worker's script under its name. The page and the widget's frame take it for their own. */
  async changeWorker(change) {
    const name = (await readdir(this.directory)).find((one) => /^worker-.*\.js$/.test(one));
    const path = join(this.directory, name);
    const before = await readFile(path);
    const after = Buffer.from(change(before.toString()));
    await writeFile(path, after);
    await this.#changeCode((code) => withHashOf(code, before, after));
  }

  /** Changes the code of the page and of the widget's frame, which only a site that knows its address has. */
  async #changeCode(change) {
    await this.changeScript('index.html', /^app-.*\.js$/, change);
    if (this.origin) await this.changeScript('widget.html', kWidgetScript, change);
  }

  /** Changes the script of a page under its name, and its hash in the page. */
  async changeScript(name, pattern, change) {
    const script = join(this.directory, (await readdir(this.directory)).find((one) => pattern.test(one)));
    const code = await readFile(script, 'utf8');
    const changed = change(code);
    if (changed === code) throw new Error('the page does not know this file');
    await writeFile(script, changed);
    const page = join(this.directory, name);
    await writeFile(page, (await readFile(page, 'utf8')).replace(sha256(code), sha256(changed)));
  }

  /** Replaces `from` in the page's policy. */
  async changePolicy(from, to) {
    const page = join(this.directory, 'index.html');
    const text = await readFile(page, 'utf8');
    if (!text.includes(from)) throw new Error('no such policy');
    await writeFile(page, text.replace(from, to));
  }

  /** Writes the pins file, and returns its path. */
  async writePins() {
    const pinsFile = join(this.root, 'pins.json');
    await writeFile(pinsFile, JSON.stringify({ format: 'selfcheck-pins/1', lists: this.pins }));
    return pinsFile;
  }

  async remove() {
    await rm(this.root, { recursive: true, force: true });
  }
}

/** A running `selfcheck serve`, on a free port. */
export class Server {
  static async start(directory) {
    const server = new Server();
    server.process = spawn(cli, ['serve', directory, '--port', '0'], { stdio: ['ignore', 'pipe', 'inherit'] });
    server.exited = new Promise((resolve) => server.process.once('exit', resolve));
    for await (const line of createInterface({ input: server.process.stdout })) {
      const [address] = /http:\/\/\S+?:\d+\/?/.exec(line) ?? [];
      if (!address) continue;
      server.url = new URL('/', address).href;
      server.process.stdout.resume();
      return server;
    }
    throw new Error('selfcheck serve gave no address');
  }

  /** Ends it at once. A polite request would wait for the browser to close its connections. */
  async stop() {
    this.process.kill('SIGKILL');
    await this.exited;
  }
}
