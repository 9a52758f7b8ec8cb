// The page of the lists: what each list says of itself, once this browser has checked that its publisher has signed it. Whoever the reader is, and
// whatever the lists say, it asks for the same files: the pins, and each list's pointer and manifest.

import { Catalogue } from './check/catalogue.js';
import { failureOf, type Failure } from './errors.js';
import { catalogueView, failureView } from './lists_page/catalogue_view.js';
import { readPageData } from './lists_page/page_data.js';
import { replaceChildren } from './page/dom.js';
import { siteEngines } from './site_engines.js';

function start(root: HTMLElement): void {
  const site = new URL('..', document.baseURI);
  const { locale, ...data } = readPageData();
  const { network, engines } = siteEngines(site);
  const engine = engines.open('session');
  const catalogue = new Catalogue(engine, network, { pinsUrl: new URL('pins.json', site), language: locale.language }, Date.now);

  function show(): void {
    const retry = (): void => void catalogue.refresh(catalogue.lists).then(show);
    replaceChildren(root, ...catalogueView(locale, catalogue, data, retry));
    // The browser went there when the page still had what the site says, which is shorter.
    if (location.hash) document.getElementById(location.hash.slice(1))?.scrollIntoView();
  }

  function fail(failure: Failure): void {
    // What the site says stays, and so do the words that say that nobody has checked it.
    root.querySelector('.failed')?.remove();
    root.prepend(failureView(locale, failure, load));
  }

  function load(): void {
    root.querySelector('.lists-state > p')?.replaceChildren(locale.text('lists.checking'));
    catalogue.load().then(show, (thrown: unknown) => fail(failureOf(thrown)));
  }

  load();
}

const root = document.getElementById('lists');
// A site without lists has nothing to check.
if (root && document.getElementById('lists-data')) start(root);
