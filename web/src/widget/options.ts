// The frame's options, from the fragment of its address. Whoever made the frame chose them, so they can choose among what there is and bring
// nothing in: no list, no key, no text.

import { optionPatterns, type OptionName } from '../embed/options.js';
import { isKind, type Kind } from '../kinds.js';

export interface WidgetOptions {
  /** Identifiers of pins; undefined for all lists of the site. */
  readonly lists: readonly string[] | undefined;
  /** Not necessarily one that there is. */
  readonly language: string | undefined;
  readonly theme: 'auto' | 'light' | 'dark';
  /** `#rrggbb`, lower case. */
  readonly accent: string | undefined;
  readonly kind: Kind | undefined;
}

/** What is not understood is left out. */
export function readOptions(fragment: string): WidgetOptions {
  // WordPress adds a fragment of its own to whatever there is.
  const given = new URLSearchParams(fragment.split('#')[1]);
  const read = (name: OptionName): string | undefined => {
    const value = given.get(name);
    return value !== null && optionPatterns[name].test(value) ? value : undefined;
  };
  const theme = read('theme');
  const accent = read('accent');
  const kind = read('kind');
  return {
    lists: read('lists')?.split(/[ ,]+/),
    language: read('lang'),
    theme: theme === 'light' || theme === 'dark' ? theme : 'auto',
    accent: accent && hexColour(accent),
    kind: kind !== undefined && isKind(kind) ? kind : undefined,
  };
}

function hexColour(text: string): string {
  const digits = text.replace('#', '').toLowerCase();
  return `#${digits.length === 3 ? digits.replace(/./g, '$&$&') : digits}`;
}
