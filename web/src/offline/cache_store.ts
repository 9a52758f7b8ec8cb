// Stores lists in the browser's Cache API, which keeps them until they are deleted, or the browser needs the space.
//
// Several tabs use the same store, and what one of them deletes must not come back with what another does. Opening a cache makes one where
// there is none, so only what a reader has asked for opens it without looking: the first file of a download. Whatever else opens it looks
// first, and deletes a cache in which it finds nothing: both while it holds the lock. What is done to an opened cache needs no lock: once the
// cache is deleted, nothing that is put into it can be found.

import type { KeptFiles, ListWriter } from './kept_files.js';
import { listCacheName } from './places.js';
import type { TabLock } from './tab_lock.js';

const kSize = 'content-length';

/** What was stored has been deleted meanwhile, by another tab or by the browser. */
export class Deleted extends Error {}

interface StoredFile {
  readonly url: URL;
  readonly contents: Uint8Array;
}

/** The store's cache. */
interface Opened {
  readonly cache: Cache;
  /** The addresses of what was in it when it was opened. */
  readonly urls: readonly URL[];
}

export class CacheStore implements KeptFiles {
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

  async size(url: URL): Promise<number | undefined> {
    const response = await this.#match(url);
    return response && sizeOf(response);
  }

  /**
   * Returns what a download stores its files with. The first of them makes the store if `isNew`. Storing rejects with the signal's reason,
   * and with Deleted once the store is gone.
   */
  writer(isNew: boolean, signal: AbortSignal): ListWriter {
    let opened: Promise<Cache> | undefined;
    /** The addresses of what was here before. */
    const before = new Set<string>();
    const added: URL[] = [];
    const replaced: { readonly old: StoredFile; readonly contents: Uint8Array }[] = [];
    const open = async (isHeld: boolean, first: StoredFile): Promise<Cache> => {
      const found = isNew ? await openOrMake(this.#name) : await this.#look(isHeld);
      if (!found) throw new Deleted();
      for (const { href } of found.urls) before.add(href);
      // Before anybody else looks, there must be something in it.
      await store(found.cache, first);
      return found.cache;
    };
    const put = async (file: StoredFile): Promise<void> => {
      signal.throwIfAborted();
      if (!opened) {
        opened = this.#lock.hold((isHeld) => open(isHeld, file));
        await opened;
        if (!before.has(file.url.href)) added.push(file.url);
        return;
      }
      const cache = await opened;
      if (!(await caches.has(this.#name))) throw new Deleted();
      signal.throwIfAborted();
      if (!before.has(file.url.href)) added.push(file.url);
      await store(cache, file);
    };
    return {
      read: (url) => this.read(url),
      size: (url) => this.size(url),
      put: (url, contents) => put({ url, contents }),
      replace: async (url, contents) => {
        const old = await this.read(url);
        if (old) replaced.push({ old: { url, contents: old }, contents });
        await put({ url, contents });
      },
      undo: async () => {
        // This is its own cache: another tab may have deleted it, and have made another one.
        const cache = await opened?.catch(() => undefined);
        if (!cache) return;
        await Promise.allSettled(added.map((url) => cache.delete(url)));
        for (const { old, contents } of replaced) {
          const now = await cache.match(old.url);
          // Another tab may have heard news meanwhile.
          if (now && areEqual(new Uint8Array(await now.arrayBuffer()), contents)) await store(cache, old);
        }
        // If there is nothing in it now, it goes.
        await this.#opened();
      },
    };
  }

  /** Stores files that belong together if any of them is stored already. */
  async update(files: readonly StoredFile[]): Promise<void> {
    const opened = await this.#opened();
    const stored = new Set(opened?.urls.map(({ href }) => href));
    if (!opened || !files.some(({ url }) => stored.has(url.href))) return;
    for (const file of files) await store(opened.cache, file);
  }

  /** Returns the addresses of everything in the store. */
  async urls(): Promise<readonly URL[]> {
    return (await this.#opened())?.urls ?? [];
  }

  /** Returns the size of everything in the store, in bytes. */
  async totalSize(): Promise<number> {
    const all = (await (await this.#opened())?.cache.matchAll()) ?? [];
    return all.reduce((sum, response) => sum + sizeOf(response), 0);
  }

  async has(urls: readonly URL[]): Promise<boolean> {
    const here = new Set((await this.urls()).map(({ href }) => href));
    return urls.every(({ href }) => here.has(href));
  }

  /** Deletes everything whose address is not wanted. */
  async prune(isWanted: (url: URL) => boolean): Promise<void> {
    const opened = await this.#opened();
    for (const url of opened?.urls ?? []) if (!isWanted(url)) await opened?.cache.delete(url);
  }

  /** Deletes the store. The caller holds the lock. */
  async clear(): Promise<void> {
    await caches.delete(this.#name);
  }

  /** Returns the store's cache, or undefined if there is none, or nothing in it. */
  #opened(): Promise<Opened | undefined> {
    return this.#lock.hold((isHeld) => this.#look(isHeld));
  }

  async #look(isHeld: boolean): Promise<Opened | undefined> {
    if (!(await caches.has(this.#name))) return undefined;
    const opened = await openOrMake(this.#name);
    if (opened.urls.length > 0) return opened;
    // This tab may have stopped after it looked, and another may have deleted the cache, which was then made anew. Where the lock is not held,
    // it may also be a download's, whose first file is on its way.
    if (isHeld) await caches.delete(this.#name);
    return undefined;
  }

  /** Looks a file up, in a way that makes no cache where there is none. */
  async #match(url: URL): Promise<Response | undefined> {
    return caches.match(url, { cacheName: this.#name });
  }
}

/** Opens the cache of this name, which is made if there is none. */
async function openOrMake(name: string): Promise<Opened> {
  const cache = await caches.open(name);
  return { cache, urls: (await cache.keys()).map(({ url }) => new URL(url)) };
}

async function store(cache: Cache, { url, contents }: StoredFile): Promise<void> {
  await cache.put(url, new Response(contents as BodyInit, { headers: { [kSize]: `${contents.length}` } }));
}

function areEqual(one: Uint8Array, other: Uint8Array): boolean {
  return one.length === other.length && one.every((byte, at) => byte === other[at]);
}

function sizeOf(response: Response): number {
  return Number(response.headers.get(kSize));
}
