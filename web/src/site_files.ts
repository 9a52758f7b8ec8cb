// The page's own files by the names that the build gave them: hashes of their contents are in them.

export interface SiteFiles {
  readonly worker: string;
  readonly engines: { readonly simd: string; readonly plain: string };
  /** By language. */
  readonly texts: { readonly en: string; readonly [language: string]: string };
  /** later.ts. */
  readonly later: string;
  /** Not in the frame, which can keep nothing. */
  readonly offline?: OfflineFiles;
}

export interface OfflineFiles {
  readonly script: string;
  /** Of all of the page's files but index.html and its script. */
  readonly bytes: number;
}

/** build.mjs and build_widget.mjs write the value in its place. */
declare const SITE_FILES: SiteFiles;

export const siteFiles: SiteFiles = SITE_FILES;
