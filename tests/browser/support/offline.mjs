// Offline mode as a reader meets it: service workers allowed, a network that really goes away, and what is left on the device.
import { CheckerPage } from './checker_page.mjs';

/** For `made.open`: its page may keep itself on the device. */
export const kAllowed = { context: { serviceWorkers: 'allow' } };

/** For good: the browser is told, and there is nobody to talk to either. */
export async function cutNetwork({ context, server, recorder }) {
  await context.setOffline(true);
  await server.stop();
  recorder.stop();
}

/** The tab closed, and the site opened in a new one. */
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

/** What some hosts and networks send with a status of 200, whatever is asked for. */
export const kHomePage = `<!doctype html>\n<html lang="en"><head><title>Welcome</title></head><body>${'<p>Sign in.</p>'.repeat(200)}</body></html>\n`;

/** Until the page, in offline mode, has noticed. */
export async function goOffline({ context, page }) {
  await context.setOffline(true);
  await page.locator('.notice.offline', { hasText: 'This device has no network now.' }).waitFor();
}

/** The network goes away and comes back; by then whoever is in offline mode has heard the news, if there were any. */
export async function hearNews({ context, page }) {
  await page.locator('.list-card').evaluateAll((cards) => cards.forEach((card) => (card.dataset.before = 'the news')));
  await goOffline({ context, page });
  await context.setOffline(false);
  await page.locator('.list-card:not([data-before])').first().waitFor();
}

/** What the page has asked for. The browser looks by itself, from time to time, whether there is a newer service worker. */
export function askedFor(recorder) {
  return recorder.paths().filter((path) => !path.startsWith('/sw.js'));
}

/** Everything that a site can leave on a device. `files` are of all caches: sizes by address. */
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
