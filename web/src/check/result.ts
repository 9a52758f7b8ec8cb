// The types that all parts share: the lists of a site, what a check of them comes to, and what is said while it is under way.

import type { ListDescription, PinnedList } from '../engine/engine.js';
import type { Failure, InputProblem } from '../errors.js';

/** A list of the site's pins file. */
export interface SiteList {
  /** The engine's number for it. */
  readonly number: number;
  readonly pin: PinnedList;
  /** What the list says of itself; undefined until its manifest has been read and verified. */
  readonly description: ListDescription | undefined;
  /** Why the list can't be asked now; undefined if it can. */
  readonly failure: Failure | undefined;
}

/** Returns whether a number can be looked up in the list only with the help of evaluators. */
export function isKeyed({ description }: SiteList): boolean {
  return description?.evaluation !== undefined;
}

export type ListVerdict = { readonly list: SiteList } & (
  | { readonly outcome: 'found'; readonly coincidence: number }
  | { readonly outcome: 'not_found' }
  | { readonly outcome: 'could_not_tell'; readonly failure: Failure }
);

export type Outcome = ListVerdict['outcome'];

export type CheckResult =
  | { readonly status: 'bad_input'; readonly problem: InputProblem }
  /** Nothing was asked, because together with what was asked before it would single the person out. */
  | { readonly status: 'stands_out'; readonly sessionBits: number; readonly downloadBytes: number }
  | {
      readonly status: 'verdict';
      readonly outcome: Outcome;
      /** The verdicts, one for each list of the kind. */
      readonly lists: readonly ListVerdict[];
      /** Why the site's lists could not be read at all, so that there is none to name. */
      readonly failure?: Failure;
    };

export type Progress =
  /** What was typed is well formed, and its check has begun. With `blocksPage` the page stands still meanwhile. */
  | { readonly stage: 'working'; readonly blocksPage: boolean }
  | { readonly stage: 'downloading'; readonly bytes: number; readonly totalBytes: number };
