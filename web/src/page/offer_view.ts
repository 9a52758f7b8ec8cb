// Offered instead of a request that would single the person out: the whole list, its size said first. Whoever meets it has most likely checked the
// numbers of a family: what to do comes first, and that nothing is wrong.

import type { CheckResult } from '../check/result.js';
import type { WholeLocale } from '../locale.js';
import { button, element } from './dom.js';

export interface OfferHandlers {
  download(): void;
  decline(): void;
}

/** `isKeyed`: for one of the lists evaluators have to be asked all the same. */
export function offerView(
  locale: WholeLocale,
  result: Extract<CheckResult, { status: 'stands_out' }>,
  isKeyed: boolean,
  handlers: OfferHandlers,
): { readonly element: HTMLElement; readonly heading: HTMLElement } {
  const heading = element('h2', { tabindex: '-1' }, locale.text('offer.heading'));
  const size = locale.bytes(result.downloadBytes);
  const download = button('primary', () => handlers.download(), locale.text('offer.download', { size }));
  const decline = button('secondary', () => handlers.decline(), locale.text('offer.decline'));
  return {
    heading,
    element: element(
      'section',
      { class: 'offer' },
      heading,
      element('p', {}, locale.text('offer.text')),
      element('p', {}, locale.text('offer.instead', { size })),
      isKeyed && element('p', {}, locale.text('offer.keyed')),
      element('div', { class: 'actions' }, download, decline),
    ),
  };
}
