// Reads the frame's options from the fragment of its address. Whoever made the frame chose them, so they can only choose among what there
// is, and bring nothing in: no list, no key, no text.

import { optionNames, optionPatterns, type OptionName } from '../embed/options.js';
import { isKind, type Kind } from '../kinds.js';

export interface WidgetOptions {
  /** The identifiers of pins, or what was meant to be some; undefined for all lists of the site. */
  readonly lists: readonly string[] | undefined;
  /** The code of a language, which the site need not have. */
  readonly language: string | undefined;
  readonly theme: 'auto' | 'light' | 'dark';
  /** The accent colour as `#rrggbb`, in lower case. */
  readonly accent: string | undefined;
  readonly kind: Kind | undefined;
}

/** Parameters that others add to the fragment: WordPress adds the first, and AMP the second (`#amp=1`, where there is no fragment). */
const kOfHosts: readonly string[] = ['secret', 'amp'];

/**
 * Reads the options. What is not understood is left out, and the console says so. What may have been a choice of lists is never left out:
 * the checker refuses it as lists that the site does not have.
 */
export function readOptions(fragment: string): WidgetOptions {
  const given = new URLSearchParams(fragment.split('#')[1]);
  const read = (name: OptionName): string | undefined => {
    const value = given.get(name) ?? undefined;
    if (value === undefined || optionPatterns[name].test(value)) return value;
    console.warn(`selfcheck: ${name}="${value}" is ignored`);
    return undefined;
  };
  const theme = read('theme');
  const accent = read('accent');
  const kind = read('kind');
  return {
    lists: readLists(given),
    language: read('lang'),
    theme: theme === 'light' || theme === 'dark' ? theme : 'auto',
    accent: accent && hexColour(accent),
    kind: kind !== undefined && isKind(kind) ? kind : undefined,
  };
}

function readLists(given: URLSearchParams): string[] | undefined {
  // A strange name may be `amp;lists`, which is what an ampersand that was escaped twice makes of `lists`.
  const strange = [...given.keys()].filter((name) => !kOfHosts.includes(name) && !(optionNames as string[]).includes(name));
  const values = given.getAll('lists');
  const wrong = [...strange, ...values.filter((value) => !optionPatterns.lists.test(value)).map((value) => `lists="${value}"`)];
  if (wrong.length > 0) console.error(`selfcheck: ${wrong.join(', ')} is not understood, so nothing can be checked`);
  if (strange.length + values.length === 0) return undefined;
  return [...strange, ...values.flatMap((value) => value.split(/[\s,]+/))];
}

function hexColour(text: string): string {
  const digits = text.replace('#', '').toLowerCase();
  return `#${digits.length === 3 ? digits.replace(/./g, '$&$&') : digits}`;
}
