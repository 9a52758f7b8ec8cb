// The files that a site consists of, from the build's first to the moment when they are written.

import { createHash } from 'node:crypto';
import { mkdir, readdir, rm, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { kManifestName } from './app_manifest.mjs';
import { kLanguages } from './messages.mjs';

/** Files without a hash in their names. Some sites have them and others have not, so a rebuild must be able to take them away. */
const kFixedNames = [
  ...[kManifestName, 'pins.json', 'widget.html', 'embed.html', 'oembed.json', 'site.json', 'version.json', 'licence.txt', 'licences.txt'],
  ...['robots.txt', 'catalogue.json', 'feed.json', 'feed.atom'],
];

/** @param {string} path */
export const isNamedByHash = (path) => /-[0-9a-f]{12}\.\w+$/.test(path);

/**
 * Writes files below `directory`, and the folders that they need.
 *
 * @param {string} directory
 * @param {Iterable<readonly [string, string | Uint8Array]>} files
 */
export async function writeFiles(directory, files) {
  for (const [path, contents] of files) {
    await mkdir(dirname(join(directory, path)), { recursive: true });
    await writeFile(join(directory, path), contents);
  }
}

/**
 * The site's files. Most carry a hash of their contents in their names, so that a browser can never put an old part and a new part together; the
 * pages, pins.json, sw.js and the texts do not, since people and browsers know them by their names.
 */
export class SiteOutput {
  /** @type {Map<string, string | Uint8Array>} */
  files = new Map();

  /**
   * @param {string} path
   * @param {string | Uint8Array} contents
   */
  add(path, contents) {
    this.files.set(path, contents);
  }

  /** Returns the SHA-256 of a file in base64. @param {string} name */
  hashOf(name) {
    return createHash('sha256').update(this.files.get(name) ?? '').digest('base64');
  }

  /** Returns what a tag's `integrity` says of a file. @param {string} name */
  integrityOf(name) {
    return `sha256-${this.hashOf(name)}`;
  }

  /**
   * Adds a file of code, and returns what the page has to know of it (page_script.ts).
   *
   * @param {string} path
   * @param {string | Uint8Array} contents
   */
  addCode(path, contents) {
    const name = this.addHashed(path, contents);
    return { name, hash: this.hashOf(name) };
  }

  /**
   * Adds a file and returns the name that it got, with the hash in it.
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
   * Writes all files, and takes away what earlier builds left in `directory`. Anything else that lies there, such as lists, stays.
   *
   * @param {string} directory
   */
  async write(directory) {
    const languages = Object.keys(kLanguages);
    for (const folder of ['', 'docs', 'locales', 'locales/later', 'waict', ...languages]) {
      for (const name of await readdir(join(directory, folder)).catch(() => [])) {
        const path = folder ? `${folder}/${name}` : name;
        // Articles name old versions of the script for embedding, so these stay for ever.
        const named = isNamedByHash(name) && !name.startsWith('embed-');
        const isWaict = folder === 'waict' && name.endsWith('.waict');
        const isText = ['docs', ...languages].includes(folder) && /\.(?:html|txt)$/.test(name);
        if ((named || isText || isWaict || kFixedNames.includes(path)) && !this.files.has(path)) await rm(join(directory, path));
      }
    }
    await writeFiles(directory, this.files);
  }
}
