// The languages that there are, by BCP 47 code, and which of them somebody gets.

import languages from '../languages.json';

export interface Language {
  /** In itself. */
  readonly name: string;
  readonly direction: string;
}

const all: Readonly<Record<string, Language>> = languages;

/** In the order of the menu. */
export const languageCodes: readonly string[] = Object.keys(all);

export function languageOf(code: string): Language {
  return all[code] ?? languages.en;
}

/** The first of `preferred` (as in navigator.languages) that is available, else English. */
export function chooseLanguage(preferred: readonly string[], available: readonly string[]): string {
  for (const tag of preferred) {
    const code = tag.toLowerCase().split('-')[0];
    // Not every `pa` is ours: Shahmukhi is another script.
    if (code && available.includes(code) && !/^pa-(?:arab|pk)/i.test(tag)) return code;
  }
  return 'en';
}
