// News of lists say which ones the site trusts now, and which editions their publishers point to. Publishers are asked for lists as a
// whole, so they are told nothing about a number. Only what an engine has verified becomes news: what a host in trouble sends, or a
// network that has a sign-in page for every address, must not take the place of what is kept.

import type { EngineClient } from '../engine/client.js';
import type { Engines } from '../engine/engines.js';
import { failureOf, outOfDate, type FailureCode } from '../errors.js';
import { kPointerFile, type ListSource } from '../network/list_source.js';

/** The part of a list source that depends on nobody's number. */
export type Announcements = Pick<ListSource, 'pins' | 'listFile'>;

/** The engine's errors for a manifest that it has found to be the one that its publisher has signed. */
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
  /** What is known already. `news` that were heard before still hold where nothing else is heard. */
  readonly known: Pick<ListSource, 'listFile'> & { readonly news: News | undefined };
  /** Returns the time in milliseconds since 1970. */
  readonly now?: () => number;
}

/** News can be made only by `hear`. */
export class News {
  readonly #files: Map<string, NewsFile>;
  readonly #takenBack: URL[] = [];
  #namesNone = false;

  private constructor(before: News | undefined) {
    this.#files = new Map(before ? before.#files : []);
  }

  /** Asks the site, and then each list's publisher. Never rejects: what can't be had, or can't be verified, is no news. */
  static async hear({ from, engines, pinsUrl, known, now = Date.now }: HearOptions): Promise<News> {
    const news = new News(known.news);
    const pins = await from.pins(pinsUrl).catch((thrown: unknown) => failureOf(thrown).code);
    if (!(pins instanceof Uint8Array)) {
      // A site that has no lists says so by having no pins file. Any other failure means no network, or none to speak of.
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
      // What came is no pins file, or there is no engine to read it with.
    } finally {
      engine.close('not_ready');
    }
    return news;
  }

  /** True if the site has no lists any more. */
  get namesNone(): boolean {
    return this.#namesNone;
  }

  /** The addresses of the directories of lists that their publishers have taken back. */
  get takenBack(): readonly URL[] {
    return this.#takenBack;
  }

  contents(url: URL): Uint8Array | undefined {
    return this.#files.get(url.href)?.contents.slice();
  }

  /** Returns all files whose addresses begin with this one. */
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

/** An edition of a list, as its publisher has signed it. */
interface Edition {
  readonly pointer: NewsFile;
  /** Undefined if it can't be had. The pointer is news all the same, because what is kept is then of another edition. */
  readonly manifest: NewsFile | undefined;
  readonly withdrawn: boolean;
}

type Files = Pick<ListSource, 'listFile'>;

interface ReadOptions {
  readonly engine: EngineClient;
  readonly list: number;
  readonly directory: URL;
  readonly nowSeconds: number;
  /**
   * Where the manifest may be if the source does not have it: an old pointer must not pass for news because its edition is gone from
   * there.
   */
  readonly spare?: Files;
}

/**
 * Reads and verifies a list's pointer, and then its manifest. Returns undefined if not even the pointer can be had and verified, or if the
 * edition is older than it may be. Never rejects.
 */
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
    // The copy is older than the site allows, or than what is known.
    if (code === 'sequence_too_low') return undefined;
    if (code === undefined || kSigned.has(code)) return { pointer, manifest, withdrawn: code === 'withdrawn' };
  }
  return { pointer, manifest: undefined, withdrawn: false };
}

/** Returns true for an old copy that was left behind somewhere: a list that was taken back must not come back with it. */
function isOlder(edition: Edition, before: Edition | undefined): boolean {
  const [sequence, known] = [sequenceOf(edition), before && sequenceOf(before)];
  return sequence !== undefined && known !== undefined && sequence < known;
}

/** Returns the sequence number that the publisher has signed, or undefined if the manifest could not be had. */
function sequenceOf({ manifest }: Edition): number | undefined {
  if (!manifest) return undefined;
  const { sequence } = JSON.parse(new TextDecoder().decode(manifest.contents)) as { readonly sequence?: unknown };
  return typeof sequence === 'number' ? sequence : undefined;
}
