// The lists of the site as an editor has to know them. Titles, editions and days are taken from the manifests, whose signatures the
// engine checks in the editor's browser.

import { Catalogue, type CataloguedList } from '../check/catalogue.js';
import type { ListDescription } from '../engine/engine.js';
import { outOfDate } from '../errors.js';
import { siteEngines } from '../site_engines.js';

/** `unopened`: nothing is known of it but what the site says; `unusable`: for another reason than its age. */
export type Condition = 'usable' | 'expired' | 'withdrawn' | 'unusable' | 'unopened';

export interface KnownList {
  readonly id: string;
  readonly kind: string;
  readonly condition: Condition;
  /** In its publisher's words. */
  readonly description: ListDescription | undefined;
}

/** What is known before a list has been opened. Nothing is said against it until that has been tried. */
export const unread = ({ id, kind }: { readonly id: string; readonly kind: string }): KnownList => ({
  ...{ id, kind, condition: 'usable', description: undefined },
});

function conditionOf({ failure, description }: CataloguedList): Condition {
  if (!failure) return 'usable';
  if (failure.code === 'expired' || failure.code === 'withdrawn') return failure.code;
  return description && outOfDate.has(failure.code) ? 'unusable' : 'unopened';
}

/** Opens the lists of a site. Never rejects: of what can't be opened it says just that. */
export async function openLists(
  site: URL,
  language: string,
  lists: readonly { readonly id: string; readonly kind: string }[],
): Promise<readonly KnownList[]> {
  const { network, engines } = siteEngines(site);
  const engine = engines.open('session');
  const catalogue = new Catalogue(engine, network, { pinsUrl: new URL('pins.json', site), language }, Date.now);
  await catalogue.load().catch(() => false);
  const opened = new Map(catalogue.lists.map((list) => [list.pin.id, list]));
  engine.close('not_ready');
  return lists.map(({ id, kind }) => {
    const list = opened.get(id);
    const condition = list ? conditionOf(list) : 'unopened';
    return { id, kind, condition, description: condition === 'unopened' ? undefined : list?.description };
  });
}
