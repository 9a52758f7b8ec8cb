// Stops a page's clock, for tests of what comes at a time and not before. A clock that goes on, as Playwright's does, runs away from a test on a busy machine.
import { setTimeout as sleep } from 'node:timers/promises';

/** A clock can be stopped only at a time that is still to come. That time is jumped to, so it may be as far away as telling takes at most. */
const kAheadMs = 60_000;
const kFrameMs = 16;
const kFrameTakesMs = 50;

/** Stops the clock of a page in which it has been installed. Returns {slowly, runUntil}. */
export async function stopClock(page) {
  const start = await page.evaluate((ahead) => Date.now() + ahead, kAheadMs);
  await page.clock.pauseAt(start);
  return {
    /** Does `act`, which waits for something that the page does, while frames and short timers go on, but at less than a third of the usual speed. */
    async slowly(act) {
      let isDone = false;
      const acting = act().finally(() => {
        isDone = true;
      });
      acting.catch(() => {}); // whoever called hears of it below
      while (!isDone) {
        await page.clock.runFor(kFrameMs);
        await sleep(kFrameTakesMs);
      }
      return acting;
    },
    /** Lets the time go on until so many milliseconds after the clock was stopped. */
    async runUntil(ms) {
      const passed = (await page.evaluate(() => Date.now())) - start;
      await page.clock.runFor(Math.max(0, ms - passed));
    },
  };
}
