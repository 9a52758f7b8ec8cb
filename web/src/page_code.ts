// Loads code of the page's that is in a file of its own, because it is not needed at first. import() can't be told which bytes to expect, an
// element can: a module that an element has loaded is the one that import() then returns.

import { runScript, type BuiltFile } from './page_script.js';

/** How many milliseconds loading may take. After that whoever wants the code can try again. */
const kTimeoutMs = 20_000;

export class PageCode<Module> {
  readonly #address: URL;
  readonly #hash: string;
  #attempts = 0;

  constructor({ name, hash }: BuiltFile, site: URL) {
    this.#address = new URL(name, site);
    this.#hash = hash;
  }

  /** Loads the code. Rejects if it can't be had; when called again, it tries again. */
  load(): Promise<Module> {
    const address = new URL(this.#address);
    // Firefox remembers of an address that no module came from it; with a fragment it is another address of the same file.
    if (this.#attempts > 0) address.hash = `${this.#attempts}`;
    this.#attempts += 1;
    const run = runScript({ address: address.href, hash: this.#hash, type: 'module' });
    return Promise.race([run.then(() => import(address.href) as Promise<Module>), giveUp()]);
  }
}

function giveUp(): Promise<never> {
  return new Promise((_, reject) => {
    setTimeout(() => reject(new Error('the code does not come')), kTimeoutMs);
  });
}
