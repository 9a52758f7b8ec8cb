// The tab's memory: most during the first check above what it has when it waits for a kind to be chosen, and whether it grows with
// the number of checks. At full speed: memory doesn't depend on it.
import { CheckerPage } from '../../tests/browser/support/checker_page.mjs';
import { withFreshPage } from '../support/browser.mjs';
import { rendererOf } from '../support/renderer.mjs';
import { progress } from '../support/report.mjs';
import { slope } from '../support/stats.mjs';
import { kPhone } from './phone.mjs';
import { forgetPeak, peakRss, pss, rss, samplePss } from './process_memory.mjs';

const kIdleMs = 2000;
const kChecksBetweenSamples = 10;

async function check(checker, number) {
  // Takes the last verdict off the screen.
  await checker.type(number);
  await checker.submit();
  const { outcome, codes } = await checker.readVerdict();
  if (outcome !== 'not_found') throw new Error(`the verdict is ${outcome} ${codes}`);
}

/** What the browser itself says of the page and its worker, or undefined where it doesn't. */
async function ownAccount(page) {
  return page.evaluate(async () => {
    if (!performance.measureUserAgentSpecificMemory || !window.crossOriginIsolated) return undefined;
    return (await performance.measureUserAgentSpecificMemory()).bytes;
  });
}

export async function measureMemory({ browser, url, numbers, checks }) {
  return withFreshPage(browser, kPhone, async (page) => {
    page.setDefaultTimeout(60_000);
    // Only a page that is isolated from other origins may ask for its memory.
    await page.route('**/*', async (route) => {
      const response = await route.fetch();
      const headers = { ...response.headers(), 'cross-origin-opener-policy': 'same-origin', 'cross-origin-embedder-policy': 'require-corp' };
      await route.fulfill({ response, headers });
    });
    const checker = new CheckerPage(page);
    await checker.open(url);
    const pid = await rendererOf(browser);
    await page.waitForTimeout(kIdleMs);
    const idle = { pss: pss(pid), rss: rss(pid), own: await ownAccount(page) };

    forgetPeak(pid);
    const stopSampling = samplePss(pid);
    await checker.chooseKind('mobile');
    await check(checker, numbers[0]);
    const peak = { pss: stopSampling(), rss: peakRss(pid) };

    const series = [];
    for (let done = 1; done < checks; done += 1) {
      await check(checker, numbers[done % numbers.length]);
      if ((done + 1) % kChecksBetweenSamples !== 0) continue;
      series.push([done + 1, pss(pid)]);
      if ((done + 1) % 50 === 0) progress(`memory: ${done + 1} of ${checks} checks`);
    }
    const own = await ownAccount(page);
    return { idle, peak, series, bytesPerCheck: series.length > 1 ? slope(series) : undefined, ownAfter: own };
  });
}
