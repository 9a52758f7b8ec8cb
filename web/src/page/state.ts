// The page as a map. Its reader is at one of four steps:
//
//   step     | on the screen
//   ---------|--------------------------------------------------------------------
//   question | which kind of number?
//   number   | the field, and what is said of the number in it
//   checking | the same, and how far the check is
//   outcome  | the same, and a verdict, or the offer to load the whole list first
//
// Whatever happens leads from one of them to another:
//
//   event      | happens when                                      | from              | to
//   -----------|---------------------------------------------------|-------------------|---------------------------
//   kindChosen | the question is answered, or answered otherwise   | any               | number
//   edited     | the number changes                                | all with a number | number, nothing said of it
//   noted      | the engine has read the number                    | all with a number | the same
//   checked    | the reader asks for a check                       | number, outcome   | checking
//   progressed | the check goes on                                 | checking          | checking
//   answered   | the check has come to its end                     | checking          | outcome; number, if it is none
//   stopped    | the reader stops the check, or declines the offer | checking, outcome | number
//   wentBack   | the reader goes back, by whichever button         | all with a number | the question, or number
//   ended      | the reader begins anew, or leaves                 | any               | the first
//   lists      | something is known of the lists                   | any               | the same; the first without lists
//   masked     | the reader hides the number, or shows it          | any               | the same
//
// The first step is the question, unless only one answer is left. The number itself is in the field and not in here.
// Nothing here draws, asks or waits: page.ts does.

import type { CheckResult, Progress, SiteList } from '../check/result.js';
import type { Failure, InputProblem } from '../errors.js';
import { kinds, type Kind } from '../kinds.js';

export interface State {
  /** The answer to the question, where somebody else than the reader has given it. */
  readonly fixedKind: Kind | undefined;
  readonly lists: Lists;
  /** True if the first step was the question, so that one can go back to it. */
  readonly asked: boolean;
  readonly masked: boolean;
  readonly step: Step;
  /** A number that is another one each time that the page begins anew. */
  readonly turn: number;
}

export type Lists =
  /** Nothing can be done yet: it is not known who will be asked, or a failure is being got over. */
  | { readonly status: 'waiting' }
  /** Everything but an answer can be had. `kinds`: those of which the site had lists when it was built. */
  | { readonly status: 'loading'; readonly kinds?: readonly Kind[] }
  | { readonly status: 'ready'; readonly all: readonly SiteList[] }
  /** The site has none. */
  | { readonly status: 'none' }
  | { readonly status: 'failed'; readonly failure: Failure };

export type Step =
  | { readonly name: 'question' }
  | (OfNumber & { readonly name: 'number' })
  | (OfNumber & { readonly name: 'checking'; readonly progress: CheckProgress | undefined })
  | (OfNumber & { readonly name: 'outcome'; readonly answer: Answer });

interface OfNumber {
  readonly kind: Kind;
  readonly note: Note | undefined;
}

type NumberStep = Exclude<Step, { readonly name: 'question' }>;
type CheckingStep = Extract<Step, { readonly name: 'checking' }>;

/** What is said of the number that is in the field. */
export interface Note {
  /** It is a hint while the number is typed, an error when the reader has left it, and a summary when they asked for its check. */
  readonly how: 'hint' | 'error' | 'summary';
  /** What is wrong. There is none if the number is complete. */
  readonly problem: InputProblem | undefined;
}

export interface CheckProgress {
  readonly blocksPage: boolean;
  readonly download?: { readonly bytes: number; readonly totalBytes: number };
}

export type Answer = Exclude<CheckResult, { readonly status: 'bad_input' }>;

export type PageEvent =
  | { readonly type: 'kindChosen'; readonly kind: Kind }
  | { readonly type: 'edited' | 'checked' | 'stopped' | 'ended' }
  /** The reader goes back to the step of this depth. */
  | { readonly type: 'wentBack'; readonly depth: number }
  | { readonly type: 'noted'; readonly note: Note }
  | { readonly type: 'progressed'; readonly progress: Progress }
  | { readonly type: 'answered'; readonly result: CheckResult }
  | { readonly type: 'lists'; readonly lists: Lists }
  | { readonly type: 'masked'; readonly masked: boolean };

