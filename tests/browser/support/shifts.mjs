// Measures how far a page moves by itself, as the browser does (PerformanceObserver, layout-shift), with a slow processor.
import assert from 'node:assert/strict';

/** The half of what the web's own measure calls good. Here it is for all that a flow moves, and not for its worst second. */
const kLimit = 0.05;
const kSlowness = 6;

/** Makes a page slow, and watches it, from its first moment on. */
export async function slowAndWatched({ context, page }) {
  const session = await context.newCDPSession(page);
  await session.send('Emulation.setCPUThrottlingRate', { rate: kSlowness });
  await page.addInitScript(watchShifts);
}

/** In the page: adds up what moves, but for what moves because of a press. */
function watchShifts() {
  window.shifts = [];
  new PerformanceObserver((list) => {
    for (const { value, hadRecentInput, sources } of list.getEntries()) {
      if (hadRecentInput) continue;
      const moved = sources.map(({ node, previousRect, currentRect }) => {
        const name = node ? `${node.localName ?? '#text'}.${node.className ?? ''}` : 'something';
        return `${name} ${Math.round(previousRect.y)} to ${Math.round(currentRect.y)}`;
      });
      window.shifts.push({ value, moved });
    }
  }).observe({ type: 'layout-shift', buffered: true });
}

/** Fails if more has moved since the page was opened than may. */
export async function assertStill(page, flow) {
  await page.evaluate(() => new Promise((resolve) => requestAnimationFrame(() => setTimeout(resolve))));
  const shifts = await page.evaluate(() => window.shifts);
  const sum = shifts.reduce((total, { value }) => total + value, 0);
  assert.ok(sum <= kLimit, `${flow}: ${sum.toFixed(3)}\n${shifts.map(({ value, moved }) => `${value.toFixed(3)} ${moved.join(', ')}`).join('\n')}`);
}
