// News of lists: which ones the site trusts now, and which editions their publishers point to. Publishers are asked for lists as a
// whole, so nothing about a number is told. Only what an engine has verified becomes news: a host in trouble, or a network that has
// a sign-in page for every address, must not take the place of what is kept.

import type { EngineClient } from '../engine/client.js';
import type { Engines } from '../engine/engines.js';
import { failureOf, outOfDate, type FailureCode } from '../errors.js';
import { kPointerFile, type ListSource } from '../network/list_source.js';

/** All that depends on nobody's number. */
export type Announcements = Pick<ListSource, 'pins' | 'listFile'>;

/** What an engine says of a manifest that it has found to be the one that its publisher has signed. */
const kSigned: ReadonlySet<FailureCode> = new Set([
  ...outOfDate,
  ...(['unsupported_format', 'unsupported_scheme', 'unsupported_critical'] as const),
]);

interface NewsFile {
  readonly url: URL;
  readonly contents: Uint8Array;
}

export interface HearOptions {
  readonly from: Announcements;
  readonly engines: Pick<Engines, 'open'>;
  readonly pinsUrl: URL;
  /** What is known already: `news` that were heard before still hold where nothing else is heard. */
  readonly known: Pick<ListSource, 'listFile'> & { readonly news: News | undefined };
  /** Milliseconds since 1970. */
  readonly now?: () => number;
}

/** There is no other way to make one than `hear`. */
export class News {
  readonly #files: Map<string, NewsFile>;
  readonly #takenBack: URL[] = [];
  #namesNone = false;

  private constructor(before: News | undefined) {
    this.#files = new Map(before ? before.#files : []);
  }

  /** Asks the site, then each list's publisher. Never rejects: what can't be had, or does not verify, is no news. */
  static async hear({ from, engines, pinsUrl, known, now = Date.now }: HearOptions): Promise<News> {
    const news = new News(known.news);
    const pins = await from.pins(pinsUrl).catch((thrown: unknown) => failureOf(thrown).code);
    if (!(pins instanceof Uint8Array)) {
      // No pins file is how a site says that it has no lists. Anything else: no network, or none to speak of.
      news.#namesNone = pins === 'file_missing';
      return news;
    }
    const engine = engines.open();
    try {
      const lists = await engine.call('readPins', pins.slice());
      news.#add(pinsUrl, pins);
      const nowSeconds = Math.floor(now() / 1000);
      await Promise.all(
        lists.map(async ({ url }, list) => {
          const directory = new URL(url, pinsUrl);
          const before = await readEdition(known, { engine, list, directory, nowSeconds });
          const edition = await readEdition(from, { engine, list, directory, nowSeconds, spare: known });
          if (edition && !isOlder(edition, before)) news.#addEdition(directory, edition);
        }),
      );
    } catch {
      // Not pins, or no engine to read them with.
    } finally {
      engine.close('not_ready');
    }
    return news;
  }

  /** The site has no lists any more. */
  get namesNone(): boolean {
    return this.#namesNone;
  }

  /** Directories of lists that their publishers have taken back. */
  get takenBack(): readonly URL[] {
    return this.#takenBack;
  }

  contents(url: URL): Uint8Array | undefined {
    return this.#files.get(url.href)?.contents.slice();
  }

  /** All below an address. */
  below({ href }: URL): NewsFile[] {
    return [...this.#files.values()].filter(({ url }) => url.href.startsWith(href));
  }

  #add(url: URL, contents: Uint8Array): void {
    this.#files.set(url.href, { url, contents });
  }

  #addEdition(directory: URL, { pointer, manifest, withdrawn }: Edition): void {
    this.#add(pointer.url, pointer.contents);
    if (manifest) this.#add(manifest.url, manifest.contents);
    if (withdrawn) this.#takenBack.push(directory);
  }
}

/** What a list's publisher has signed. */
interface Edition {
  readonly pointer: NewsFile;
  /** A pointer is news without its manifest, too: what is kept is of another edition. */
  readonly manifest: NewsFile | undefined;
  readonly withdrawn: boolean;
}

type Files = Pick<ListSource, 'listFile'>;

interface ReadOptions {
  readonly engine: EngineClient;
  readonly list: number;
  readonly directory: URL;
  readonly nowSeconds: number;
  /** Has perhaps the manifest, where the source does not have it: an old pointer must not pass for news because its edition is gone. */
  readonly spare?: Files;
}

/** Pointer, then manifest; undefined if not even the pointer can be had and verified. Never rejects. */
async function readEdition(source: Files, { engine, list, directory, nowSeconds, spare }: ReadOptions): Promise<Edition | undefined> {
  const read = async (from: Files, purpose: 'pointer' | 'manifest', path: string): Promise<NewsFile> => {
    const url = new URL(path, directory);
    return { url, contents: await from.listFile({ list, url }, purpose) };
  };
  let pointer: NewsFile;
  let manifestPath: string;
  try {
    pointer = await read(source, 'pointer', kPointerFile);
    manifestPath = await engine.call('openPointer', list, pointer.contents.slice());
  } catch {
    return undefined;
  }
  for (const from of spare ? [source, spare] : [source]) {
    let code: FailureCode | undefined;
    let manifest: NewsFile | undefined;
    try {
      manifest = await read(from, 'manifest', manifestPath);
      await engine.call('openManifest', list, manifest.contents.slice(), nowSeconds);
    } catch (thrown) {
      code = failureOf(thrown).code;
    }
    // A copy older than the site allows, or than what is known.
    if (code === 'sequence_too_low') return undefined;
    if (code === undefined || kSigned.has(code)) return { pointer, manifest, withdrawn: code === 'withdrawn' };
  }
  return { pointer, manifest: undefined, withdrawn: false };
}

/** A copy that was left behind somewhere: a list that was taken back must not come back with it. */
function isOlder(edition: Edition, before: Edition | undefined): boolean {
  const [sequence, known] = [sequenceOf(edition), before && sequenceOf(before)];
  return sequence !== undefined && known !== undefined && sequence < known;
}

/** As its publisher has signed it. */
function sequenceOf({ manifest }: Edition): number | undefined {
  if (!manifest) return undefined;
  const { sequence } = JSON.parse(new TextDecoder().decode(manifest.contents)) as { readonly sequence?: unknown };
  return typeof sequence === 'number' ? sequence : undefined;
}
