// Stores lists in the browser's Cache API, which keeps them until they are deleted, or the browser needs the space.
//
// Several tabs use the same store. Whatever looks for the store's cache and then opens it holds the lock, because opening makes a cache where
// another tab has deleted it meanwhile. Only what a reader asks for makes one: the first file of a download (`writer`).

import type { ListStore } from './list_store.js';
import { listCacheName } from './places.js';
import type { TabLock } from './tab_lock.js';

const kSize = 'content-length';

/** What was stored has been deleted meanwhile, by another tab or by the browser. */
export class Deleted extends Error {}

export interface StoredFile {
  readonly url: URL;
  readonly contents: Uint8Array;
}

export class CacheStore {
  readonly #name: string;
  readonly #lock: TabLock;

  constructor(site: URL, lock: TabLock) {
    this.#name = listCacheName(site);
    this.#lock = lock;
  }

  async read(url: URL): Promise<Uint8Array | undefined> {
    const response = await this.#match(url);
    return response && new Uint8Array(await response.arrayBuffer());
  }

  /** Returns the file's size in bytes, or undefined if there is no such file. */
  async size(url: URL): Promise<number | undefined> {
    const response = await this.#match(url);
    return response && sizeOf(response);
  }

  /**
   * Returns the store in a form that a download can put files into. The first of them makes the store if `isNew`. It rejects with Deleted
   * once the store is gone that it has put files into, or that was there before.
   */
  writer(isNew: boolean): ListStore {
    let mayMake = isNew;
    return {
      read: (url) => this.read(url),
      size: (url) => this.size(url),
      put: (url, contents) =>
        this.#lock.hold(async () => {
          const cache = mayMake ? await caches.open(this.#name) : await this.#opened();
          if (!cache) throw new Deleted();
          mayMake = false;
          await store(cache, { url, contents });
        }),
    };
  }

  /** Stores files that belong together if any of them is stored already. */
  async replace(files: readonly StoredFile[]): Promise<void> {
    await this.#lock.hold(async () => {
      const stored = await Promise.all(files.map(({ url }) => this.#match(url)));
      const cache = stored.some(Boolean) && (await this.#opened());
      if (!cache) return;
      for (const file of files) await store(cache, file);
    });
  }

  /** Returns the addresses of everything in the store. */
  urls(): Promise<URL[]> {
    return this.#lock.hold(async () => addressesOf(await this.#opened()));
  }

  /** Returns the size of everything in the store, in bytes. */
  async totalSize(): Promise<number> {
    const all = await this.#lock.hold(async () => (await this.#opened())?.matchAll());
    return (all ?? []).reduce((sum, response) => sum + sizeOf(response), 0);
  }

  async has(urls: readonly URL[]): Promise<boolean> {
    const here = new Set((await this.urls()).map(({ href }) => href));
    return urls.every(({ href }) => here.has(href));
  }

  /** Deletes everything whose address is not wanted. */
  async prune(isWanted: (url: URL) => boolean): Promise<void> {
    await this.#lock.hold(async () => {
      const cache = await this.#opened();
      for (const url of await addressesOf(cache)) if (!isWanted(url)) await cache?.delete(url);
    });
  }

  async clear(): Promise<void> {
    await this.#lock.hold(() => caches.delete(this.#name));
  }

  /** Returns the store's cache, or undefined if there is none. The caller holds the lock. */
  async #opened(): Promise<Cache | undefined> {
    return (await caches.has(this.#name)) ? caches.open(this.#name) : undefined;
  }

  /** Looks a file up, in a way that makes no cache where there is none. */
  async #match(url: URL): Promise<Response | undefined> {
    return caches.match(url, { cacheName: this.#name });
  }
}

async function store(cache: Cache, { url, contents }: StoredFile): Promise<void> {
  await cache.put(url, new Response(contents as BodyInit, { headers: { [kSize]: `${contents.length}` } }));
}

async function addressesOf(cache: Cache | undefined): Promise<URL[]> {
  return ((await cache?.keys()) ?? []).map(({ url }) => new URL(url));
}

function sizeOf(response: Response): number {
  return Number(response.headers.get(kSize));
}
