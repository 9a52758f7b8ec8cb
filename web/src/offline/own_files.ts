// Keeps the page itself on this device, with the service worker that opens it without a network. The page fetches its files and puts
// them into a cache; the service worker (sw/sw.ts) only reads, and becomes active only where all files of its build are there.

import { inParallel } from '../in_parallel.js';
import { isAsNamed } from '../named_by_hash.js';
import type { FetchedFile, Network } from '../network/network.js';
import { whenAborted } from './aborted.js';
import { isOwnPage, kServiceWorker, pageCacheName, pageCachePrefix } from './places.js';
import type { TabLock } from './tab_lock.js';

/** The page's own files, by the names that the build gave them. */
export interface OwnFiles {
  readonly site: URL;
  /** The name of the page's script. */
  readonly app: string;
  /** The name of offline mode's script. */
  readonly offline: string;
  /** How many bytes the page's files have together, without index.html and the page's script. */
  readonly bytes: number;
}

/** The names of the page's other files without index.html. The build writes the value in the place of this name. */
declare const OTHER_FILES: readonly string[];

/** The site has been built anew since this page was opened, and no page can be put together from files of both builds. */
export class PageChanged extends Error {}

/** What came in the place of one of the page's files is something else. */
class NotTheFile extends Error {}

class Unwanted extends Error {}

/** Returns whether this browser can keep the page. Some can't in private windows, and none can from an insecure address. */
export async function canKeepPage(): Promise<boolean> {
  if (!('serviceWorker' in navigator && 'caches' in window && 'NavigationPreloadManager' in window)) return false;
  try {
    await navigator.serviceWorker.getRegistration();
    await caches.keys();
    return true;
  } catch {
    return false;
  }
}

/** Returns whether there is nothing left to fetch of this page. */
export async function isPageKept({ site, app }: OwnFiles): Promise<boolean> {
  return (await caches.match(site, { cacheName: pageCacheName(site, app) })) !== undefined;
}

/** Returns the names of the caches of all builds of this page that are on this device, or are being put there. */
export async function keptPages({ site }: OwnFiles): Promise<string[]> {
  return (await caches.keys()).filter((name) => name.startsWith(pageCachePrefix(site)));
}

export interface KeepOptions {
  readonly signal: AbortSignal;
  /**
   * Returns whether the page is still wanted. It is asked before anything new appears on the device, because somebody may have deleted
   * everything meanwhile. It must not ask for the lock.
   */
  readonly isWanted?: () => Promise<boolean>;
  readonly onBytes?: (count: number) => void;
}

/**
 * Puts the page's files into a cache and has the service worker serve them from then on. Where that fails, nothing is there that was not there
 * before. `scriptUrl` makes an address one that a script may have. Rejects with PageChanged, NotTheFile or Unwanted, with the network's
 * CheckError, with the signal's reason, or with what the browser says when there is no room.
 */
