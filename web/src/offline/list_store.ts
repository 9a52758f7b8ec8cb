// Files of lists that are kept on this device. What is read from here gets no more trust than what a server sends: every
// signature, proof and length is checked again, each time.

/** By the addresses that the files were fetched from. Never anything about a number: each list is kept as a whole. */
export interface ListStore {
  read(url: URL): Promise<Uint8Array | undefined>;

  /** Of the file, in bytes; undefined if there is none. */
  size(url: URL): Promise<number | undefined>;

  /** Rejects with what the browser says when there is no room. */
  put(url: URL, file: Uint8Array): Promise<void>;
}
