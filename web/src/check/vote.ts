// Decides what several engines' answers about one list come to. Where WebAssembly is erratic (isErratic in engine/lanes.ts) an engine
// may compute wrongly without noticing, so it is not enough that one engine does not find a number.

import type { Verdict } from '../engine/engine.js';
import { failureOf, CheckError, type Failure } from '../errors.js';

export interface VotingRule {
  /** How many engines, each of which starts from nothing, must not have found a number before it is "not found". */
  readonly clears: number;
  /** How many engines are asked at most. */
  readonly rounds: number;
}

export const kSteady: VotingRule = { clears: 1, rounds: 1 };
export const kErratic: VotingRule = { clears: 2, rounds: 3 };

export type EngineAnswer =
  | Verdict
  | {
      readonly outcome: 'could_not_tell';
      readonly failure: Failure;
      /** True if no other engine has to be asked, because it would say the same. */
      readonly final: boolean;
    };

type Result = Verdict | { readonly outcome: 'could_not_tell'; readonly failure: Failure };

/** Returns whether no other engine has to be asked. `answers` has one answer of each engine, in the order in which they were asked. */
export function isSettled(answers: readonly EngineAnswer[], { clears, rounds }: VotingRule): boolean {
  const last = answers.at(-1);
  if (last?.outcome === 'found' || (last?.outcome === 'could_not_tell' && last.final)) return true;
  return clearsIn(answers) >= clears || answers.length >= rounds;
}

/** Returns found if the last engine has found the number, not found if enough engines have not, else why it could not be told. */
export function resultOf(answers: readonly EngineAnswer[], { clears }: VotingRule): Result {
  const last = answers.at(-1);
  if (!last) return { outcome: 'could_not_tell', failure: failureOf(new CheckError('not_ready')) };
  if (last.outcome === 'found') return last;
  if (last.outcome === 'could_not_tell') return { outcome: last.outcome, failure: last.failure };
  // Too few engines agreed that the number is not there.
  if (clearsIn(answers) < clears) return { outcome: 'could_not_tell', failure: failureOf(new CheckError('canary_hash')) };
  return last;
}

function clearsIn(answers: readonly EngineAnswer[]): number {
  return answers.filter(({ outcome }) => outcome === 'not_found').length;
}
