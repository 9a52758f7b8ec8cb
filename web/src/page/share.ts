// Passing the page on: the site's address in the reader's language, with one sentence that is the same for everybody. Nothing of the number, of
// its kind or of an answer is known here, so nothing of them can be shared.

import type { WholeLocale } from '../locale.js';
import { button, element, externalLink, replaceChildren } from './dom.js';
import { leftToRight } from './phrase.js';

/** Returns what is shared. The address is the site's own, also in a frame on somebody else's page. */
function shared(locale: WholeLocale): { readonly text: string; readonly url: string } {
  const address = new URL('.', document.baseURI);
  address.searchParams.set('lang', locale.language);
  return { text: locale.text('share.message'), url: address.href };
}

export function shareView(locale: WholeLocale): HTMLElement {
  const { text, url } = shared(locale);
  const place = element('div', { class: 'actions' });
  const view = element('div', { class: 'share' }, element('p', {}, locale.text('share.text')), place);
  // Some browsers can't share, and most frames may not.
  if (typeof navigator.share === 'function' && (!('canShare' in navigator) || navigator.canShare({ text, url }))) {
    const share = (): void => {
      // A reader who thinks better of it has done nothing wrong; where the browser refuses, the address can still be copied.
      navigator.share({ text, url }).catch((thrown: unknown) => {
        if (!(thrown instanceof DOMException && thrown.name === 'AbortError')) replaceChildren(place, ...byHand(locale, text, url));
      });
    };
    place.append(button('secondary', share, locale.text('share.button')));
  } else {
    replaceChildren(place, ...byHand(locale, text, url));
  }
  return view;
}

/**
 * Returns what can be pressed where the browser shares nothing itself. The address stands there as well, since not every frame may copy.
 */
function byHand(locale: WholeLocale, text: string, url: string): HTMLElement[] {
  const address = leftToRight(url);
  const said = element('span', { 'aria-live': 'polite' });
  const copy = async (): Promise<void> => {
    try {
      await navigator.clipboard.writeText(url);
      replaceChildren(said, locale.text('share.copied'));
    } catch {
      // The address is selected, so that the reader can copy it with one press.
      getSelection()?.selectAllChildren(address);
    }
  };
  const link = externalLink(`https://wa.me/?text=${encodeURIComponent(`${text} ${url}`)}`, locale.text('share.whatsapp'));
  link.className = 'button';
  return [button('secondary', () => void copy(), locale.text('share.copy')), link, said, element('p', { class: 'address' }, address)];
}
