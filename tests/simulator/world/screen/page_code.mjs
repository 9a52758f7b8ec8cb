// Stands where the page imports code that it needs later: the world's network brings it, or does not.
/* global LOAD_CODE */
export class PageCode {
  #address;

  constructor(address) {
    this.#address = address;
  }

  load() {
    return LOAD_CODE(this.#address);
  }
}
