// What the page of the lists, what the build writes into it and the feeds must say alike.

/** Where a list is on the page of the lists. */
export function anchorOf(id: string): string {
  return `list-${id}`;
}

/**
 * Returns a list's texts with the language that they are in: the one asked for, else English, else the list's first. That is the choice
 * of the engine, too (core/src/manifest.cpp).
 */
export function textsIn<Texts>(texts: Readonly<Record<string, Texts>>, language: string): [string, Texts] {
  const all = Object.entries(texts);
  const chosen = [language, 'en'].flatMap((code) => all.filter(([own]) => own === code)).concat(all)[0];
  if (!chosen) throw new TypeError('a list without texts');
  return chosen;
}
