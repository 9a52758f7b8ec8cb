// The places where offline mode keeps things: the page writes there, and the service worker reads.

/** The service worker's script, which besides index.html and pins.json is the site's only file whose name never changes. */
export const kServiceWorker = 'sw.js';

/** Returns whether a service worker is this site's. */
export function isOurs(site: URL, worker: { readonly scriptURL: string } | null | undefined): boolean {
  return worker?.scriptURL.startsWith(new URL(kServiceWorker, site).href) === true;
}

/**
 * Returns whether markup is the page of any of the site's builds: the page loads a script by the name that builds give to the page's
 * script. A network's sign-in page, or what a host says instead of the page, does not.
 */
export function isOwnPage(markup: string): boolean {
  return /<script\b[^>]*\bsrc="[^"]*\bapp-[0-9a-f]{12}\.js"/.test(markup);
}

/** The fragment that the page's address has for a moment when the page has just deleted everything. */
export const kClearedMark = '#cleared';

// Caches belong to a whole origin. A site may be one of several there, so the names of its caches have its path in them.

export function listCacheName(site: URL): string {
  return `selfcheck lists ${site.pathname}`;
}

/**
 * Returns the name of the cache for the page as one build made it. `app` is the name of the page's script. It stands for the whole build,
 * because that script has the names of all other files in it.
 */
export function pageCacheName(site: URL, app: string): string {
  return `${pageCachePrefix(site)}${app}`;
}

export function pageCachePrefix(site: URL): string {
  return `selfcheck page ${site.pathname} `;
}
