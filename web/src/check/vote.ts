// What several engines' answers about one list come to. Where WebAssembly is erratic (isErratic in engine/lanes.ts) an engine may
// compute wrongly and not notice: then one that does not find a number is not enough.

import type { Verdict } from '../engine/engine.js';
import { failureOf, CheckError, type Failure } from '../errors.js';

export interface VotingRule {
  /** How many engines, each from nothing, must not have found a number that is "not found". */
  readonly clears: number;
  /** How many are asked at most. */
  readonly rounds: number;
}

export const kSteady: VotingRule = { clears: 1, rounds: 1 };
export const kErratic: VotingRule = { clears: 2, rounds: 3 };

export type EngineAnswer =
  | Verdict
  | {
      readonly outcome: 'could_not_tell';
      readonly failure: Failure;
      /** Another engine would say the same. */
      readonly final: boolean;
    };

type Result = Verdict | { readonly outcome: 'could_not_tell'; readonly failure: Failure };

/** No other engine has to be asked. `answers`: one engine's each, in their order. */
export function isSettled(answers: readonly EngineAnswer[], { clears, rounds }: VotingRule): boolean {
  const last = answers.at(-1);
  if (last?.outcome === 'found' || (last?.outcome === 'could_not_tell' && last.final)) return true;
  return clearsIn(answers) >= clears || answers.length >= rounds;
}

/** Found if the last engine has found it, not found if enough have not; else what the last one failed with. */
export function resultOf(answers: readonly EngineAnswer[], { clears }: VotingRule): Result {
  const last = answers.at(-1);
  if (!last) return { outcome: 'could_not_tell', failure: failureOf(new CheckError('not_ready')) };
  if (last.outcome === 'found') return last;
  if (last.outcome === 'could_not_tell') return { outcome: last.outcome, failure: last.failure };
  // They did not agree.
  if (clearsIn(answers) < clears) return { outcome: 'could_not_tell', failure: failureOf(new CheckError('canary_hash')) };
  return last;
}

function clearsIn(answers: readonly EngineAnswer[]): number {
  return answers.filter(({ outcome }) => outcome === 'not_found').length;
}
