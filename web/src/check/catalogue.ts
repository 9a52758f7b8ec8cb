// The lists of a site: which there are, what they say of themselves, and when they are asked for again. Pins, pointers and manifests
// are fetched for every list, whoever the reader is.

import type { EngineClient } from '../engine/client.js';
import type { OpenedList } from '../engine/lanes.js';
import { CheckError, failureOf, outOfDate } from '../errors.js';
import type { Kind } from '../kinds.js';
import { kPointerFile, type ListFile, type ListSource } from '../network/list_source.js';
import { Freshness } from './freshness.js';
import { isKeyed, type SiteList } from './result.js';

export interface CatalogueOptions {
  /** Of the site's pins file; relative addresses of lists are relative to it. */
  readonly pinsUrl: URL;
  /** Identifiers of the pins that count; by default all. */
  readonly lists?: readonly string[] | undefined;
  /** For the lists' texts: BCP 47. */
  readonly language: string;
}

interface ListFiles extends NonNullable<OpenedList['files']> {
  readonly manifestPath: string;
}

/** A list with what its description was read from, if it is open. */
export interface CataloguedList extends SiteList {
  readonly files: ListFiles | undefined;
}

type Entry = { -readonly [K in keyof CataloguedList]: CataloguedList[K] } & {
  /** Of its pointer. */
  readonly freshness: Freshness;
};

export class Catalogue {
  /** Has all lists open. */
  readonly #engine: EngineClient;
  readonly #source: ListSource;
  readonly #options: CatalogueOptions;
  /** Milliseconds since 1970. */
  readonly #now: () => number;
  #lists: Entry[] = [];
  #pins = new Uint8Array();

  constructor(engine: EngineClient, source: ListSource, options: CatalogueOptions, now: () => number) {
    this.#engine = engine;
    this.#source = source;
    this.#options = options;
    this.#now = now;
  }

  get lists(): readonly CataloguedList[] {
    return this.#lists;
  }

  /** A copy of the pins file. */
  get pins(): Uint8Array {
    return this.#pins.slice();
  }

  get pinsUrl(): URL {
    return this.#options.pinsUrl;
  }

  /**
   * Reads the pins and opens all lists. False if the site has no pins file. Rejects with CheckError if the pins can't be had or read.
   * `given`: the file's contents, from whoever has it already.
   */
  async load(given?: Uint8Array): Promise<boolean> {
    try {
      this.#pins = given?.slice() ?? (await this.#source.pins(this.#options.pinsUrl)).slice();
    } catch (thrown) {
      if (thrown instanceof CheckError && thrown.code === 'file_missing') return false;
      throw thrown;
    }
    const pins = await this.#engine.call('readPins', this.pins);
    const lists = pins.map((pin, number) => ({
      ...{ number, pin, description: undefined, failure: undefined, files: undefined },
      freshness: new Freshness(this.#now),
    }));
    this.#lists = lists.filter(({ pin }) => this.#options.lists?.includes(pin.id) ?? true);
    // One list less would be a "not found" that nobody asked for.
    const missing = this.#options.lists?.some((id) => !this.#lists.some(({ pin }) => pin.id === id));
    if (missing) throw new CheckError('unknown_list', 'pins');
    await Promise.all(this.#lists.map((list) => this.#open(list)));
    return true;
  }

  ofKind(kind: Kind): CataloguedList[] {
    return this.#lists.filter(({ pin }) => pin.kind === kind);
  }

  /** Asks for those lists again that are due. Never rejects but when the signal is aborted: a failure is kept in the list. */
  async refresh(lists: readonly CataloguedList[], signal?: AbortSignal): Promise<void> {
    const due = this.#lists.filter((list) => lists.includes(list) && list.freshness.isDue);
    await Promise.all(due.map((list) => this.#open(list, signal)));
  }

  /** A list gave no answer: whatever the reason, there may be a newer edition of it. */
  doubt(list: SiteList): void {
    this.#lists.find(({ number }) => number === list.number)?.freshness.expire();
  }

  /** Asks the engine, and nobody else, for what lists say of themselves in the language that is now the page's. */
  async describeAgain(): Promise<void> {
    await Promise.all(
      this.#lists.map(async (list) => {
        const { files } = list;
        if (!list.description) return;
        const description = await this.#describe(list).catch(() => undefined);
        // One that was opened anew meanwhile has been described then.
        if (description && list.files === files) list.description = description;
      }),
    );
  }

  /** Of a list's directory. */
  addressOf({ pin }: SiteList): URL {
    return this.resolve(pin.url);
  }

  /** An address in the pins. */
  resolve(url: string): URL {
    return new URL(url, this.#options.pinsUrl);
  }

  fileOf(list: SiteList, path: string): ListFile {
    return { list: list.number, url: new URL(path, this.addressOf(list)) };
  }

  /** On this device: nobody is asked, so nothing is disclosed. */
  isLocal(list: SiteList): boolean {
    return this.#source.isLocal(this.addressOf(list));
  }

  /** Pointer, then manifest. */
  async #open(list: Entry, signal?: AbortSignal): Promise<void> {
    // The engine forgets the manifest with the first step, so one that is stopped half-way must be done again.
    list.freshness.expire();
    list.files = undefined;
    try {
      const files = await this.#readManifest(list, signal).catch((thrown: unknown) => {
        if (!(thrown instanceof CheckError) || thrown.code !== 'manifest_mismatch') throw thrown;
        // Perhaps only the browser's copy is bad: once more, past its cache.
        return this.#readManifest(list, signal, 'reload');
      });
      list.description = await this.#describe(list);
      // Its publisher may have asked for help that is out of reach from here.
      if (isKeyed(list) && list.pin.evaluators.some(({ url }) => this.#source.isLocal(this.resolve(url)))) {
        throw new CheckError('keyed_offline');
      }
      list.files = files;
      list.failure = undefined;
      list.freshness.renew();
    } catch (thrown) {
      signal?.throwIfAborted();
      const failure = failureOf(thrown);
      list.failure = this.#source.explain(failure);
      // Its publisher's own words are still true of it; before, nothing may have been known.
      if (outOfDate.has(failure.code)) list.description = await this.#describe(list).catch(() => list.description);
    }
  }

  async #readManifest(list: Entry, signal?: AbortSignal, cache?: RequestCache): Promise<ListFiles> {
    const pointer = await this.#source.listFile(this.fileOf(list, kPointerFile), 'pointer', signal);
    const manifestPath = await this.#engine.call('openPointer', list.number, pointer.slice());
    const manifest = await this.#source.listFile(this.fileOf(list, manifestPath), 'manifest', signal, cache);
    await this.#engine.call('openManifest', list.number, manifest.slice(), Math.floor(this.#now() / 1000));
    return { pointer, manifest, manifestPath };
  }

  #describe({ number }: Entry): Promise<NonNullable<SiteList['description']>> {
    return this.#engine.call('describe', number, this.#options.language);
  }
}
