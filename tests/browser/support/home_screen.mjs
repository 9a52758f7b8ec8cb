// Opens the site as a device does from its home screen: in a window of its own, in which `display-mode: standalone` is true. That is Chromium's
// `--app`, which the headless shell does not have.
import { chromium } from './playwright.mjs';
import { launchOptions } from './browser.mjs';
import { CheckerPage } from './checker_page.mjs';

/** Opens `url`. What stays on the device is in the folder `profile`. `atEnd` gets what closes the browser, if `close()` was not called. */
export async function openFromHomeScreen(profile, url, atEnd) {
  const context = await chromium.launchPersistentContext(profile, { ...launchOptions([`--app=${url}`]), locale: 'en-IN' });
  atEnd(() => context.close());
  context.setDefaultTimeout(60_000);
  const [page] = context.pages();
  await page.getByRole('heading', { level: 1 }).waitFor();
  return { context, page, checker: new CheckerPage(page), close: () => context.close() };
}
