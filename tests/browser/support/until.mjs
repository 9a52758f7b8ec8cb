// Waits for what comes by itself, for as long as the busiest machine may need.
import { setTimeout as sleep } from 'node:timers/promises';

/** How long anything may take, in milliseconds. It is no measure of anything: who waits this long has found a mistake. */
export const kPatienceMs = 60_000;
const kLookEveryMs = 50;

/**
 * Waits until `holds()`, which may be asynchronous, returns something true, and returns it. Rejects if it does not come to that; then `what` says what
 * is missing: a text, or a function that makes one.
 */
export async function until(holds, what, patienceMs = kPatienceMs) {
  const end = Date.now() + patienceMs;
  for (;;) {
    const held = await holds();
    if (held) return held;
    if (Date.now() > end) throw new Error(typeof what === 'function' ? what() : what);
    await sleep(kLookEveryMs);
  }
}

/**
 * As `until`, with a function that is called in the page and may be asynchronous. (To Playwright's `waitForFunction` the promise of such a
 * function is something true.)
 */
export const untilInPage = (page, holds, what) => until(() => page.evaluate(holds), what);
