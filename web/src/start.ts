// Starts a page of the site. Engine, words and lists load at the same time; the form is there as soon as the words are.

import { Checker, type CheckerSettings } from './check/checker.js';
import type { Engines } from './engine/engines.js';
import type { HostOptions } from './engine/host.js';
import { expectedLists, unknownLists } from './expected_lists.js';
import type { Ledger } from './ledger.js';
import type { Locale } from './locale.js';
import type { Network, NetworkOptions } from './network/network.js';
import { nextTask } from './page/dom.js';
import { LanguageMenu } from './page/language_menu.js';
import type { DoorPage, OfflineDoor } from './page/offline_door.js';
import { Later } from './page/later.js';
import { Page, type PageOptions } from './page/page.js';
import { siteEngines } from './site_engines.js';
import { Words } from './words.js';

/** The parts that the page is put together from. */
export interface PageParts {
  readonly site: URL;
  readonly ledger: Ledger;
  readonly network: Network;
  readonly later: Later;
  readonly engines: Engines;
  /** This one asks the network. */
  readonly checker: Checker;
  readonly checkerSettings: CheckerSettings;
}

export interface StartOptions extends Omit<PageOptions, 'ledger' | 'later' | 'openDoor' | 'expected'> {
  readonly network?: NetworkOptions;
  /** Makes the door to offline mode. It is missing where there can be no such mode. */
  readonly openDoor?: (parts: PageParts, page: DoorPage) => OfflineDoor;
  /** What the page does first. Without it, it opens the lists. */
  readonly begin?: (page: Page, parts: PageParts) => Promise<void>;
  /** Where the worker comes from. By default this is its address. */
  readonly workerFrom?: HostOptions['workerFrom'];
  /** The identifiers of the pins that count. By default all do. */
  readonly lists?: readonly string[] | undefined;
  /** The language that is preferred to those of the browser. */
  readonly language?: string | undefined;
  /** Called with the first language, and whenever the reader chooses another one. */
  readonly onLanguage?: (locale: Locale) => void;
}

/** Starts the page. Each part has a task of its own, since on a slow phone one task for them all would hold up the reader's first touch. */
async function start(root: HTMLElement, options: StartOptions): Promise<void> {
  const site = new URL('.', document.baseURI);
  const { ledger, network, engines } = siteEngines(site, options.network, options.workerFrom);
  const words = new Words(site, network);
  const wanted = words.choose(options.language);
  // Words in English are better than none.
  let locale = await words.read(wanted).catch((thrown: unknown) => {
    if (wanted === 'en') throw thrown;
    return words.read('en');
  });
  const later = new Later(words, locale);
  await nextTask();
  const checkerSettings = {
    pinsUrl: new URL('pins.json', site),
    lists: options.lists,
    get language() {
      return locale.language;
    },
  };
  const checker = new Checker(engines, network, checkerSettings);
  const parts = { site, ledger, network, later, engines, checker, checkerSettings };
  const { openDoor } = options;
  const page = new Page(root, locale, checker, {
    ...options,
    ...{ ledger, later, expected: options.lists ? unknownLists : expectedLists(root) },
    openDoor: openDoor && ((door) => openDoor(parts, door)),
  });
  options.onLanguage?.(locale);
  const begun = options.begin ? options.begin(page, parts) : page.load();
  await Promise.all([begun, nextTask().then(showMenu)]);

  async function readAll(language: string): Promise<Locale> {
    const next = await words.read(language);
    await later.learn(next);
    return next;
  }

  function showMenu(): void {
    const menu = new LanguageMenu(locale, words.available, async (language) => {
      const next = await readAll(language).catch(() => locale);
      // When the reader makes two choices in a row, the later one counts, whichever file comes first.
      if (menu.chosen === language && next !== locale) {
        locale = next;
        await page.speak(locale);
        options.history?.speak(language);
        options.onLanguage?.(locale);
      }
      return locale;
    });
    document.getElementById('language')?.append(menu.element);
  }
}

export function startPage(options: StartOptions = {}): void {
  const root = document.getElementById('page');
  if (!root) return;
  start(root, options).catch(() => {
    // The only words to say it with are those that came with the page.
    document.getElementById('page-failed')?.classList.add('now');
    document.getElementById('page-loading')?.remove();
  });
}
