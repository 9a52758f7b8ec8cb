// The site's header and footer around the check. The build has written them into index.html in the site's own language, as on every other
// page (pages/frame.mjs); here they are put into their reader's.

import type { Locale, MessageKey } from './locale.js';

/**
 * Changes the words of everything that has `data-text`, a key, or `data-name`, what the site's owner has written. A text has the name in its {name}. Of
 * a name in several languages `data-name-hi` is the one in Hindi. A text that `locale` has not got yet stays as it is. The links that have `data-page`
 * lead to the pages in the reader's language.
 */
export function speakFrame<Key extends MessageKey>(locale: Locale<Key>): void {
  for (const node of document.querySelectorAll<HTMLElement>('[data-text],[data-name]')) {
    const { text, name: anyName = '' } = node.dataset;
    const name = node.getAttribute(`data-name-${locale.language}`) ?? anyName;
    if (!text) node.textContent = name;
    else if (locale.has(text)) node.textContent = locale.text(text as Key, { name });
  }
  for (const link of document.querySelectorAll<HTMLAnchorElement>('a[data-page]')) {
    link.setAttribute('href', pageAddress(locale, link.dataset['page'] ?? '') + link.hash);
  }
}

/** Returns the address of a page of the site in the reader's language, relative to the check's. */
export function pageAddress({ language }: { readonly language: string }, page: string): string {
  return page === 'check' ? `./?lang=${language}` : `${language}/${page}.html`;
}
