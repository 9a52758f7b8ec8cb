// Stores lists in the browser's Cache API, which keeps them until they are deleted, or the browser needs the space.

import type { ListStore } from './list_store.js';
import { listCacheName } from './places.js';

const kSize = 'content-length';

export class CacheStore implements ListStore {
  readonly #name: string;

  constructor(site: URL) {
    this.#name = listCacheName(site);
  }

  async read(url: URL): Promise<Uint8Array | undefined> {
    const response = await this.#match(url);
    return response && new Uint8Array(await response.arrayBuffer());
  }

  async size(url: URL): Promise<number | undefined> {
    const response = await this.#match(url);
    return response && sizeOf(response);
  }

  async put(url: URL, file: Uint8Array): Promise<void> {
    const cache = await caches.open(this.#name);
    await cache.put(url, new Response(file as BodyInit, { headers: { [kSize]: `${file.length}` } }));
  }

  /** Returns the addresses of everything in the store. */
  async urls(): Promise<URL[]> {
    if (!(await caches.has(this.#name))) return [];
    return (await (await caches.open(this.#name)).keys()).map(({ url }) => new URL(url));
  }

  /** Returns the size of everything in the store, in bytes. */
  async totalSize(): Promise<number> {
    if (!(await caches.has(this.#name))) return 0;
    const all = await (await caches.open(this.#name)).matchAll();
    return all.reduce((sum, response) => sum + sizeOf(response), 0);
  }

  async has(urls: readonly URL[]): Promise<boolean> {
    const here = new Set((await this.urls()).map(({ href }) => href));
    return urls.every(({ href }) => here.has(href));
  }

  /** Deletes everything whose address is not wanted. */
  async prune(isWanted: (url: URL) => boolean): Promise<void> {
    const unwanted = (await this.urls()).filter((url) => !isWanted(url));
    // Opening a cache makes one where there is none.
    if (unwanted.length === 0) return;
    const cache = await caches.open(this.#name);
    for (const url of unwanted) await cache.delete(url);
  }

  async clear(): Promise<void> {
    await caches.delete(this.#name);
  }

  /** Looks a file up, in a way that makes no cache where there is none. */
  async #match(url: URL): Promise<Response | undefined> {
    return caches.match(url, { cacheName: this.#name });
  }
}

function sizeOf(response: Response): number {
  return Number(response.headers.get(kSize));
}
