// Ends waiting for what can't be called off itself.

/** Rejects with the signal's reason once it is aborted. Without a signal it waits for ever. */
export function whenAborted(signal: AbortSignal | undefined): Promise<never> {
  return new Promise((_, reject) => {
    const abort = (): void => reject(signal?.reason as Error);
    if (signal?.aborted) abort();
    else signal?.addEventListener('abort', abort, { once: true });
  });
}
