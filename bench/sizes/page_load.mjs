// Records what Chromium really asks for until a number can be typed: it opens the page in a fresh profile and chooses a kind. What the
// page asks for after that is kept from it.
import { CheckerPage } from '../../tests/browser/support/checker_page.mjs';
import { Recorder } from '../../tests/browser/support/recorder.mjs';
import { launchBrowser, withFreshPage } from '../support/browser.mjs';
import { serveSite } from '../support/site.mjs';

/** Returns an array of {path, contents}, in the order of the requests, with the contents as they went over the line. */
export async function recordPageLoad(list) {
  const served = await serveSite(list);
  const recorder = await Recorder.start(served.url);
  const browser = await launchBrowser();
  try {
    return await withFreshPage(browser, {}, async (page) => {
      await page.route('**/later-*', (route) => route.abort());
      const checker = new CheckerPage(page);
      await checker.open(recorder.url);
      await checker.chooseKind('mobile');
      await checker.number.fill('9');
      const fetched = [];
      // Each file once: a route switches the browser's cache off.
      for (const path of new Set(recorder.paths())) {
        const response = await fetch(new URL(path, served.url));
        if (response.ok) fetched.push({ path, contents: Buffer.from(await response.arrayBuffer()) });
      }
      return fetched;
    });
  } finally {
    await browser.close();
    recorder.stop();
    await served.stop();
  }
}