/** Returns the state at the first step. */
export function begin(fixedKind: Kind | undefined, lists: Lists, turn = 0): State {
  const kind = fixedKind ?? onlyKind(lists);
  const step: Step = kind ? { name: 'number', kind, note: undefined } : { name: 'question' };
  return { fixedKind, lists, asked: !kind, masked: false, step, turn };
}

/** Returns what an event makes of a state: the same state if the event means nothing there. */
export function next(state: State, event: PageEvent): State {
  switch (event.type) {
    case 'kindChosen':
      return { ...state, step: { name: 'number', kind: event.kind, note: undefined } };
    case 'ended':
      return begin(state.fixedKind, state.lists, state.turn + 1);
    case 'wentBack':
      return event.depth === 0 && state.asked ? ask(state) : next(state, { type: 'stopped' });
    case 'lists':
      return withLists(state, event.lists);
    case 'masked':
      return { ...state, masked: event.masked };
    case 'edited':
      return withNumber(state, ({ kind }) => ({ name: 'number', kind, note: undefined }));
    case 'noted':
      // An error stays until the number is another.
      return withNumber(state, (step) => (isError(step.note) ? step : { ...step, note: event.note }));
    case 'checked':
      return withNumber(state, (step) => (step.name === 'checking' ? step : checking(step)));
    case 'progressed':
      return withNumber(state, (step) => (step.name === 'checking' ? progressed(step, event.progress) : step));
    case 'answered':
      return withNumber(state, (step) => (step.name === 'checking' ? answered(step, event.result) : step));
    case 'stopped':
      return withNumber(state, (step) => (step.name === 'number' ? step : { name: 'number', kind: step.kind, note: step.note }));
  }
}

function withNumber(state: State, change: (step: NumberStep) => Step): State {
  if (state.step.name === 'question') return state;
  const step = change(state.step);
  return step === state.step ? state : { ...state, step };
}

function withLists(state: State, lists: Lists): State {
  if (lists.status === 'none' || lists.status === 'failed') return begin(state.fixedKind, lists, state.turn + 1);
  const { step, fixedKind } = state;
  const offered = offeredKinds(lists);
  // The site has lists of more kinds than was known: now there is a question to go back to.
  const known = { ...state, lists, asked: state.asked || (!fixedKind && offered.length > 1) };
  if (step.name === 'question' || fixedKind || offered.includes(step.kind)) return known;
  // The question was answered before it was known that there is no such list. It is asked again, even if one answer is left.
  return ask(known);
}

/** Returns the state at the question, even if only one answer is left. */
function ask({ lists, turn }: State): State {
  return { fixedKind: undefined, lists, asked: true, masked: false, step: { name: 'question' }, turn: turn + 1 };
}

function isError(note: Note | undefined): boolean {
  return note !== undefined && note.how !== 'hint';
}

function checking({ kind, note }: NumberStep): Step {
  return { name: 'checking', kind, note: isError(note) ? undefined : note, progress: undefined };
}

function progressed(step: CheckingStep, progress: Progress): Step {
  if (progress.stage === 'working') return { ...step, progress: { blocksPage: progress.blocksPage } };
  const { bytes, totalBytes } = progress;
  return { ...step, progress: { blocksPage: step.progress?.blocksPage ?? false, download: { bytes, totalBytes } } };
}

function answered({ kind, note }: CheckingStep, result: CheckResult): Step {
  if (result.status !== 'bad_input') return { name: 'outcome', kind, note, answer: result };
  return { name: 'number', kind, note: { how: 'summary', problem: result.problem } };
}

/** Returns the kinds of which there is a list. As long as nobody knows, these are the kinds of which there was one, or all. */
export function offeredKinds(lists: Lists): readonly Kind[] {
  if (lists.status === 'loading' && lists.kinds) return lists.kinds;
  if (lists.status !== 'ready') return kinds;
  return kinds.filter((kind) => lists.all.some(({ pin }) => pin.kind === kind));
}

function onlyKind(lists: Lists): Kind | undefined {
  const [kind, ...others] = offeredKinds(lists);
  return others.length === 0 ? kind : undefined;
}

/** Returns the kind that was chosen. */
export function kindOf({ step }: State): Kind | undefined {
  return step.name === 'question' ? undefined : step.kind;
}

/** Returns how many times a reader would go back to be at the first step. */
export function depthOf({ asked, step }: State): number {
  const number = asked && step.name !== 'question' ? 1 : 0;
  return step.name === 'outcome' ? number + 1 : number;
}
