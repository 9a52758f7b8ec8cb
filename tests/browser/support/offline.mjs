// Helps to test offline mode as a reader meets it: with service workers, with a network that really goes away, and by what is left on the
// device.
import { CheckerPage } from './checker_page.mjs';

/** Options for `made.open` of a fixture, with which the page may keep itself on the device. */
export const kAllowed = { context: { serviceWorkers: 'allow' } };

/** Cuts the network for good: the browser is told that it is offline, and there is no server to talk to either. */
export async function cutNetwork({ context, server, recorder }) {
  await context.setOffline(true);
  await server.stop();
  recorder.stop();
}

/** Closes the tab, and opens the site in a new one. */
export async function reopen({ context, page, recorder, seen }, url = recorder.url) {
  await page.close();
  return openTab({ context, recorder, seen }, url);
}

export async function openTab({ context, recorder, seen }, url = recorder.url) {
  const tab = await context.newPage();
  tab.on('pageerror', (error) => seen.trouble.push(`exception: ${error.message}`));
  const checker = new CheckerPage(tab);
  await checker.open(url);
  return { page: tab, checker };
}

/** A page that some hosts and networks send with a status of 200, whatever is asked for. */
export const kHomePage = `<!doctype html>\n<html lang="en"><head><title>Welcome</title></head><body>${'<p>Sign in.</p>'.repeat(200)}</body></html>\n`;

/** Takes the network away, and waits until the page, which is in offline mode, has noticed it. */
export async function goOffline({ context, page }) {
  await context.setOffline(true);
  await page.locator('.notice.offline', { hasText: 'This device has no network now.' }).waitFor();
}

/** Takes the network away and brings it back, and waits until the page, which is in offline mode, has heard the news, if there were any. */
export async function hearNews({ context, page }) {
  await page.locator('.list-card').evaluateAll((cards) => cards.forEach((card) => (card.dataset.before = 'the news')));
  await goOffline({ context, page });
  await context.setOffline(false);
  await page.locator('.list-card:not([data-before])').first().waitFor();
}

/** Returns the paths that the page has asked for. Left out is the service worker, for a newer one of which the browser looks by itself. */
export function askedFor(recorder) {
  return recorder.paths().filter((path) => !path.startsWith('/sw.js'));
}

/** Returns everything that a site can leave on a device. `files` has the hashes of the files of all caches, by their addresses. */
export function whatIsLeft(page) {
  return page.evaluate(async () => {
    const files = {};
    for (const name of await caches.keys()) {
      const cache = await caches.open(name);
      for (const request of await cache.keys()) {
        const body = await (await cache.match(request)).arrayBuffer();
        const hash = new Uint8Array(await crypto.subtle.digest('SHA-256', body));
        files[request.url] = [...hash].map((byte) => byte.toString(16).padStart(2, '0')).join('');
      }
    }
    return {
      caches: await caches.keys(),
      files,
      workers: (await navigator.serviceWorker.getRegistrations()).map(({ active }) => active?.scriptURL),
      other: [
        Object.keys(localStorage).length,
        Object.keys(sessionStorage).length,
        (await indexedDB.databases()).length,
        document.cookie,
        [null, 1, 2].includes(history.state), // how deep the step is
        window.name,
      ],
    };
  });
}

export const kNothingOther = [0, 0, 0, '', true, ''];

/** In the page: whoever has so much patience, in milliseconds, waits for as long as it takes. `waits` says how often somebody has begun to. */
export const waitWithoutEnd = (patienceMs) => {
  const { setTimeout } = window;
  window.waits = 0;
  window.setTimeout = (act, ms, ...rest) => {
    if (ms !== patienceMs) return setTimeout(act, ms, ...rest);
    window.waits += 1;
    return 0;
  };
};
