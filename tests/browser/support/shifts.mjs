// Measures how far a page moves by itself, as the browser does (PerformanceObserver, layout-shift), with a phone's slow processor.
import assert from 'node:assert/strict';

/** The half of what the web's own measure calls good. Here it is for all that a flow moves, and not for its worst second. */
const kLimit = 0.05;
/** How many times as slow a phone is: what Lighthouse takes for one. */
const kSlowness = 4;
/** Above this width of the window, in CSS pixels, it is a computer's. */
const kWidestPhone = 600;

/**
 * Watches a page from its first moment on. On a phone it is slow, too. A computer is not, and slowness is expensive: the browser keeps the processor
 * busy with nothing meanwhile.
 */
export async function watch({ context, page }) {
  if (page.viewportSize().width <= kWidestPhone) {
    const session = await context.newCDPSession(page);
    await session.send('Emulation.setCPUThrottlingRate', { rate: kSlowness });
  }
  await page.addInitScript(watchShifts);
}

/**
 * In the page: notes what moves, and what was pressed. The browser itself takes for the effect of a press what moves in the half second after it. On
 * a machine that does something else meanwhile, the first frame after a press comes later than that, so it is looked at, too, until when each press took
 * to be drawn.
 */
export function watchShifts() {
  window.shifts = [];
  window.presses = [];
  new PerformanceObserver((list) => {
    for (const { value, startTime, hadRecentInput, sources } of list.getEntries()) {
      if (hadRecentInput) continue;
      const moved = sources.map(({ node, previousRect, currentRect }) => {
        const name = node ? `${node.localName ?? '#text'}.${node.className ?? ''}` : 'something';
        return `${name} ${Math.round(previousRect.y)} to ${Math.round(currentRect.y)}`;
      });
      window.shifts.push({ value, moved, at: startTime });
    }
  }).observe({ type: 'layout-shift', buffered: true });
  new PerformanceObserver((list) => {
    // The duration is until the first frame after the press, and rounded to 8 ms.
    for (const { startTime, duration } of list.getEntries()) window.presses.push({ from: startTime, to: startTime + duration + 8 });
  }).observe({ type: 'event', durationThreshold: 16, buffered: true });
}

/** Fails if more has moved since the page was opened than may. */
export async function assertStill(page, flow) {
  const shifts = await page.evaluate(async () => {
    // What is drawn in one frame is told before the second.
    for (let frames = 0; frames < 2; frames += 1) await new Promise((resolve) => requestAnimationFrame(() => setTimeout(resolve)));
    return window.shifts.filter(({ at }) => !window.presses.some(({ from, to }) => from <= at && at <= to));
  });
  const sum = shifts.reduce((total, { value }) => total + value, 0);
  assert.ok(sum <= kLimit, `${flow}: ${sum.toFixed(3)}\n${shifts.map(({ value, moved }) => `${value.toFixed(3)} ${moved.join(', ')}`).join('\n')}`);
}
