// The site's header and footer around the check. The build has written them into index.html in the site's own language, as on every other
// page (pages/frame.mjs); here they are put into their reader's.

import type { FirstKey, Locale } from './locale.js';

/** Changes the words of everything that has `data-text`, and leads the links that have `data-page` to the pages in this language. */
export function speakFrame(locale: Locale): void {
  for (const node of document.querySelectorAll<HTMLElement>('[data-text]')) {
    node.textContent = locale.text(node.dataset['text'] as FirstKey);
  }
  for (const link of document.querySelectorAll<HTMLAnchorElement>('a[data-page]')) {
    const page = link.dataset['page'];
    const address = page === 'check' ? `./?lang=${locale.language}` : `${locale.language}/${page}.html`;
    link.setAttribute('href', address + link.hash);
  }
}
