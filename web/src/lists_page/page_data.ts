// What the build has written into the page for its script (pages/lists.mjs), so that nothing has to be loaded for words.

import { Locale, type AnyKey, type Messages } from '../locale.js';

export type PageLocale = Locale<AnyKey>;

/** A publisher's key as people compare it. */
export interface KeyNames {
  readonly words: string;
  readonly fingerprint: string;
}

export interface PageData {
  readonly locale: PageLocale;
  /** Those who may sign a list, by the identifier of its pin. */
  readonly keys: Readonly<Record<string, readonly KeyNames[]>>;
  /** What languages are called in themselves, by code. */
  readonly languages: Readonly<Record<string, string>>;
}

export function readPageData(): PageData {
  const data = JSON.parse(document.getElementById('lists-data')?.textContent ?? '') as Omit<PageData, 'locale'> & { words: Messages };
  return { locale: new Locale<AnyKey>(document.documentElement.lang, data.words), keys: data.keys, languages: data.languages };
}
