// Builds the site: node build.mjs --engine DIR [--out DIR] [--pins FILE] [--site FILE] [--locales DIR]
// [--origin URL [--headers DIR]]. The same inputs give the same bytes.

import { createHash } from 'node:crypto';
import { mkdir, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { dirname, join, resolve } from 'node:path';
import { addWidget, oembedLink, parseOrigin } from './build_widget.mjs';
import { addPages, textsOf } from './pages/render.mjs';
import { footerMarkup, headerMarkup } from './pages/frame.mjs';
import { kPages } from './pages/index.mjs';
import { withoutScript } from './pages/without_script.mjs';
import { readSiteFile } from './site_file.mjs';
import { bundle, bundleWorker, importBundled, parsePins, readArguments, readEngines, readInput, run, UsageError, web } from './bundle.mjs';
import { pagePolicy } from './policies.mjs';
import { fillTemplate, inLanguages, listValues } from './template.mjs';

const kHelp = `usage: node build.mjs --engine DIR [--out DIR] [--pins FILE] [--site FILE] [--locales DIR]
                          [--origin URL [--headers DIR]]

  --engine DIR  where the WebAssembly build put selfcheck.mjs and the two .wasm files
  --out DIR     where the site goes (default: build/site)
  --pins FILE   the lists that the site trusts (default: web/site/pins.json, which has none)
  --site FILE   who runs the site and what it looks like (default: nobody has said who)
  --locales DIR the page's words, a file for each language (default: web/locales)
  --origin URL  where the site will be, as https://check.example: then it also has a frame for other people's pages,
                the script and the page for those who want it there
  --headers DIR where the files go that tell several servers which headers to send: not into the site, which is public`;

const kOptions = /** @satisfies {import('./build_types.d.ts').StringOptions} */ ({
  out: { type: 'string', default: join(web, '../build/site') },
  pins: { type: 'string', default: join(web, 'site/pins.json') },
  site: { type: 'string' },
  locales: { type: 'string', default: join(web, 'locales') },
  origin: { type: 'string' },
  headers: { type: 'string' },
});

/** Of files that not every site has. */
const kFixedNames = ['pins.json', 'widget.html', 'embed.html', 'oembed.json', 'licence.txt'];

/**
 * @param {string} directory
 * @param {Iterable<readonly [string, string | Uint8Array]>} files
 */
async function writeFiles(directory, files) {
  for (const [path, contents] of files) {
    await mkdir(dirname(join(directory, path)), { recursive: true });
    await writeFile(join(directory, path), contents);
  }
}

/**
 * The site's files. All but the pages, pins.json and sw.js carry a hash of their contents in their names, so a
 * browser can never put an old part and a new part together.
 */
class Site {
  /** @type {Map<string, string | Uint8Array>} */
  files = new Map();

  /**
   * @param {string} path
   * @param {string | Uint8Array} contents
   */
  add(path, contents) {
    this.files.set(path, contents);
  }

  /**
   * Gives the name.
   *
   * @param {string} path
   * @param {string | Uint8Array} contents
   */
  addHashed(path, contents) {
    const hash = createHash('sha256').update(contents).digest('hex').slice(0, 12);
    const dot = path.lastIndexOf('.');
    const name = `${path.slice(0, dot)}-${hash}${path.slice(dot)}`;
    this.add(name, contents);
    return name;
  }

  /**
   * Also takes away what earlier builds left. Anything else in `directory`, such as lists, stays.
   *
   * @param {string} directory
   */
  async write(directory) {
    const languages = Object.keys(await readLanguages());
    for (const folder of ['', 'locales', 'locales/later', ...languages]) {
      for (const name of await readdir(join(directory, folder)).catch(() => [])) {
        const path = folder ? `${folder}/${name}` : name;
        // Articles name old versions of the script for embedding: whatever is out there stays.
        const named = /-[0-9a-f]{12}\.\w+$/.test(name) && !name.startsWith('embed-');
        const ours = named || kFixedNames.includes(path) || (languages.includes(folder) && name.endsWith('.html'));
        if (ours && !this.files.has(path)) await rm(join(directory, path));
      }
    }
    await writeFiles(directory, this.files);
  }
}

/**
 * The languages that there are, in the order of their menu.
 *
 * @returns {Promise<Record<string, {name: string, direction: string}>>}
 */
const readLanguages = async () => JSON.parse(await readFile(join(web, 'languages.json'), 'utf8'));

/** Folders of `locales` whose words the check has as well: those of the header and the footer. */
const kFrameFolder = 'frame';

/**
 * The words of every language of which `directory` has a file, by code, in the order of languages.json: those of its files, and of the
 * files of the same names in its `folders`. What a language lacks there it has in English.
 *
 * @param {string} directory
 * @param {readonly string[]} folders
 * @returns {Promise<import('./build_types.d.ts').AllMessages>}
 */
async function readMessages(directory, folders) {
  const files = await readdir(directory);
  /** @type {(...path: string[]) => Promise<Record<string, string>>} */
  const read = async (...path) => JSON.parse(await readFile(join(directory, ...path), 'utf8').catch(() => '{}'));
  /** @type {Record<string, {direction: string, texts: Record<string, string>}>} */
  const messages = {};
  for (const [code, { direction }] of Object.entries(await readLanguages())) {
    if (!files.includes(`${code}.json`)) continue;
    const names = [...new Set(['en.json', `${code}.json`])];
    /** @type {Record<string, string>} */
    const texts = {};
    for (const folder of ['', ...folders]) for (const name of names) Object.assign(texts, await read(folder, name));
    messages[code] = { direction, texts };
  }
  return messages;
}

/**
 * Which code the site consists of, from the files that it has so far.
 *
 * @param {Site} site
 * @returns {Promise<import('./build_types.d.ts').CodeVersion>}
 */
async function codeVersion(site) {
  const [, version = ''] = /^project\(selfcheck VERSION (\S+)/m.exec(await readFile(join(web, '../CMakeLists.txt'), 'utf8')) ?? [];
  const named = [...site.files].filter(([path]) => /-[0-9a-f]{12}\.\w+$/.test(path)).sort(([a], [b]) => (a < b ? -1 : 1));
  const lines = named.map(([path, contents]) => `${createHash('sha256').update(contents).digest('hex')}  ${path}\n`);
  return { version, code: createHash('sha256').update(lines.join('')).digest('hex') };
}

async function main() {
  const options = readArguments(kOptions);
  if (options.help) {
    console.log(kHelp);
    return;
  }
  const { simd, plain } = await readEngines(options.engine);
  const pins = parsePins(options.pins, await readInput(options.pins));
  if (options.headers !== undefined && options.origin === undefined) throw new UsageError('--headers needs --origin');
  const address = options.origin === undefined ? undefined : parseOrigin(options.origin);

  const site = new Site();
  const identity = await readSiteFile(options.site);
  const messages = await readMessages(options.locales, [kFrameFolder]);
  const { laterGroups } = await importBundled('src/later_words.ts');
  /** @type {(directory: string, isIn: (group: string) => boolean) => Record<string, string>} */
  const addWords = (directory, isIn) =>
    Object.fromEntries(
      Object.entries(messages).map(([code, { texts: all }]) => {
        const wanted = Object.entries(all).filter(([key]) => isIn(key.slice(0, key.indexOf('.'))));
        // Without the indentation: it is a fifth of the file.
        return [code, site.addHashed(`${directory}/${code}.json`, JSON.stringify(Object.fromEntries(wanted)))];
      }),
    );
  const isLater = (/** @type {string} */ group) => laterGroups.includes(group);
  const laterFiles = {
    LATER_WORDS: JSON.stringify(addWords('locales/later', isLater)),
    LATER_STYLE: JSON.stringify(site.addHashed('later.css', await bundle('site/later.css', {}))),
  };
  const names = {
    worker: site.addHashed('worker.js', await bundleWorker(options.engine)),
    engines: { simd: site.addHashed('selfcheck-simd.wasm', simd), plain: site.addHashed('selfcheck.wasm', plain) },
    texts: addWords('locales', (group) => group !== 'static' && !isLater(group)),
    later: site.addHashed('later.js', await bundle('src/later.ts', { format: 'esm', define: laterFiles })),
  };
  const style = site.addHashed('style.css', await bundle('site/site.css', {}));
  const icon = site.addHashed('icon.svg', await readFile(join(web, 'site/icon.svg')));
  const offlineFiles = { OTHER_FILES: JSON.stringify([...site.files.keys()]) };
  const offline = site.addHashed('offline_mode.js', await bundle('src/offline/offline_mode.ts', { format: 'esm', define: offlineFiles }));
  // All that the page consists of, for offline mode; its own script knows its own name.
  const others = [...site.files.keys()];
  const bytes = [...site.files.values()].reduce((sum, contents) => sum + Buffer.from(contents).length, 0);
  const files = { ...names, offline: { script: offline, bytes } };
  const app = site.addHashed(
    'app.js',
    await bundle('src/main.ts', { format: 'esm', define: { SITE_FILES: JSON.stringify(files) } }),
  );
  // Its name can't change: the browser asks for it again by its address.
  const worker = /** @satisfies {import('esbuild').BuildOptions} */ ({ format: 'iife', define: { PAGE_FILES: JSON.stringify({ app, others }) } });
  site.add('sw.js', await bundle('src/sw/sw.ts', worker));
  const context = {
    ...{ identity, address, version: await codeVersion(site) },
    messages: await readMessages(options.locales, [kFrameFolder, ...kPages.map(({ name }) => name)]),
    files: { style: site.addHashed('pages.css', await bundle('site/pages.css', {})), icon },
  };
  const { language } = identity;
  const place = { language, root: '', textOf: textsOf(messages, language) };
  const certain = [...new Set([language, 'en'])];
  const values = {
    CONTENT_SECURITY_POLICY: pagePolicy(pins),
    LANGUAGE: language,
    APP: app,
    STYLE: style,
    ICON: icon,
    ...listValues(pins),
  };
  const page = fillTemplate(await readFile(join(web, 'site/index.html'), 'utf8'), values, {
    HEADER: headerMarkup(context, place),
    FOOTER: footerMarkup(context, place),
    // Who can't read it sees a bar that moves; a page that does not load at all must be understood by everybody.
    LOADING: inLanguages(messages, 'static.loading', 'span', certain),
    FAILED: inLanguages(messages, 'static.failed', 'p'),
    SCRIPT: withoutScript(messages, certain),
    OEMBED: address ? oembedLink(address) : '',
  });
  site.add('index.html', page);
  await addPages(site, context);
  site.add('licence.txt', await readFile(join(web, '../LICENSE')));
  // Without lists there is no pins file: that is how the page knows.
  if (pins.lists.length > 0) site.add('pins.json', `${JSON.stringify(pins, undefined, 2)}\n`);
  const headers = address ? await addWidget(site, { address, pins, messages, files: names, icon: values.ICON }) : {};
  await site.write(resolve(options.out));
  if (options.headers !== undefined) await writeFiles(resolve(options.headers), Object.entries(headers));
}

await run('build.mjs', main);
