// Fetches lists whole, so that their host does not learn which part is wanted. The host must not learn it from what fails either: if it
// spoiled half of the parts, every reader who tries again would tell it whether theirs was among them. So every part is verified as it
// comes, whoever's number may be in it, and a list fails in the same way for everybody.

import type { EngineClient } from '../engine/client.js';
import type { Engines } from '../engine/engines.js';
import { CheckError, problemOf, type FailureCode } from '../errors.js';
import { inParallel } from '../in_parallel.js';
import type { ListSource } from '../network/list_source.js';
import type { Catalogue, CataloguedList } from './catalogue.js';
import type { SiteList } from './result.js';

/** A list that is open, and the files of all parts in which a number can be looked up. */
export interface OpenWhole {
  readonly list: SiteList;
  readonly files: NonNullable<CataloguedList['files']>;
  /** The addresses of all buckets, in the order of a download, which is the same for everybody. */
  readonly buckets: readonly URL[];
  /** How many bytes one bucket has. */
  readonly bucketSize: number;
}

export interface DownloadOptions {
  readonly signal?: AbortSignal | undefined;
  readonly onBytes: (count: number) => void;
}

export interface WholeListsParts {
  readonly catalogue: Catalogue;
  readonly engines: Engines;
  /** The session's engine, which has the catalogue's lists open. */
  readonly engine: EngineClient;
  readonly source: ListSource;
  readonly nowSeconds: () => number;
  /** How often an engine tries to verify a file before the file counts as unsound. */
  readonly tries: number;
}

/** The engine's errors for a bucket file that is not sound. */
const kUnsound: ReadonlySet<string> = new Set<FailureCode>(['bucket_length', 'bucket_proof', 'bucket_encoding', 'canary_missing']);

/** Returns whether this was thrown because a bucket file is not sound. */
export function isUnsound(thrown: unknown): boolean {
  return kUnsound.has(problemOf(thrown).code);
}

export class WholeLists {
  readonly parts: WholeListsParts;

  constructor(parts: WholeListsParts) {
    this.parts = parts;
  }

  /** Returns those of the lists that are open. Rejects with CheckError. */
  async of(lists: readonly CataloguedList[]): Promise<OpenWhole[]> {
    return Promise.all(lists.flatMap((list) => (list.files ? [this.#whole(list, list.files)] : [])));
  }

  /** Fetches every bucket, and returns the one with the index `wanted` once all are verified. Rejects with CheckError. */
  async bucketOf(list: CataloguedList, wanted: number, options: DownloadOptions): Promise<Uint8Array> {
    const [whole] = await this.of([list]);
    if (!whole) throw new CheckError('not_ready');
    let kept: Uint8Array | undefined;
    await inParallel(whole.buckets, async (url, index) => {
      const bucket = await this.fetchBucket(whole, url, options);
      await this.verify(this.parts.engine, list, index, bucket);
      if (index === wanted) kept = bucket;
    });
    if (!kept) throw new CheckError('not_ready', 'bucket');
    return kept;
  }

  async #whole(list: SiteList, files: OpenWhole['files']): Promise<OpenWhole> {
    const { bucketFileSize } = list.description ?? {};
    if (bucketFileSize === undefined) throw new CheckError('not_ready');
    const { engine, catalogue } = this.parts;
    const paths = await engine.call('bucketPaths', list.number);
    return { list, files, buckets: paths.map((path) => catalogue.fileOf(list, path).url), bucketSize: bucketFileSize };
  }

  fetchBucket({ list, bucketSize }: OpenWhole, url: URL, options: DownloadOptions): Promise<Uint8Array> {
    return this.parts.source.bucket({ list: list.number, url }, 'whole_list', { ...options, size: bucketSize });
  }

  /** Lets the engine verify a bucket's file. Rejects with CheckError. */
  async verify(engine: EngineClient, { number }: SiteList, index: number, bucket: Uint8Array): Promise<void> {
    for (let tries = 1; ; tries += 1) {
      try {
        await engine.call('verifyBucket', number, index, bucket.slice());
        return;
      } catch (thrown) {
        if (tries >= this.parts.tries || !isUnsound(thrown)) throw thrown;
      }
    }
  }
}
