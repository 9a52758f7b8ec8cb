// What a check has to do with and what it comes to: the lists of a site, verdicts, and what is said while it is under way.

import type { ListDescription, PinnedList } from '../engine/engine.js';
import type { Failure, InputProblem } from '../errors.js';

/** A list of the site's pins file. */
export interface SiteList {
  /** The engine's number for it. */
  readonly number: number;
  readonly pin: PinnedList;
  /** Once its manifest has been read and verified. */
  readonly description: ListDescription | undefined;
  /** Why it can't be asked now. */
  readonly failure: Failure | undefined;
}

/** No look into it without the help of evaluators. */
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
  /** Nothing was asked: together with what was asked before it would single the person out. */
  | { readonly status: 'stands_out'; readonly sessionBits: number; readonly downloadBytes: number }
  | {
      readonly status: 'verdict';
      readonly outcome: Outcome;
      /** One for each list of the kind. */
      readonly lists: readonly ListVerdict[];
      /** Why there is not even a list to name. */
      readonly failure?: Failure;
    };

export type Progress =
  /** `blocksPage`: nothing else happens meanwhile. */
  | { readonly stage: 'working'; readonly blocksPage: boolean }
  | { readonly stage: 'downloading'; readonly bytes: number; readonly totalBytes: number };
