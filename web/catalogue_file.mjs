// Reads what scripts/dist has verified of the lists that are at hand.

import { readInput, UsageError } from './bundle.mjs';

/** @typedef {import('./build_types.d.ts').Catalogue} Catalogue */

/**
 * Returns the reports of lists that are pinned. There are none without a file.
 *
 * @param {string | undefined} path
 * @param {import('./build_types.d.ts').Pins} pins
 * @returns {Promise<Catalogue>}
 */
export async function readCatalogue(path, pins) {
  if (path === undefined) return {};
  const content = await readInput(path);
  /** @type {Record<string, import('./build_types.d.ts').ListReport>} */
  let reports;
  try {
    reports = JSON.parse(content.toString());
  } catch {
    throw new UsageError(`${path} is no JSON`);
  }
  const pinned = new Set(pins.lists.map(({ id }) => id));
  return Object.fromEntries(Object.entries(reports).filter(([id]) => pinned.has(id)));
}
