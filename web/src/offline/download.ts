// Puts whole lists on this device, for offline mode. Each file is verified before it is put there.

import type { Checker } from '../check/checker.js';
import { isKeyed, type SiteList } from '../check/result.js';
import { isUnsound, type OpenWhole, type WholeLists } from '../check/whole_lists.js';
import type { EngineClient } from '../engine/client.js';
import { CheckError, failureOf, thrownFor } from '../errors.js';
import { inParallel } from '../in_parallel.js';
import type { Kind } from '../kinds.js';
import { kPointerFile } from '../network/list_source.js';
import { whenAborted } from './aborted.js';
import type { ListWriter } from './kept_files.js';

export interface Downloading {
  readonly signal: AbortSignal;
  readonly onBytes: (count: number) => void;
}

/** Returns the kind's lists as they would be downloaded, without those that can't be opened, and without keyed ones. Rejects with CheckError. */
export function downloadable({ wholeLists }: Checker, kind: Kind): Promise<OpenWhole[]> {
  return wholeLists.of(wholeLists.parts.catalogue.ofKind(kind).filter((list) => !isKeyed(list)));
}

/**
 * Asks for the kind's lists anew, and puts all of their files into `store`: every bucket, in the same order for everybody and once it is
 * verified, then the manifest and the pointer that vouch for them, and at the end the pins. Sound buckets that are in the store already are
 * not fetched again if the list was never complete there. Lists that can't be had don't keep the others out, but it rejects if none can be
 * had. Of keyed lists only what they say of themselves is stored, so that offline mode can say why it can't answer for them. Returns the
 * addresses of all these files. Rejects with CheckError, with whatever the store rejects with, or with the signal's reason.
 */
export async function download(checker: Checker, kind: Kind, store: ListWriter, options: Downloading): Promise<URL[]> {
  const { wholeLists } = checker;
  const { engines, catalogue } = wholeLists.parts;
  // News may have told of a newer edition than the one that the checker has open.
  for (const list of catalogue.ofKind(kind)) catalogue.doubt(list);
  // It takes its turn, perhaps after something that takes long.
  const opened = await Promise.race([checker.openWhole(kind, options.signal), whenAborted(options.signal)]);
  if (opened.every(({ list }) => isKeyed(list))) {
    const [first] = catalogue.ofKind(kind);
    throw thrownFor(first?.failure ?? failureOf(new CheckError(opened.length > 0 ? 'keyed_offline' : 'not_ready')));
  }
  // The download has an engine of its own, because the catalogue's may open a newer edition meanwhile.
  const engine = engines.open();
  const addresses = [catalogue.pinsUrl];
  try {
    await engine.call('readPins', catalogue.pins);
    for (const whole of opened) {
      const one = new ListDownload(wholeLists, engine, isKeyed(whole.list) ? { ...whole, buckets: [] } : whole);
      await one.into(store, options).catch((thrown: unknown) => {
        catalogue.doubt(whole.list);
        throw thrown;
      });
      addresses.push(...one.addresses);
    }
  } finally {
    engine.close('not_ready');
  }
  await store.replace(catalogue.pinsUrl, catalogue.pins);
  return addresses;
}

class ListDownload {
  readonly #lists: WholeLists;
  readonly #engine: EngineClient;
  readonly #whole: OpenWhole;
  readonly #manifestUrl: URL;
  readonly #pointerUrl: URL;

  constructor(lists: WholeLists, engine: EngineClient, whole: OpenWhole) {
    this.#lists = lists;
    this.#engine = engine;
    this.#whole = whole;
    const { catalogue } = lists.parts;
    this.#manifestUrl = catalogue.fileOf(whole.list, whole.files.manifestPath).url;
    this.#pointerUrl = catalogue.fileOf(whole.list, kPointerFile).url;
  }

  get addresses(): URL[] {
    return [...this.#whole.buckets, this.#manifestUrl, this.#pointerUrl];
  }

  async into(store: ListWriter, options: Downloading): Promise<void> {
    const { list, buckets, bucketSize, files } = this.#whole;
    await this.#engine.call('openPointer', list.number, files.pointer.slice());
    await this.#engine.call('openManifest', list.number, files.manifest.slice(), this.#lists.parts.nowSeconds());
    const wasComplete = (await store.size(this.#manifestUrl)) !== undefined;
    await inParallel(buckets, async (url, index) => {
      const there = wasComplete ? undefined : await store.read(url);
      if (there && (await this.#isSound(list, index, there))) {
        options.onBytes(bucketSize);
        return;
      }
      const bucket = await this.#lists.fetchBucket(this.#whole, url, options);
      await this.#lists.verify(this.#engine, list, index, bucket);
      await store.put(url, bucket);
    });
    await store.put(this.#manifestUrl, files.manifest);
    await store.replace(this.#pointerUrl, files.pointer);
  }

  async #isSound(list: SiteList, index: number, bucket: Uint8Array): Promise<boolean> {
    try {
      await this.#lists.verify(this.#engine, list, index, bucket);
      return true;
    } catch (thrown) {
      if (isUnsound(thrown)) return false;
      throw thrown;
    }
  }
}