export async function keepPage(
  ownFiles: OwnFiles,
  network: Network,
  scriptUrl: (address: string) => string,
  lock: TabLock,
  { signal, isWanted = () => Promise.resolve(true), onBytes = () => {} }: KeepOptions,
): Promise<void> {
  const { site, app, offline } = ownFiles;
  const stopUnlessWanted = async (): Promise<void> => {
    if (!(await isWanted())) throw new Unwanted();
    signal.throwIfAborted();
  };
  const page = fileToKeep(await network.page(site, { signal, cache: 'no-cache' }));
  const markup = await page.clone().text();
  if (!isOwnPage(markup)) throw new NotTheFile();
  if (!markup.includes(`"${app}"`)) throw new PageChanged();
  const name = pageCacheName(site, app);
  const script = new URL(`${kServiceWorker}?${app}`, site).href;
  const { cache, isNew } = await lock.hold(async () => {
    await stopUnlessWanted();
    const isNew = !(await caches.has(name));
    return { cache: await caches.open(name), isNew };
  });
  let isWhole = false;
  try {
    await inParallel([app, offline, ...OTHER_FILES], async (file) => {
      const url = new URL(file, site);
      if (!(await cache.match(url))) await cache.put(url, await soundFile(url, (again) => network.page(url, { signal, onBytes, ...again })));
      signal.throwIfAborted();
    });
    await cache.put(site, page);
    isWhole = true;
    await stopUnlessWanted();
    // The browser's own copy of an old script must not keep an old page alive.
    const registering = navigator.serviceWorker.register(scriptUrl(script), { scope: site.pathname, updateViaCache: 'none' });
    const registration = await Promise.race([registering, whenAborted(signal)]);
    if (!(await Promise.race([becomesActive(registration, script), whenAborted(signal)]))) {
      // The service worker is of another build, or another tab has failed to keep this one.
      throw (await isPageKept(ownFiles)) ? new PageChanged() : new Unwanted();
    }
    // Who deletes everything takes the service worker last, and this one may have come in between. A newer build has files of its own.
    await lock.hold(async () => {
      if ((await keptPages(ownFiles)).length > 0) return;
      await registration.unregister();
      throw new Unwanted();
    });
  } catch (thrown) {
    const tidied = lock.hold(async () => {
      // Another tab may have put the same build there meanwhile, and what a service worker serves is needed.
      const isOthers = (!isWhole && (await isPageKept(ownFiles))) || (await servedScript(ownFiles)) === script;
      // Where the lock did not come in time, the cache may have been made after everything was deleted.
      if ((isNew && !isOthers) || !(await isWanted())) await caches.delete(name);
    });
    // What went wrong first is what the reader has to know.
    await tidied.catch(() => {});
    throw thrown;
  }
}

/** Returns the address of the script of the service worker that serves this page, or undefined if there is none. */
async function servedScript({ site }: OwnFiles): Promise<string | undefined> {
  return (await navigator.serviceWorker.getRegistration(site))?.active?.scriptURL;
}

/**
 * Returns the file that the build made. Asks for it once more, past the browser's cache, if nothing came first, as from the service worker of
 * a page that another tab has deleted, or something else. Rejects with NotTheFile, or with what `ask` rejects with the second time.
 */
async function soundFile(url: URL, ask: (again?: { cache: 'reload' }) => Promise<FetchedFile>): Promise<Response> {
  for (const again of [undefined, { cache: 'reload' as const }]) {
    const file = await ask(again).catch((thrown: unknown) => {
      if (again) throw thrown;
    });
    if (file && (await isAsNamed(url, file.body as BufferSource))) return fileToKeep(file);
  }
  throw new NotTheFile();
}

/** Returns the file with the headers that it was served with: a worker's policy is in them. */
function fileToKeep({ headers, body }: FetchedFile): Response {
  const kept = new Headers(headers);
  // The body that is kept has been unpacked.
  for (const name of ['content-encoding', 'content-length', 'vary']) kept.delete(name);
  return new Response(body as BodyInit, { headers: kept });
}

/** Resolves to false if the service worker has refused to become active, because it is of another build than the page. */
async function becomesActive(registration: ServiceWorkerRegistration, script: string): Promise<boolean> {
  const { installing, waiting, active } = registration;
  const worker = [installing, waiting, active].find((one) => one?.scriptURL === script);
  if (!worker) return false;
  return new Promise((resolve) => {
    const look = (): void => {
      if (worker.state === 'activated') resolve(true);
      if (worker.state === 'redundant') resolve(false);
    };
    worker.addEventListener('statechange', look);
    look();
  });
}

/**
 * Deletes all of the page from this device, the files before the service worker. The caller holds the lock. A page that is open keeps its
 * service worker until it is loaded again.
 */
export async function forgetPage(ownFiles: OwnFiles): Promise<void> {
  const { site } = ownFiles;
  await Promise.all((await keptPages(ownFiles)).map((name) => caches.delete(name)));
  const registration = await navigator.serviceWorker.getRegistration(site);
  if (registration?.scope === site.href) await registration.unregister();
}
