// Passes byte arrays from Node to a page. Playwright itself passes only what JSON could.

/** Runs in Node. Replaces byte arrays by objects that JSON can pass, at any depth. */
export function flatten(value) {
  if (value instanceof Uint8Array) return { bytes: Buffer.from(value).toString('hex') };
  if (Array.isArray(value)) return value.map(flatten);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([key, inner]) => [key, flatten(inner)]));
}

/**
 * Runs in the page as an init script. It defines `unflatten`, which undoes `flatten`, and `answerOf(worker)`, a promise of the worker's
 * next message that rejects if the worker fails.
 */
export function definePageHelpers() {
  const fromHex = (hex) => Uint8Array.from(hex.match(/../g) ?? [], (pair) => parseInt(pair, 16));
  window.unflatten = (value) => {
    if (Array.isArray(value)) return value.map(window.unflatten);
    if (typeof value?.bytes === 'string') return fromHex(value.bytes);
    if (typeof value !== 'object' || value === null) return value;
    return Object.fromEntries(Object.entries(value).map(([key, inner]) => [key, window.unflatten(inner)]));
  };
  window.answerOf = (worker) =>
    new Promise((resolve, reject) => {
      worker.onmessage = ({ data }) => resolve(data);
      worker.onerror = ({ message }) => reject(new Error(message));
    });
}
