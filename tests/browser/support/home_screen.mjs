// Opens the site in a window like one from a device's home screen: a window of its own, in which `display-mode: standalone` is true. That is Chromium's
// `--app`, which the headless shell does not have.
import { chromium } from './playwright.mjs';
import { launchOptions } from './browser.mjs';
import { CheckerPage } from './checker_page.mjs';

/**
 * The window begins with nothing, and goes to the site when the test asks for it. A site that a browser opens by itself when it starts is loaded while
 * whoever steers it is still being connected, and was once not seen at all.
 */
const kNothing = 'data:text/html,<title>Home screen</title>';

/** Opens `url`. What stays on the device is in the folder `profile`. `atEnd` gets what closes the browser, if `close()` was not called. */
export async function openFromHomeScreen(profile, url, atEnd) {
  const context = await chromium.launchPersistentContext(profile, { ...launchOptions([`--app=${kNothing}`]), locale: 'en-IN' });
  atEnd(() => context.close());
  context.setDefaultTimeout(60_000);
  const [page] = context.pages();
  const checker = new CheckerPage(page);
  await checker.open(url);
  return { context, page, checker, close: () => context.close() };
}
