// Choices that can't be meant. For some there is no code, because readers would get no answer, or one that is not what the article
// promises; of others the editor is told.

import type { AnyKey } from '../locale.js';
import type { KnownList } from './site_lists.js';

export interface Objection {
  /** A list's identifier, or the question of which number. */
  readonly about: { readonly list: string } | 'kind';
  readonly key: AnyKey;
  /** Whether there is no code as long as this holds. */
  readonly forbids: boolean;
}

const kConditions = {
  expired: 'embed.list.expired',
  withdrawn: 'embed.list.withdrawn',
  unusable: 'embed.list.unusable',
  unopened: 'embed.list.unopened',
} as const satisfies Readonly<Record<string, AnyKey>>;

/** One for each list at most. Of a list that was not ticked, and that readers are asked about with all others, the editor is only told. */
function againstList({ id, condition, description }: KnownList, isTicked: boolean): Objection[] {
  const about = { list: id };
  // That this browser could not open a list does not say that nobody can.
  if (condition !== 'usable') return [{ about, key: kConditions[condition], forbids: isTicked && condition !== 'unopened' }];
  return description?.test ? [{ about, key: 'embed.list.test', forbids: false }] : [];
}

/** `kind` is the empty string where the reader is to choose. */
function againstKind(lists: readonly KnownList[], ticked: readonly KnownList[], kind: string): Objection[] {
  if (kind === '') return [];
  if (ticked.some((list) => list.kind !== kind)) return [{ about: 'kind', key: 'embed.kind.other_list', forbids: true }];
  if (lists.length === 0 || lists.some((list) => list.kind === kind)) return [];
  return [{ about: 'kind', key: kind === 'aadhaar' ? 'kind.aadhaar.no_list' : 'kind.mobile.no_list', forbids: true }];
}

export function objectionsTo(lists: readonly KnownList[], isTicked: (id: string) => boolean, kind: string): readonly Objection[] {
  const ticked = lists.filter(({ id }) => isTicked(id));
  return [...lists.flatMap((list) => againstList(list, isTicked(list.id))), ...againstKind(lists, ticked, kind)];
}
