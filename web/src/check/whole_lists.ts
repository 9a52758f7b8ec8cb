// Fetches lists whole, so that their host does not learn which part is wanted. The host must not learn it from what fails either: if it
// spoiled half of the parts, every reader who tries again would tell it whether theirs was among them. So every part is verified as it
// comes, whoever's number may be in it, and a list fails in the same way for everybody.

import type { EngineClient } from '../engine/client.js';
import type { Engines } from '../engine/engines.js';
import { CheckError, problemOf, type FailureCode } from '../errors.js';
import { inParallel } from '../in_parallel.js';
import { kPointerFile, type ListSource } from '../network/list_source.js';
import type { ListStore } from '../offline/list_store.js';
import type { Catalogue, CataloguedList } from './catalogue.js';
import type { SiteList } from './result.js';

/** A list, and the files of all parts in which a number can be looked up. */
export interface WholeList {
  readonly list: SiteList;
  /** The addresses of all buckets, in the order of a download, which is the same for everybody. */
  readonly buckets: readonly URL[];
  /** How many bytes one bucket has. */
  readonly bucketSize: number;
}

export interface DownloadOptions {
  readonly signal?: AbortSignal | undefined;
  readonly onBytes: (count: number) => void;
}

/** The engine's errors for a bucket file that is not sound. */
const kUnsound: ReadonlySet<string> = new Set<FailureCode>(['bucket_length', 'bucket_proof', 'bucket_encoding', 'canary_missing']);

type Parts = WholeList & { readonly files: NonNullable<CataloguedList['files']> };

export class WholeLists {
  readonly #catalogue: Catalogue;
  readonly #engines: Engines;
  /** The session's engine, which has the catalogue's lists open. */
  readonly #engine: EngineClient;
  readonly #source: ListSource;
  readonly #nowSeconds: () => number;
  /** How often an engine tries to verify a file before the file counts as unsound. */
  readonly #tries: number;

  constructor(catalogue: Catalogue, engines: Engines, engine: EngineClient, source: ListSource, nowSeconds: () => number, tries: number) {
    this.#catalogue = catalogue;
    this.#engines = engines;
    this.#engine = engine;
    this.#source = source;
    this.#nowSeconds = nowSeconds;
    this.#tries = tries;
  }

  /** Returns those of the lists that are open. Rejects with CheckError. */
  async of(lists: readonly CataloguedList[]): Promise<Parts[]> {
    return Promise.all(lists.flatMap((list) => (list.files ? [this.#parts(list, list.files)] : [])));
  }

  /** Fetches every bucket, and returns the one with the index `wanted` once all are verified. Rejects with CheckError. */
  async bucketOf(list: CataloguedList, wanted: number, { signal, onBytes }: DownloadOptions): Promise<Uint8Array> {
    const [parts] = await this.of([list]);
    if (!parts) throw new CheckError('not_ready');
    let kept: Uint8Array | undefined;
    await inParallel(parts.buckets, async (url, index) => {
      const bucket = await this.#fetchBucket(parts, url, { signal, onBytes });
      await this.#verify(this.#engine, list, index, bucket);
      if (index === wanted) kept = bucket;
    });
    if (!kept) throw new CheckError('not_ready', 'bucket');
    return kept;
  }

  /**
   * Puts all files of the lists into `store`: every bucket, in the same order for everybody and once it is verified, then the manifest and
   * the pointer that vouch for them, and at the end the pins. Sound buckets that are in the store already are not fetched again if the list
   * was never complete there. Returns the addresses of all these files. Rejects with CheckError, with whatever the store rejects with, or
   * with the signal's reason.
   */
  async download(lists: readonly Parts[], store: ListStore, options: DownloadOptions): Promise<URL[]> {
    // The download has an engine of its own, because the catalogue's may open a newer edition meanwhile.
    const engine = this.#engines.open();
    const addresses = [this.#catalogue.pinsUrl];
    try {
      await engine.call('readPins', this.#catalogue.pins);
      for (const parts of lists) {
        await this.#downloadOne(engine, parts, store, options).catch((thrown: unknown) => {
          this.#catalogue.doubt(parts.list);
          throw thrown;
        });
        addresses.push(...parts.buckets, this.#manifestUrl(parts), this.#pointerUrl(parts));
      }
    } finally {
      engine.close('not_ready');
    }
    await store.put(this.#catalogue.pinsUrl, this.#catalogue.pins);
    return addresses;
  }

  async #downloadOne(engine: EngineClient, parts: Parts, store: ListStore, options: DownloadOptions): Promise<void> {
    const { list, buckets, bucketSize, files } = parts;
    await engine.call('openPointer', list.number, files.pointer.slice());
    await engine.call('openManifest', list.number, files.manifest.slice(), this.#nowSeconds());
    const wasComplete = (await store.size(this.#manifestUrl(parts))) !== undefined;
    await inParallel(buckets, async (url, index) => {
      const there = wasComplete ? undefined : await store.read(url);
      if (there && (await this.#isSound(engine, list, index, there))) {
        options.onBytes(bucketSize);
        return;
      }
      const bucket = await this.#fetchBucket(parts, url, options);
      await this.#verify(engine, list, index, bucket);
      await store.put(url, bucket);
    });
    await store.put(this.#manifestUrl(parts), files.manifest);
    await store.put(this.#pointerUrl(parts), files.pointer);
  }

  async #parts(list: SiteList, files: Parts['files']): Promise<Parts> {
    const { bucketFileSize } = list.description ?? {};
    if (bucketFileSize === undefined) throw new CheckError('not_ready');
    const paths = await this.#engine.call('bucketPaths', list.number);
    return { list, files, buckets: paths.map((path) => this.#catalogue.fileOf(list, path).url), bucketSize: bucketFileSize };
  }

  #fetchBucket({ list, bucketSize }: Parts, url: URL, options: DownloadOptions): Promise<Uint8Array> {
    return this.#source.bucket({ list: list.number, url }, 'whole_list', { ...options, size: bucketSize });
  }

  async #verify(engine: EngineClient, { number }: SiteList, index: number, bucket: Uint8Array): Promise<void> {
    for (let tries = 1; ; tries += 1) {
      try {
        await engine.call('verifyBucket', number, index, bucket.slice());
        return;
      } catch (thrown) {
        if (tries >= this.#tries || !kUnsound.has(problemOf(thrown).code)) throw thrown;
      }
    }
  }

  async #isSound(engine: EngineClient, list: SiteList, index: number, bucket: Uint8Array): Promise<boolean> {
    try {
      await this.#verify(engine, list, index, bucket);
      return true;
    } catch (thrown) {
      if (kUnsound.has(problemOf(thrown).code)) return false;
      throw thrown;
    }
  }

  #manifestUrl({ list, files }: Parts): URL {
    return this.#catalogue.fileOf(list, files.manifestPath).url;
  }

  #pointerUrl({ list }: Parts): URL {
    return this.#catalogue.fileOf(list, kPointerFile).url;
  }
}
