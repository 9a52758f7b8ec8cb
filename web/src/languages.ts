// Knows which languages there are, by their BCP 47 codes, and chooses the one that somebody gets.

import languages from '../languages.json';

export interface Language {
  /** The language's name in the language itself. */
  readonly name: string;
  readonly direction: string;
}

const all: Readonly<Record<string, Language>> = languages;

/** The languages' codes, in the order in which the menu shows them. */
export const languageCodes: readonly string[] = Object.keys(all);

export function languageOf(code: string): Language {
  return all[code] ?? languages.en;
}

/** Returns the code of the first of `preferred` (tags, as in navigator.languages) that is available, else English's. */
export function chooseLanguage(preferred: readonly string[], available: readonly string[]): string {
  for (const tag of preferred) {
    const code = tag.toLowerCase().split('-')[0];
    // The page's Punjabi is in Gurmukhi. These tags ask for Shahmukhi, which is another script.
    if (code && available.includes(code) && !/^pa-(?:arab|pk)/i.test(tag)) return code;
  }
  return 'en';
}
