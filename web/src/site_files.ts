// The names that the build gave to the page's own files. Each has the beginning of a hash of the file's contents in it; of code there is the
// whole hash beside it.

import type { BuiltFile } from './page_script.js';

export interface SiteFiles {
  readonly worker: BuiltFile;
  /** Of their hashes only the beginning is there, which is enough for comparing. */
  readonly engines: { readonly simd: BuiltFile; readonly plain: BuiltFile };
  /** The first words, by language: what is in the files' names between `locales/<language>-` and `.json`. */
  readonly texts: WordFiles;
  /** The script that is made of later.ts. */
  readonly later: BuiltFile;
  /** The files of offline mode. The frame has none, since it can keep nothing. */
  readonly offline?: OfflineFiles;
}

/** By language. */
export type WordFiles = { readonly en: string; readonly [language: string]: string };

export interface OfflineFiles {
  readonly script: BuiltFile;
  /** The size of all of the page's files but index.html and its script. */
  readonly bytes: number;
}

/** The builds of the site and of the widget put the value in the place of this name. */
declare const SITE_FILES: SiteFiles;

export const siteFiles: SiteFiles = SITE_FILES;
