// Where offline mode keeps things: the page writes there, and the service worker reads.

/** The service worker's script. Of the site's files the only one besides index.html and pins.json whose name never changes. */
export const kServiceWorker = 'sw.js';

/** Whether a service worker is this site's. */
export function isOurs(site: URL, worker: { readonly scriptURL: string } | null | undefined): boolean {
  return worker?.scriptURL.startsWith(new URL(kServiceWorker, site).href) === true;
}

/**
 * Whether markup is the page of one of the site's builds, whichever: it loads a script by the name that builds give to the page's. A sign-in
 * page of a network, or what a host says instead of the page, does not.
 */
export function isOwnPage(markup: string): boolean {
  return /<script\b[^>]*\bsrc="[^"]*\bapp-[0-9a-f]{12}\.js"/.test(markup);
}

/** In the address for a moment, where the page has just deleted everything. */
export const kClearedMark = '#cleared';

// Caches belong to a whole origin, and a site may be one of several there.

export function listCacheName(site: URL): string {
  return `selfcheck lists ${site.pathname}`;
}

/** Of the page as one build made it. `app` is the name of its script, which has the names of all other files in it. */
export function pageCacheName(site: URL, app: string): string {
  return `${pageCachePrefix(site)}${app}`;
}

export function pageCachePrefix(site: URL): string {
  return `selfcheck page ${site.pathname} `;
}
