// The service worker opens the page where there is no network, from the files that the page has put into a cache. There is one only on
// devices whose reader wanted the page to work offline.
//
// It makes no request itself, so its script can be served with a policy that lets it connect nowhere, like the other worker's. It answers
// for index.html, with the network's answer first, and for the files that its own build of the page consists of, whose names change with
// their contents. Everything else, and so all that has to do with lists, passes it by.

import { isOwnPage, pageCacheName, pageCachePrefix } from '../offline/places.js';

declare const self: ServiceWorkerGlobalScope;

/** The names of the page's files as the build made them: its script, and all others but index.html. */
declare const PAGE_FILES: { readonly app: string; readonly others: readonly string[] };

/** How many milliseconds the network may take before the page is opened from the cache. */
const kPatienceMs = 4000;

const site = new URL('.', self.location.href);
const cacheName = pageCacheName(site, PAGE_FILES.app);
const files = new Set([PAGE_FILES.app, ...PAGE_FILES.others].map((name) => new URL(name, site).href));

/**
 * Whether all files of the page are in the cache. Some browsers throw the caches away and leave the service worker; then it stands aside.
 */
let whole = true;

async function isWhole(): Promise<boolean> {
  // Opening the cache to look into it would make one where a tab has deleted it.
  const kept = await Promise.all([site.href, ...files].map((url) => caches.match(url, { cacheName })));
  return kept.every(Boolean);
}

/** Throws where the page is not complete: a service worker that could not open it must not take the place of one that can. */
async function refuseUnlessComplete(): Promise<void> {
  // The page says which build it is of: after an update of the site this script may be of another.
  if (self.location.search !== `?${PAGE_FILES.app}`) throw new Error('of another build than the page');
  if (!(await isWhole())) throw new Error('the page is not kept');
}

/** Deletes other builds if this one is still all there: a tab may have given it up while this service worker became active. */
async function deleteOtherBuilds(): Promise<void> {
  if (!(await isWhole())) return;
  const others = (await caches.keys()).filter((name) => name.startsWith(pageCachePrefix(site)) && name !== cacheName);
  await Promise.all(others.map((name) => caches.delete(name)));
}

/**
 * Returns the network's answer if it is the page and comes soon, so that nobody is left with an old page; else the page as it is kept. A
 * host's error, or the sign-in page that a network has for every address, is no answer.
 */
async function openPage(address: string, search: string, preloaded: Promise<Response | undefined>): Promise<Response> {
  const fresh = preloaded.catch(() => undefined);
  const known = isWhole().catch(() => undefined);
  const ours = fresh.then(async (response) => (response && (await isPage(response)) ? response : undefined));
  const patience = new Promise<undefined>((resolve) => setTimeout(resolve, kPatienceMs));
  const [soon, isKept] = await Promise.all([Promise.race([ours, patience]), known]);
  // Where the browser can't tell, the page's files are asked for where the page itself comes from.
  whole = isKept ?? soon === undefined;
  if (soon) return soon;
  // Some hosts have the page at one address only.
  if (address !== site.href) return Response.redirect(site.href + search);
  return (await keptFile(site.href).catch(() => undefined)) ?? (await fresh) ?? Response.error();
}

/** Returns the file as it is kept. Once one is missing, because a tab has deleted them, the service worker stands aside. */
async function keptFile(url: string): Promise<Response | undefined> {
  const kept = await caches.match(url, { cacheName });
  if (!kept) whole = false;
  return kept;
}

async function isPage(response: Response): Promise<boolean> {
  // The address that a redirect leads to is not told.
  if (response.status !== 200) return false;
  return response.clone().text().then(isOwnPage, () => false);
}

function withoutFragment(url: string): string {
  return url.replace(/#.*$/, '');
}

self.addEventListener('install', (event) => {
  event.waitUntil(refuseUnlessComplete());
  void self.skipWaiting();
});

self.addEventListener('activate', (event) => {
  // The page that is open already has to find its files here, too. Without navigation preload the next page would come from here alone.
  event.waitUntil(Promise.all([deleteOtherBuilds(), self.clients.claim(), self.registration.navigationPreload.enable()]));
});

self.addEventListener('fetch', (event) => {
  const { mode, url } = event.request;
  if (mode === 'navigate') {
    const { origin, pathname, search } = new URL(url);
    const address = origin + pathname;
    if (address !== site.href && address !== `${site.href}index.html`) return;
    // The browser asks for the page by itself, as it would without a service worker.
    const preloaded = event.preloadResponse as Promise<Response | undefined>;
    event.respondWith(openPage(address, search, preloaded));
    event.waitUntil(preloaded.catch(() => {}));
  } else if (whole && files.has(withoutFragment(url))) {
    const file = withoutFragment(url);
    event.respondWith(keptFile(file).then((kept) => kept ?? Response.error()));
  }
});
