// What the build knew of the site's lists and wrote into the page, so that the page has the right questions and the right room from its first
// moment. The pins file is what counts: it may say otherwise by now.

import { kinds, type Kind } from './kinds.js';

export interface ExpectedLists {
  /** The kinds of which the site has lists, in the order of the question. */
  readonly kinds: readonly Kind[];
  readonly count: number;
}

/** What is expected where nothing is known: every kind can be asked about. */
export const unknownLists: ExpectedLists = { kinds, count: 1 };

/** Reads what the build wrote into `root`: `data-lists`, how many lists there are, and `data-kinds`, their kinds. */
export function expectedLists({ dataset }: HTMLElement): ExpectedLists {
  const { lists, kinds: listed = '' } = dataset;
  return lists === undefined ? unknownLists : { kinds: kinds.filter((kind) => listed.split(' ').includes(kind)), count: Number(lists) };
}
