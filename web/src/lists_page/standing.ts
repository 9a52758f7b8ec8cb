// How a list stands: whether this browser could check it, and whether it can still be used. In a word each, with the same words everywhere.

import type { SiteList } from '../check/result.js';
import { outOfDate } from '../errors.js';
import { element } from '../page/dom.js';
import type { PageLocale } from './page_data.js';

/** `selfcheck verify` warns its publisher that long before. */
const kSoonSeconds = 30 * 24 * 3600;

export type Standing = 'signed' | 'withdrawn' | 'expired' | 'expires_soon' | 'unusable';

export function standingOf({ description, failure }: SiteList, nowSeconds: number): Standing[] {
  // What was opened earlier, and can't be opened now, may have another signature by now.
  if (failure && !(description && outOfDate.has(failure.code))) return ['unusable'];
  if (failure) return [failure.code === 'withdrawn' || failure.code === 'expired' ? failure.code : 'unusable', 'signed'];
  return description && description.validUntil - nowSeconds < kSoonSeconds ? ['expires_soon', 'signed'] : ['signed'];
}

/** `worse`: only what somebody has to know who looks for a list to be used. */
export function standingTags(locale: PageLocale, standing: readonly Standing[], which: 'all' | 'worse'): HTMLElement[] {
  const shown = standing.filter((one) => which === 'all' || one !== 'signed');
  return shown.map((one) => element('span', { class: one === 'signed' ? 'tag plain' : 'tag' }, locale.text(`lists.${one}`)));
}
