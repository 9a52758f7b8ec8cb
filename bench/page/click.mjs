// Measures the time from the click to the verdict on the screen, and how long the page could not answer meanwhile.
import { setTimeout as sleep } from 'node:timers/promises';
import { CheckerPage } from '../../tests/browser/support/checker_page.mjs';
import { withFreshPage } from '../support/browser.mjs';
import { rendererOf, slowDown } from '../support/renderer.mjs';
import { progress } from '../support/report.mjs';
import { kPhone, kSlowdown, slowNetwork } from './phone.mjs';

const kLookEveryMs = 500;

/** Runs in the page, before the page's own scripts. */
function observe() {
  const seen = { longTasks: [] };
  window.benchSeen = seen;
  new PerformanceObserver((entries) => {
    for (const { startTime, duration } of entries.getEntries()) seen.longTasks.push({ startTime, duration });
  }).observe({ type: 'longtask', buffered: true });
  addEventListener(
    'click',
    (event) => {
      if (event.target.matches('button.primary')) seen.clickAt = event.timeStamp;
    },
    true,
  );
  new MutationObserver(() => {
    if (seen.verdictAt !== undefined || !document.querySelector('.verdict')) return;
    seen.verdictAt = null;
    // A frame's callback runs before the frame is drawn, and a task that it queues runs afterwards.
    requestAnimationFrame(() => setTimeout(() => (seen.verdictAt = performance.now())));
  }).observe(document, { childList: true, subtree: true });
}

/** Measures one check as measureClicks does. `observers` are more scripts, which also put what they find into `benchSeen`. */
export async function checkOnce({ browser, url, number, typingMs, observers = [] }) {
  return withFreshPage(browser, kPhone, async (page) => {
    page.setDefaultTimeout(60_000);
    for (const script of [observe, ...observers]) await page.addInitScript(script);
    await slowNetwork(page);
    const checker = new CheckerPage(page);
    await checker.open(url);
    const endSlowness = slowDown(await rendererOf(browser), kSlowdown);
    try {
      await checker.chooseKind('mobile');
      await checker.type(number);
      await page.waitForTimeout(typingMs);
      // The click is made from inside the page, and the page is looked at seldom, because what a test's tools do in the page would count
      // as the page's own tasks.
      await page.evaluate(() => document.querySelector('button.primary').click());
      let seen;
      do {
        await sleep(kLookEveryMs);
        seen = await page.evaluate(() => window.benchSeen);
      } while (typeof seen.verdictAt !== 'number');
      const { outcome, codes } = await checker.readVerdict();
      if (outcome !== 'not_found') throw new Error(`the verdict is ${outcome} ${codes}`);
      const { clickAt, verdictAt, longTasks, ...rest } = seen;
      const during = longTasks.filter(({ startTime, duration }) => startTime + duration > clickAt && startTime < verdictAt);
      const longestTaskMs = Math.max(0, ...during.map(({ duration }) => duration));
      return { clickToVerdictMs: verdictAt - clickAt, longestTaskMs, clickAt, ...rest };
    } finally {
      await endSlowness();
    }
  });
}

/** `typingMs` is the time from when the number's field is on the screen to the click. The engine is proven in this time. */
export async function measureClicks({ browser, url, numbers, tabs, typingMs }) {
  const samples = [];
  for (let tab = 0; tab < tabs; tab += 1) {
    samples.push(await checkOnce({ browser, url, number: numbers[tab % numbers.length], typingMs }));
    if ((tab + 1) % 5 === 0) progress(`click to verdict: ${tab + 1} of ${tabs}`);
  }
  return samples;
}
