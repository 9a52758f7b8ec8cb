// The rules for what is fetched: for each purpose, where it may come from, whether from the browser's cache, and how long it may be.
// How it is fetched is network.ts's business.

import type { Purpose } from '../ledger.js';
import { kAnswerSize } from './list_source.js';

/**
 * The ledger's purposes, and two for files that have no entries there, because it shows all of the page's own files together: its words in
 * one language, and its engine.
 */
export type FetchPurpose = Purpose | 'texts' | 'engine';

export interface FetchRule {
  readonly cache: RequestCache;
  /** `site` allows only the place that the page's code is from; `anywhere` allows every host that permits it by CORS. */
  readonly from: 'site' | 'anywhere';
  /** How many bytes it may have, as in core, which refuses more in any case. The exact size of buckets is known beforehand. */
  readonly maxSize: number;
  /** True if it may be markup. In the place of anything else, markup is the page that some hosts send for whatever they don't have. */
  readonly markup?: true;
}

const kKiB = 1024;

export const fetchRules: Readonly<Record<FetchPurpose, FetchRule>> = {
  // These files are named by their hashes, but for index.html.
  texts: { from: 'site', cache: 'default', maxSize: 256 * kKiB },
  engine: { from: 'site', cache: 'default', maxSize: 1024 * kKiB },
  page: { from: 'site', cache: 'default', maxSize: 1024 * kKiB, markup: true },
  pins: { from: 'site', cache: 'no-cache', maxSize: 64 * kKiB },
  pointer: { from: 'anywhere', cache: 'no-store', maxSize: 4 * kKiB },
  // A manifest is named by its hash.
  manifest: { from: 'anywhere', cache: 'default', maxSize: 64 * kKiB },
  // Buckets never change either, but a cached one would show the phone's next user what was asked for.
  bucket: { from: 'anywhere', cache: 'no-store', maxSize: Infinity },
  whole_list: { from: 'anywhere', cache: 'no-store', maxSize: Infinity },
  // A good answer has exactly this size.
  evaluation: { from: 'anywhere', cache: 'no-store', maxSize: kAnswerSize },
};
