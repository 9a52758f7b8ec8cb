// The page's words: in the language that its reader gets, first those that everybody needs, and the rest with the code that says it.

import { chooseLanguage, languageCodes } from './languages.js';
import { Locale, type WholeLocale } from './locale.js';
import type { Network } from './network/network.js';
import { element } from './page/dom.js';
import type { LaterCode, LaterSource } from './page/later.js';
import { PageCode } from './page_code.js';
import type { BuiltFile } from './page_script.js';
import { siteFiles, type WordFiles } from './site_files.js';

/** How long the words wait for their style sheet. */
const kStyleTimeoutMs = 4000;

/** Loads words and the code that says them. Its methods reject if a file can't be had. */
export class Words implements LaterSource {
  /** The codes of the languages that there are, in the order of the menu. */
  readonly available = languageCodes.filter((code) => Object.hasOwn(siteFiles.texts, code));
  readonly #site: URL;
  readonly #network: Network;
  readonly #code: PageCode<LaterCode>;

  constructor(site: URL, network: Network) {
    this.#site = site;
    this.#network = network;
    this.#code = new PageCode(siteFiles.later, site);
  }

  /** Returns the language for a reader who wants `wish` most, and after it what the browser says. */
  choose(wish: string | undefined): string {
    return chooseLanguage([...(wish ? [wish] : []), ...navigator.languages], this.available);
  }

  async read(language: string): Promise<Locale> {
    return Locale.read(language, await this.#file('locales/', siteFiles.texts, language));
  }

  async code(): Promise<LaterCode> {
    const code = await this.#code.load();
    // What the code says can be read without its style.
    await wear(code.styleFile, this.#site).catch(() => {});
    return code;
  }

  async words({ wordFiles }: LaterCode, locale: Locale): Promise<WholeLocale> {
    return locale.whole(await this.#file('locales/later/', wordFiles, locale.language));
  }

  #file(folder: string, files: WordFiles, wanted: string): Promise<Uint8Array> {
    const language = files[wanted] ? wanted : 'en';
    return this.#network.texts(new URL(`${folder}${language}-${files[language]}.json`, this.#site));
  }
}

/** Adds a style sheet. Rejects if it does not come. */
function wear({ name, hash }: BuiltFile, site: URL): Promise<void> {
  return new Promise((resolve, reject) => {
    // It is asked for with CORS, because a frame without an origin asks for everything so.
    const link = element('link', { rel: 'stylesheet', href: new URL(name, site).href, integrity: `sha256-${hash}`, crossorigin: 'anonymous' });
    link.addEventListener('load', () => resolve());
    link.addEventListener('error', reject);
    document.head.append(link);
    setTimeout(reject, kStyleTimeoutMs);
  });
}
