// The names that the build gave to the page's own files. Each has a hash of the file's contents in it.

export interface SiteFiles {
  readonly worker: string;
  readonly engines: { readonly simd: string; readonly plain: string };
  /** The files with the first words, by language. */
  readonly texts: { readonly en: string; readonly [language: string]: string };
  /** The script that is made of later.ts. */
  readonly later: string;
  /** The files of offline mode. The frame has none, since it can keep nothing. */
  readonly offline?: OfflineFiles;
}

export interface OfflineFiles {
  readonly script: string;
  /** The size of all of the page's files but index.html and its script. */
  readonly bytes: number;
}

/** The builds of the site and of the widget put the value in the place of this name. */
declare const SITE_FILES: SiteFiles;

export const siteFiles: SiteFiles = SITE_FILES;
