// What is fetched: for each purpose, where it may come from, whether from the browser's cache, and how long it may be. How it is
// fetched is network.ts's business.

import type { Purpose } from '../ledger.js';
import { kAnswerSize } from './list_source.js';

/** Those of the ledger, and the page's own files that it shows together: its words in one language, and its engine. */
export type FetchPurpose = Purpose | 'texts' | 'engine';

export interface FetchRule {
  readonly cache: RequestCache;
  /** `site`: only from where the page's code is from; `anywhere`: where the host allows it by CORS. */
  readonly from: 'site' | 'anywhere';
  /** Most bytes, as in core, which refuses more in any case. Of buckets the exact size is known beforehand. */
  readonly maxSize: number;
  /** It can be markup. Of everything else, markup is what a host sends that has a page for whatever it does not have. */
  readonly markup?: true;
}

const kKiB = 1024;

export const fetchRules: Readonly<Record<FetchPurpose, FetchRule>> = {
  // Named by their hashes, but for index.html.
  texts: { from: 'site', cache: 'default', maxSize: 256 * kKiB },
  engine: { from: 'site', cache: 'default', maxSize: 1024 * kKiB },
  page: { from: 'site', cache: 'default', maxSize: 1024 * kKiB, markup: true },
  pins: { from: 'site', cache: 'no-cache', maxSize: 64 * kKiB },
  pointer: { from: 'anywhere', cache: 'no-store', maxSize: 4 * kKiB },
  // Named by its hash.
  manifest: { from: 'anywhere', cache: 'default', maxSize: 64 * kKiB },
  // Immutable as well, but a cached bucket would show the phone's next user what was asked for.
  bucket: { from: 'anywhere', cache: 'no-store', maxSize: Infinity },
  whole_list: { from: 'anywhere', cache: 'no-store', maxSize: Infinity },
  // Of a good answer it is the exact size.
  evaluation: { from: 'anywhere', cache: 'no-store', maxSize: kAnswerSize },
};
