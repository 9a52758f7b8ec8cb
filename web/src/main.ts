// Starts the page. Engine, words and lists load at the same time; the form is there as soon as the words are.

import { Checker } from './check.js';
import { Engines } from './engine/engines.js';
import { EngineHost } from './engine/host.js';
import { Ledger } from './ledger.js';
import { chooseLanguage, languageCodes } from './languages.js';
import { Locale } from './locale.js';
import { Network } from './network.js';
import { KeptLists } from './offline/kept_lists.js';
import { isOurs, kClearedMark } from './offline/places.js';
import { LanguageMenu } from './page/language_menu.js';
import { Page } from './page/page.js';
import { scriptUrl } from './trusted_types.js';

/** For those who can check without a network, there are no news soon enough after this. */
const kNewsTimeoutMs = 4000;

/** The site's files by the names that the build gave them. */
declare const SITE_FILES: {
  readonly worker: string;
  readonly engines: { readonly simd: string; readonly plain: string };
  readonly texts: { readonly en: string; readonly [language: string]: string };
  readonly offline: string;
  /** All but index.html and the page's script, for offline mode. */
  readonly others: readonly string[];
  /** Of the others together. */
  readonly bytes: number;
};

async function start(root: HTMLElement): Promise<void> {
  const site = new URL('.', document.baseURI);
  const ledger = new Ledger();
  const network = new Network(ledger, { clearTimings: () => ledger.takeTimings() });
  const script = new URL(SITE_FILES.worker, site);
  const host = new EngineHost({ script, readScript: () => network.script(script) });
  const engines = new Engines({
    openPort: () => host.open(),
    get blocksPage() {
      return host.blocksPage;
    },
    compile: (variant) => network.compile(new URL(SITE_FILES.engines[variant], site)),
  });
  const available = languageCodes.filter((code) => Object.hasOwn(SITE_FILES.texts, code));
  const read = async (language: string): Promise<Locale> =>
    Locale.read(language, await network.texts(new URL(SITE_FILES.texts[language] ?? SITE_FILES.texts.en, site)));

  const wanted = chooseLanguage(navigator.languages, available);
  // Words that can be read are better than none.
  let locale = await read(wanted).catch((thrown: unknown) => {
    if (wanted === 'en') throw thrown;
    return read('en');
  });
  const options = {
    pinsUrl: new URL('pins.json', site),
    get language() {
      return locale.language;
    },
  };
  const online = new Checker(engines, network, options);
  const ownFiles = {
    site,
    app: import.meta.url.slice(site.href.length),
    others: SITE_FILES.others,
    bytes: SITE_FILES.bytes,
  };
  const page = new Page(root, locale, online, ledger, async (offlinePage) => {
    const code = (await import(new URL(SITE_FILES.offline, site).href)) as typeof import('./offline/offline_mode.js');
    const news = new Network(ledger, { stallTimeoutMs: kNewsTimeoutMs });
    return new code.OfflineMode({
      ...{ ownFiles, network, online, scriptUrl, pinsUrl: options.pinsUrl, page: offlinePage },
      keptLists: (store) => new KeptLists(store, news, ledger),
      openChecker: (lists) => new Checker(engines, lists, options),
    });
  });
  let lastAsked = '';
  const menu = new LanguageMenu(locale, available, async (language) => {
    lastAsked = language;
    const next = await read(language).catch(() => locale);
    // Of two choices in a row the later one counts, whichever file comes first.
    if (lastAsked === language && next !== locale) {
      locale = next;
      await page.speak(locale);
    }
    return locale;
  });
  document.getElementById('language')?.append(menu.element);
  if (location.hash === kClearedMark) {
    history.replaceState(null, '', location.pathname + location.search);
    page.sayCleared();
  }
  // Only who has kept something was let in by a service worker.
  await (isOurs(site, navigator.serviceWorker?.controller) ? page.resume() : page.load());
}

const root = document.getElementById('page');
if (root) {
  start(root).catch(() => {
    // There are no words to say it with but those that came with the page.
    document.getElementById('page-failed')?.classList.add('now');
    document.getElementById('page-loading')?.remove();
  });
}
