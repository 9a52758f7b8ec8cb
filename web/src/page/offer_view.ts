// Offered instead of a request that would single the person out: the whole list, its size said first. Whoever meets it has most likely checked the
// numbers of a family: what to do comes first, and that nothing is wrong.

import type { CheckResult } from '../check/result.js';
import type { Locale } from '../locale.js';
import { element, onPress } from './dom.js';

export interface OfferHandlers {
  download(): void;
  decline(): void;
}

export function offerView(
  locale: Locale,
  result: Extract<CheckResult, { status: 'stands_out' }>,
  handlers: OfferHandlers,
): { readonly element: HTMLElement; readonly heading: HTMLElement } {
  const heading = element('h2', { tabindex: '-1' }, locale.text('offer.heading'));
  const size = locale.bytes(result.downloadBytes);
  const download = element('button', { type: 'button', class: 'primary' }, locale.text('offer.download', { size }));
  onPress(download, () => handlers.download());
  const decline = element('button', { type: 'button', class: 'secondary' }, locale.text('offer.decline'));
  onPress(decline, () => handlers.decline());
  return {
    heading,
    element: element(
      'section',
      { class: 'offer' },
      heading,
      element('p', {}, locale.text('offer.text')),
      element('p', {}, locale.text('offer.instead', { size })),
      element('div', { class: 'actions' }, download, decline),
    ),
  };
}
