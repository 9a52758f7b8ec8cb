// The page in a frame on somebody else's. It is given options and nothing else, listens to nobody, and keeps nothing; what it asks its host for
// is a height, and that says nothing of its reader.

import { Ledger } from './ledger.js';
import type { Locale } from './locale.js';
import { Network } from './network/network.js';
import { element, externalLink, replaceChildren } from './page/dom.js';
import { phrase } from './page/phrase.js';
import { startPage } from './start.js';
import { askForRoom } from './widget/height.js';
import { readOptions } from './widget/options.js';
import { keepScrolling } from './widget/scrolling.js';
import { applyTheme } from './widget/theme.js';
import { Words } from './words.js';

/**
 * Whether some page around this one could read it: it is of the same site, and the frame was made without a sandbox. Its scripts could
 * then read the number, too.
 */
function isExposed(): boolean {
  for (let frame: Window = window; frame !== frame.parent; frame = frame.parent) {
    try {
      if (frame.parent.document) return true;
    } catch {
      // The browser keeps the two pages apart, as it should.
    }
  }
  return false;
}

/** Returns a link to the site's own page. Its text is the address, since not every frame can open a link. */
function siteLink(): HTMLElement {
  const site = new URL('.', document.baseURI);
  return externalLink(site.href, element('bdi', { dir: 'ltr' }, site.host + site.pathname.replace(/\/$/, '')));
}

/** Who runs the site, by language, the site's own first; empty where nobody has said. build_widget.mjs writes the value in its place. */
declare const OPERATOR: Readonly<Record<string, string>>;

function runBy(locale: Locale): HTMLElement[] {
  const name = OPERATOR[locale.language] ?? Object.values(OPERATOR)[0];
  return name === undefined ? [] : [element('p', {}, ...phrase(locale, 'frame.run_by', { name: element('bdi', {}, name) }))];
}

/** In the place of the page: nothing can be typed here. */
async function warn(): Promise<void> {
  const words = new Words(new URL('.', document.baseURI), new Network(new Ledger(), kNetwork));
  const text = await words
    .read(words.choose(options.language))
    .then(async (first) => (await words.words(await words.code(), first)).text('exposed.text'))
    // The address says enough.
    .catch(() => undefined);
  const paragraphs = [text, siteLink()].map((child) => element('p', {}, child));
  const page = document.getElementById('page');
  if (page) replaceChildren(page, element('div', { class: 'notice', id: 'page-exposed' }, ...paragraphs));
}

/** A frame without an origin has no files of its own. */
const kNetwork = { ownFiles: 'cors' } as const;

const options = readOptions(location.hash);
const darkPalette = document.getElementById('dark-palette');
if (darkPalette instanceof HTMLLinkElement) applyTheme(options, darkPalette);

if (isExposed()) {
  document.getElementById('page-failed')?.remove();
  void warn();
} else {
  askForRoom();
  keepScrolling();
  const footer = document.getElementById('site');
  startPage({
    network: kNetwork,
    // A frame without an origin gets no worker from an address.
    workerFrom: 'blob',
    lists: options.lists,
    language: options.language,
    kind: options.kind,
    // A sandbox does not let it.
    canPrint: false,
    onLanguage: (locale) => {
      const address = element('p', {}, ...phrase(locale, 'widget.site', { address: siteLink() }));
      if (footer) replaceChildren(footer, address, ...runBy(locale));
    },
  });
}
