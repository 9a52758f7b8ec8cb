// Starts the page. Engine, words and lists load at the same time; the form is there as soon as the words are.

import { Checker } from './check.js';
import { EngineClient } from './engine/client.js';
import { CheckError } from './errors.js';
import { Ledger } from './ledger.js';
import { Locale } from './locale.js';
import { Network } from './network.js';
import { Page } from './page/page.js';
import { workerUrl } from './trusted_types.js';

/** The site's files by the names that the build gave them. */
declare const SITE_FILES: {
  readonly worker: string;
  readonly engine: string;
  readonly texts: { readonly en: string };
};

const kLanguage = 'en';

async function start(root: HTMLElement): Promise<void> {
  const site = new URL('.', document.baseURI);
  const ledger = new Ledger();
  const network = new Network(ledger);
  const engine = new EngineClient(
    new Worker(workerUrl(new URL(SITE_FILES.worker, site))),
    typeof WebAssembly === 'object'
      ? network.compile(new URL(SITE_FILES.engine, site))
      : Promise.reject(new CheckError('unsupported_browser')),
  );
  const checker = new Checker(engine, network, { pinsUrl: new URL('pins.json', site), language: kLanguage });
  const locale = Locale.read(kLanguage, await network.texts(new URL(SITE_FILES.texts[kLanguage], site)));
  await new Page(root, locale, checker, ledger).load();
}

const root = document.getElementById('page');
if (root) {
  start(root).catch(() => {
    // There are no words to say it with but those that came with the page.
    document.getElementById('page-failed')?.removeAttribute('hidden');
    document.getElementById('page-loading')?.remove();
  });
}
