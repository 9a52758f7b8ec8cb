// The page itself, kept on this device, and the service worker that opens it without a network. The page fetches its files and puts
// them into a cache; the service worker (sw/sw.ts) only reads, and becomes active only where all files of its build are there.

import { inParallel } from '../in_parallel.js';
import { isAsNamed } from '../named_by_hash.js';
import type { Network } from '../network/network.js';
import { isOwnPage, kServiceWorker, pageCacheName, pageCachePrefix } from './places.js';

/** The page's own files, by the names that the build gave them. */
export interface OwnFiles {
  readonly site: URL;
  /** The page's script. */
  readonly app: string;
  /** That of offline mode. */
  readonly offline: string;
  /** Of it and the rest, index.html left out. */
  readonly bytes: number;
}

/** The build writes the value in its place: all others but index.html. */
declare const OTHER_FILES: readonly string[];

/** The site has been built anew since this page was opened, and no page can be put together from files of both builds. */
export class PageChanged extends Error {}

/** Something else came in the place of one of the page's files. */
class NotTheFile extends Error {}

class Unwanted extends Error {}

/** Some browsers can't in private windows, and none can from an insecure address. */
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

/** Whether there is nothing left to fetch of this page. */
export async function isPageKept({ site, app }: OwnFiles): Promise<boolean> {
  return (await caches.match(site, { cacheName: pageCacheName(site, app) })) !== undefined;
}

export interface KeepOptions {
  readonly signal?: AbortSignal;
  /** Asked before anything new appears on the device: somebody may have deleted everything meanwhile. */
  readonly isWanted?: () => Promise<boolean>;
  readonly onBytes?: (count: number) => void;
}

/**
 * Puts the page's files into a cache and has the service worker serve them from then on. `scriptUrl` makes an address one that a script
 * may have. Rejects with PageChanged, NotTheFile or Unwanted, with the network's CheckError, with the signal's reason, or with what the browser
 * says when there is no room.
 */
export async function keepPage(
  { site, app, offline }: OwnFiles,
  network: Network,
  scriptUrl: (address: string) => string,
  { signal, isWanted = () => Promise.resolve(true), onBytes = () => {} }: KeepOptions = {},
): Promise<void> {
  const stopUnlessWanted = async (): Promise<void> => {
    if (!(await isWanted())) throw new Unwanted();
    signal?.throwIfAborted();
  };
  const page = await network.fileToKeep(site, { cache: 'no-cache' });
  const markup = await page.clone().text();
  if (!isOwnPage(markup)) throw new NotTheFile();
  if (!markup.includes(`"${app}"`)) throw new PageChanged();
  await stopUnlessWanted();
  const cache = await caches.open(pageCacheName(site, app));
  await inParallel([app, offline, ...OTHER_FILES], async (name) => {
    const url = new URL(name, site);
    if (!(await cache.match(url))) await cache.put(url, await soundFile(url, (again) => network.fileToKeep(url, { onBytes, ...again })));
    signal?.throwIfAborted();
  });
  await cache.put(site, page);
  await stopUnlessWanted();

  const script = scriptUrl(new URL(`${kServiceWorker}?${app}`, site).href);
  // The browser's own copy of an old script must not keep an old page alive.
  const registration = await navigator.serviceWorker.register(script, { scope: site.pathname, updateViaCache: 'none' });
  if (!(await becomesActive(registration, new URL(`${kServiceWorker}?${app}`, site).href))) throw new PageChanged();
  // Without it the service worker would open the page without asking the network first.
  await registration.navigationPreload.enable();
}

/** The file that the build made; asked for once more, past the browser's cache, if that has something else. Rejects with NotTheFile. */
async function soundFile(url: URL, ask: (again?: { cache: 'reload' }) => Promise<Response>): Promise<Response> {
  for (const again of [undefined, { cache: 'reload' as const }]) {
    const file = await ask(again);
    if (await isAsNamed(url, await file.clone().arrayBuffer())) return file;
  }
  throw new NotTheFile();
}

/** False if the service worker has refused: it is of another build than the page. */
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

/** Leaves nothing of the page on this device. A page that is open has its service worker until it is loaded again. */
export async function forgetPage({ site }: OwnFiles): Promise<void> {
  const names = await caches.keys();
  await Promise.all(names.filter((name) => name.startsWith(pageCachePrefix(site))).map((name) => caches.delete(name)));
  const registration = await navigator.serviceWorker.getRegistration(site);
  if (registration?.scope === site.href) await registration.unregister();
}
