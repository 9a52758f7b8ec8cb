// Decides what several engines' answers about one list come to. Where WebAssembly is erratic (isErratic in engine/lanes.ts) an engine
// may compute wrongly without noticing, so it is not enough that one engine does not find a number.

import type { Verdict } from '../engine/engine.js';
import { failureOf, CheckError, type Failure } from '../errors.js';

export interface VotingRule {
  /**
   * How many engines, each of which starts from nothing, must have looked before there is a verdict. It is "not found" if none has found the
   * number. As many look if the first has found it, since a page around the widget can feel how long a check takes.
   */
  readonly looks: number;
  /** How many engines are asked at most. */
  readonly rounds: number;
}

export const kSteady: VotingRule = { looks: 1, rounds: 1 };
export const kErratic: VotingRule = { looks: 2, rounds: 3 };

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
export function isSettled(answers: readonly EngineAnswer[], { looks, rounds }: VotingRule): boolean {
  const last = answers.at(-1);
  if (last?.outcome === 'could_not_tell' && last.final) return true;
  return looksIn(answers) >= looks || answers.length >= rounds;
}

/** Returns found if an engine has found the number, not found if enough have looked and none has, else why it could not be told. */
export function resultOf(answers: readonly EngineAnswer[], { looks }: VotingRule): Result {
  const last = answers.at(-1);
  if (!last) return { outcome: 'could_not_tell', failure: failureOf(new CheckError('not_ready')) };
  // No fault makes a number by chance equal to an entry.
  const found = answers.find(({ outcome }) => outcome === 'found');
  if (found) return found;
  if (last.outcome === 'could_not_tell') return { outcome: last.outcome, failure: last.failure };
  // Too few engines agreed that the number is not there.
  if (looksIn(answers) < looks) return { outcome: 'could_not_tell', failure: failureOf(new CheckError('canary_hash')) };
  return last;
}

function looksIn(answers: readonly EngineAnswer[]): number {
  return answers.filter(({ outcome }) => outcome !== 'could_not_tell').length;
}
