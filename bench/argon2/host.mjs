// The inside of every lane, in a Node process or a worker. It has one contestant, which answers messages one after the other.
//
//   {open: list}     opens the list, and answers {}
//   {input}          hashes, and answers {ms, hash?: hex, verdict?}

const toHex = (bytes) => Array.from(bytes, (byte) => (byte & 0xff).toString(16).padStart(2, '0')).join('');

/** Loads the contestant, and returns the function that answers a message. */
export async function startHost({ load }, readAsset) {
  const contestant = await load(readAsset);
  return async ({ open, input }) => {
    if (open) {
      contestant.open?.(open);
      return {};
    }
    const start = performance.now();
    const hash = await contestant.hash(input);
    const ms = performance.now() - start;
    // The verdict is asked for only after the clock has stopped.
    return contestant.verdict ? { ms, verdict: contestant.verdict() } : { ms, hash: toHex(hash) };
  };
}
