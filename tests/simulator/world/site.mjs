// Builds the page's own files for a world, from the page's own source. What draws is left out: see the folder screen.
import { createHash } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { engine, webDirectory } from '../../browser/support/paths.mjs';
import { hashedName } from './hosts.mjs';

const { bundle, bundleWorker } = await import(join(webDirectory, 'bundle.mjs'));

const kScreen = /\/(view|offline_view|language_menu|frame|page_code)\.js$/;
const screenFile = (name) => fileURLToPath(new URL(`screen/${name}.mjs`, import.meta.url));

const screen = {
  name: 'screen',
  setup({ onResolve }) {
    onResolve({ filter: kScreen }, ({ path }) => ({ path: screenFile(basename(path, '.js')) }));
  },
};

/**
 * Mistakes that somebody could make in the page's code, by name: where, what stands there, and what would stand there. A world with one of
 * them must fail. They are the proof that the simulator would notice.
 */
export const kMistakes = {
  'a bucket that did not come counts as empty': [
    'check/checker.ts',
    "if (bucketResult.status === 'rejected') throw bucketResult.reason;",
    "if (bucketResult.status === 'rejected') return { outcome: 'not_found' };",
  ],
  'one list that says no is enough': [
    'check/checker.ts',
    "return listCount > 0 && clear === listCount ? 'not_found' : 'could_not_tell';",
    "return clear > 0 ? 'not_found' : 'could_not_tell';",
  ],
};

function withMistake(name) {
  if (!name) return [];
  const [file, right, wrong] = kMistakes[name];
  const setup = ({ onLoad }) =>
    onLoad({ filter: new RegExp(`/${file.replace('.', '\\.')}$`) }, async ({ path }) => {
      const source = await readFile(path, 'utf8');
      if (source.split(right).length !== 2) throw new Error(`${file} has not got once: ${right}`);
      return { contents: source.replace(right, () => wrong), loader: 'ts' };
    });
  return [{ name: 'mistake', setup }];
}

const text = (contents) => Buffer.from(contents).toString();

/** Returns {files, app, offline, later}: the site's files by name, the page's code, and the names of what is loaded later. */
export async function buildSite(engineFiles, mistake) {
  const files = new Map();
  const add = (name, contents) => {
    const bytes = new Uint8Array(Buffer.from(contents));
    const hashed = hashedName(name, bytes);
    files.set(hashed, bytes);
    return hashed;
  };
  const addCode = (name, contents) => {
    const hashed = add(name, contents);
    return { name: hashed, hash: createHash('sha256').update(files.get(hashed)).digest('base64') };
  };
  // The page knows the rest of such a name (words.ts).
  const addWords = (folder) => ({ en: add(`${folder}en.json`, '{}').slice(`${folder}en-`.length, -'.json'.length) });
  const plugins = [...withMistake(mistake), screen];
  const names = {
    worker: addCode('worker.js', await bundleWorker(engine)),
    engines: { simd: addCode('selfcheck-simd.wasm', engineFiles.get('selfcheck-simd.wasm')), plain: addCode('selfcheck.wasm', engineFiles.get('selfcheck.wasm')) },
    texts: addWords('locales/'),
    later: addCode('later.js', 'later'),
  };
  const later = { name: names.later.name, styleFile: addCode('later.css', ''), wordFiles: addWords('locales/later/') };
  const others = JSON.stringify([...files.keys()]);
  const offline = addCode('offline_mode.js', await bundle('src/offline/offline_mode.ts', { format: 'iife', globalName: 'exported', minify: false, define: { OTHER_FILES: others }, plugins }));
  const define = { SITE_FILES: JSON.stringify({ ...names, offline: { script: offline, bytes: 1 } }), 'import.meta.url': 'PAGE_URL' };
  const app = add('app.js', await bundle('src/main.ts', { format: 'iife', minify: false, define, plugins }));
  files.set('index.html', new Uint8Array(Buffer.from(`<!doctype html><script type="module" src="${app}"></script>`)));
  return { files, app: { name: app, code: text(files.get(app)) }, offline, later };
}
