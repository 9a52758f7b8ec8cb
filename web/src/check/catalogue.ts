// The catalogue knows which lists a site has, what they say of themselves, and when they have to be asked for again. Pins, pointers and
// manifests are fetched for every list, whoever the reader is.

import type { EngineClient } from '../engine/client.js';
import type { PinnedList } from '../engine/engine.js';
import { isErratic, type OpenedList } from '../engine/lanes.js';
import { CheckError, failureOf, outOfDate } from '../errors.js';
import type { Kind } from '../kinds.js';
import { kPointerFile, type ListFile, type ListSource } from '../network/list_source.js';
import { Freshness } from './freshness.js';
import { isKeyed, type SiteList } from './result.js';

export interface CatalogueOptions {
  /** The address of the site's pins file, to which relative addresses of lists are relative. */
  readonly pinsUrl: URL;
  /** The identifiers of the pins that count. By default all pins do. */
  readonly lists?: readonly string[] | undefined;
  /** The BCP 47 tag of the language that the lists' texts are wanted in. */
  readonly language: string;
}

interface ListFiles extends NonNullable<OpenedList['files']> {
  readonly manifestPath: string;
}

/** A list, and if it is open the files that its description was read from. */
export interface CataloguedList extends SiteList {
  readonly files: ListFiles | undefined;
}

/** Reads a pointer or a manifest. */
type Read = ListSource['listFile'];

type Entry = { -readonly [K in keyof CataloguedList]: CataloguedList[K] } & {
  /** When the list's pointer has to be asked for again. */
  readonly freshness: Freshness;
};

export class Catalogue {
  /** The session's engine, which has all lists open. */
  readonly #engine: EngineClient;
  readonly #source: ListSource;
  readonly #options: CatalogueOptions;
  /** Returns the time in milliseconds since 1970. */
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
   * Reads the pins and opens all lists. Resolves to false if the site has no pins file. Rejects with CheckError if the pins can't be had or
   * read. `given` is the file's contents, if the caller has them already; then it is not fetched.
   *
   * Where WebAssembly is erratic, one engine that can't open something is not believed: another one begins from nothing, with the same files.
   * Otherwise a reader would be told that somebody has changed a sound list.
   */
  async load(given?: Uint8Array): Promise<boolean> {
    try {
      this.#pins = given?.slice() ?? (await this.#source.pins(this.#options.pinsUrl)).slice();
    } catch (thrown) {
      if (failureOf(thrown).code === 'file_missing') return false;
      throw thrown;
    }
    const read = eachOnce(this.#source);
    const opening = this.#openAll(read);
    const isOpen = await opening.then(
      () => this.#lists.every(({ failure }) => !failure),
      () => false,
    );
    if (!isOpen && isErratic() && (await this.#engine.restart())) {
      this.#lists = [];
      await this.#openAll(read);
    } else await opening;
    return true;
  }

  async #openAll(read: Read): Promise<void> {
    const pins = await this.#engine.call('readPins', this.pins);
    this.#expectAddresses(pins);
    const lists = pins.map((pin, number) => ({
      ...{ number, pin, description: undefined, failure: undefined, files: undefined },
      freshness: new Freshness(this.#now),
    }));
    this.#lists = lists.filter(({ pin }) => this.#options.lists?.includes(pin.id) ?? true);
    // With a list left out, "not found" would be the answer to another question than the one that was asked.
    const missing = this.#options.lists?.some((id) => !this.#lists.some(({ pin }) => pin.id === id));
    if (missing) throw new CheckError('unknown_list', 'pins');
    await Promise.all(this.#lists.map((list) => this.#open(list, read)));
  }

  ofKind(kind: Kind): CataloguedList[] {
    return this.#lists.filter(({ pin }) => pin.kind === kind);
  }

  /** Asks again for those of the lists that are due. Rejects only when the signal is aborted; a failure is kept in its list. */
  async refresh(lists: readonly CataloguedList[], signal?: AbortSignal): Promise<void> {
    const due = this.#lists.filter((list) => lists.includes(list) && list.freshness.isDue);
    const read: Read = (...args) => this.#source.listFile(...args);
    await Promise.all(due.map((list) => this.#open(list, read, signal)));
  }

  /** Tells that a list gave no answer. Whatever the reason, there may be a newer edition, so it is asked for again before its next use. */
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
        // A list that was opened anew meanwhile was described again then.
        if (description && list.files === files) list.description = description;
      }),
    );
  }

  /** Throws a CheckError if a browser can't read one of the pins' addresses, such as one with the port 99999. */
  #expectAddresses(pins: readonly PinnedList[]): void {
    try {
      for (const { url, evaluators } of pins) [{ url }, ...evaluators].forEach((at) => this.resolve(at.url));
    } catch {
      throw new CheckError('field_value', 'url');
    }
  }

  /** Returns the address of a list's directory. */
  addressOf({ pin }: SiteList): URL {
    return this.resolve(pin.url);
  }

  /** Returns an address of the pins as an absolute one. */
  resolve(url: string): URL {
    return new URL(url, this.#options.pinsUrl);
  }

  fileOf(list: SiteList, path: string): ListFile {
    return { list: list.number, url: new URL(path, this.addressOf(list)) };
  }

  /** Returns true if the list is on this device: then nobody is asked for it, and nothing is disclosed. */
  isLocal(list: SiteList): boolean {
    return this.#source.isLocal(this.addressOf(list));
  }

  /** Opens a list from its pointer and then its manifest. A failure is kept in the list. */
  async #open(list: Entry, read: Read, signal?: AbortSignal): Promise<void> {
    // The first step makes the engine forget the manifest, so opening has to be done again if it is stopped half-way.
    list.freshness.expire();
    list.files = undefined;
    try {
      const files = await this.#readManifest(list, read, signal).catch((thrown: unknown) => {
        if (failureOf(thrown).code !== 'manifest_mismatch') throw thrown;
        // Perhaps only the browser's copy is bad, so the manifest is read once more, past the cache.
        return this.#readManifest(list, read, signal, 'reload');
      });
      list.description = await this.#describe(list);
      // The list is keyed, and needs evaluators that are out of reach from here.
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
      // What its publisher says of the list still holds, and nothing may have been known of it before.
      if (outOfDate.has(failure.code)) list.description = await this.#describe(list).catch(() => list.description);
    }
  }

  async #readManifest(list: Entry, read: Read, signal?: AbortSignal, cache?: RequestCache): Promise<ListFiles> {
    const pointer = await read(this.fileOf(list, kPointerFile), 'pointer', signal);
    const manifestPath = await this.#engine.call('openPointer', list.number, pointer.slice());
    const manifest = await read(this.fileOf(list, manifestPath), 'manifest', signal, cache);
    await this.#engine.call('openManifest', list.number, manifest.slice(), Math.floor(this.#now() / 1000));
    return { pointer, manifest, manifestPath };
  }

  #describe({ number }: Entry): Promise<NonNullable<SiteList['description']>> {
    return this.#engine.call('describe', number, this.#options.language);
  }
}

/** Returns what reads each file once, and gives it, or its failure, to whoever asks for it again. */
function eachOnce(source: ListSource): Read {
  const files = new Map<string, Promise<Uint8Array>>();
  return (file, purpose, signal, cache) => {
    const name = `${cache}${file.url.href}`;
    const content = files.get(name) ?? source.listFile(file, purpose, signal, cache);
    files.set(name, content);
    return content;
  };
}
