// Loads code of the page's that is in a file of its own, because it is not needed at first.

/** How many milliseconds loading may take. After that whoever wants the code can try again. */
const kTimeoutMs = 20_000;

export class PageCode<Module> {
  readonly #address: URL;
  #attempts = 0;

  constructor(address: URL) {
    this.#address = address;
  }

  /** Loads the code. Rejects if it can't be had; when called again, it tries again. */
  load(): Promise<Module> {
    const address = new URL(this.#address);
    // Firefox remembers of an address that no module came from it; with a fragment it is another address of the same file.
    if (this.#attempts > 0) address.hash = `${this.#attempts}`;
    this.#attempts += 1;
    return Promise.race([import(address.href) as Promise<Module>, giveUp()]);
  }
}

function giveUp(): Promise<never> {
  return new Promise((_, reject) => {
    setTimeout(() => reject(new Error('the code does not come')), kTimeoutMs);
  });
}
