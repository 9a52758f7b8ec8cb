// Downloads of many files.

/** Enough to use a line well, and few enough that each of them goes on. */
const kAtATime = 4;

/** Calls `work` for each, some at a time, begun in their order; stops at the first failure. */
export async function inParallel<Item>(items: readonly Item[], work: (item: Item, index: number) => Promise<void>): Promise<void> {
  let failed = false;
  const next = items.entries();
  const worker = async (): Promise<void> => {
    for (const [index, item] of next) {
      if (failed) return;
      try {
        await work(item, index);
      } catch (thrown) {
        failed = true;
        throw thrown;
      }
    }
  };
  const workers = await Promise.allSettled(Array.from({ length: kAtATime }, worker));
  for (const result of workers) if (result.status === 'rejected') throw result.reason;
}
