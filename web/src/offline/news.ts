// News of lists: which ones the site trusts now, and which editions their publishers point to. Publishers are asked for lists as a
// whole, so nothing about a number is told. Only what an engine has verified becomes news: a host in trouble, or a network that has
// a sign-in page for every address, must not take the place of what is kept.

import type { EngineClient } from '../engine/client.js';
import type { Engines } from '../engine/engines.js';
import type { PinnedList } from '../engine/engine.js';
import { failureOf, type FailureCode } from '../errors.js';
import type { ListSource } from '../network/list_source.js';

/** All that depends on nobody's number. */
export type Announcements = Pick<ListSource, 'pins' | 'listFile'>;

/** What an engine says of a manifest that it has found to be the one that its publisher has signed. */
const kSigned: ReadonlySet<FailureCode> = new Set([
  ...(['withdrawn', 'expired', 'not_yet_published'] as const),
  ...(['unsupported_format', 'unsupported_scheme', 'unsupported_critical'] as const),
]);

const kPointerFile = 'current.minisig';

interface NewsFile {
  readonly url: URL;
  readonly contents: Uint8Array;
}

export interface HearOptions {
  readonly from: Announcements;
  readonly engines: Pick<Engines, 'open'>;
  readonly pinsUrl: URL;
  /** What was heard before, which still holds where nothing else is heard. */
  readonly before: News | undefined;
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
  static async hear({ from, engines, pinsUrl, before, now = Date.now }: HearOptions): Promise<News> {
    const news = new News(before);
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
      await Promise.all(lists.map((pin, list) => news.#hearOf(list, pin, { from, engine, pinsUrl, nowSeconds })));
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

  /** Pointer, then manifest. A pointer is news without its manifest, too: what is kept is of another edition. */
  async #hearOf(
    list: number,
    pin: PinnedList,
    { from, engine, pinsUrl, nowSeconds }: { from: Announcements; engine: EngineClient; pinsUrl: URL; nowSeconds: number },
  ): Promise<void> {
    const directory = new URL(pin.url, pinsUrl);
    const pointerUrl = new URL(kPointerFile, directory);
    let pointer: Uint8Array;
    let manifestUrl: URL;
    try {
      pointer = await from.listFile({ list, url: pointerUrl }, 'pointer');
      manifestUrl = new URL(await engine.call('openPointer', list, pointer.slice()), directory);
    } catch {
      return;
    }
    let manifest: Uint8Array | undefined;
    let code: FailureCode | undefined;
    try {
      manifest = await from.listFile({ list, url: manifestUrl }, 'manifest');
      await engine.call('openManifest', list, manifest.slice(), nowSeconds);
    } catch (thrown) {
      code = failureOf(thrown).code;
    }
    // A copy older than the site allows.
    if (code === 'sequence_too_low') return;
    this.#add(pointerUrl, pointer);
    if (manifest && (code === undefined || kSigned.has(code))) this.#add(manifestUrl, manifest);
    if (code === 'withdrawn') this.#takenBack.push(directory);
  }
}
