// Starts the check on the site's own page.

import { Checker } from './check/checker.js';
import { speakFrame } from './frame.js';
import { Network } from './network/network.js';
import { isOurs, kClearedMark } from './offline/places.js';
import { OfflineDoor, type OpenOffline } from './page/offline_door.js';
import type { Page } from './page/page.js';
import { SiteHistory } from './page/site_history.js';
import { PageCode } from './page_code.js';
import { siteFiles, type OfflineFiles } from './site_files.js';
import { startPage, type PageParts } from './start.js';
import { scriptUrl } from './trusted_types.js';

/** How long a reader who can check without a network waits for news of the lists. */
const kNewsTimeoutMs = 4000;

function offlineMode({ script, bytes }: OfflineFiles, parts: PageParts): OpenOffline {
  const { site, ledger, network, engines, checker, checkerSettings } = parts;
  const file = new PageCode<typeof import('./offline/offline_mode.js')>(script, site);
  const ownFiles = { site, app: import.meta.url.slice(site.href.length), offline: script.name, bytes };
  return async (page) => {
    const code = await file.load();
    const publishers = new Network(ledger, { stallTimeoutMs: kNewsTimeoutMs, clearTimings: () => ledger.takeTimings() });
    const { pinsUrl } = checkerSettings;
    return new code.OfflineMode({
      ...{ ownFiles, network, publishers, engines, ledger, online: checker, scriptUrl, pinsUrl, page },
      openChecker: (lists) => new Checker(engines, lists, checkerSettings),
    });
  };
}

async function begin(page: Page, { site, later }: PageParts): Promise<void> {
  // A service worker is there only for readers who have kept something.
  const isKept = isOurs(site, navigator.serviceWorker?.controller);
  const isMarked = location.hash === kClearedMark;
  if (isMarked) history.replaceState(history.state, '', location.pathname + location.search);
  // Anybody can make a link to the mark.
  const cleared = isMarked && !isKept;
  if (cleared) page.sayCleared();
  await (isKept ? page.resume() : page.load());
  // What a reader has just deleted does not come back at once.
  if (!cleared) later.load().then(({ code }) => code.whenInstalled(() => void door?.keepPage())).catch(() => {});
}

let door: OfflineDoor | undefined;
const siteHistory = new SiteHistory();
const { offline } = siteFiles;
startPage({
  ...(offline && { openDoor: (parts, page) => (door = new OfflineDoor(offlineMode(offline, parts), parts.later, page)) }),
  begin,
  history: siteHistory,
  language: siteHistory.language,
  onLanguage: speakFrame,
});
