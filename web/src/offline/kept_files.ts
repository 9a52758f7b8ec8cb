// The interface to the files of lists that are kept on this device. What is read from it gets no more trust than what a server sends:
// every signature, proof and length is checked again, each time.

/** Has files by the addresses that they were fetched from. It never has anything about a number: each list is kept as a whole. */
export interface KeptFiles {
  read(url: URL): Promise<Uint8Array | undefined>;

  /** Returns the file's size in bytes, or undefined if there is no such file. */
  size(url: URL): Promise<number | undefined>;
}

/** What a download stores its files with. Each method rejects with what the browser says when there is no room. */
export interface ListWriter extends KeptFiles {
  /** Stores a file of which the address names the contents. Rejects where it is not wanted any more. */
  put(url: URL, file: Uint8Array): Promise<void>;

  /** Stores a file in the place of what its address had until now. Rejects where it is not wanted any more. */
  replace(url: URL, file: Uint8Array): Promise<void>;

  /** Takes back what was stored with this: what was at these addresses before is there again, unless somebody else has replaced it meanwhile. */
  undo(): Promise<void>;
}
