// Downloads many files.

/** How many downloads go on at one time: enough to use a line well, and few enough that none of them stands still. */
const kAtATime = 4;

/** Calls `work` for each item, some at a time, and begins them in order. Begins no other after the first failure, and rejects with it. */
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
