// Stands where the page imports code that it needs later: the world's network brings it, or does not.
/* global LOAD_CODE */
export class PageCode {
  #address;

  constructor({ name }, site) {
    this.#address = new URL(name, site);
  }

  load() {
    return LOAD_CODE(this.#address);
  }
}
