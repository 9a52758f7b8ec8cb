// Starts Debian's Chromium, such that it has nothing of its own to say to the network: the whole browser, or the headless shell, which is
// the same engine without the windows and opens a page in half the time.
import { chromium } from './playwright.mjs';
import { chromium as chromiumPath, headlessShell } from './paths.mjs';

const kQuiet = [
  '--no-sandbox', // CI runs as root, where Chromium can't have its sandbox
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
];

/** Playwright's options for launching the whole Chromium. */
export const launchOptions = (extraFlags = []) => ({ executablePath: chromiumPath, args: [...kQuiet, ...extraFlags] });

export function launchWholeBrowser(extraFlags) {
  return chromium.launch(launchOptions(extraFlags));
}

/** Launches the headless shell. */
export function launchBrowser(extraFlags) {
  return chromium.launch({ ...launchOptions(extraFlags), executablePath: headlessShell });
}

/**
 * Opens a page in a fresh profile, at a phone's size. Everything that it does and should not is kept in `trouble`: exceptions, what it
 * wrote to the console, and violations of its Content-Security-Policy.
 */
export async function openPage(browser, contextOptions = {}) {
  const context = await browser.newContext({
    viewport: { width: 360, height: 740 },
    deviceScaleFactor: 1,
    serviceWorkers: 'block',
    locale: 'en-IN',
    ...contextOptions,
  });
  context.setDefaultTimeout(60_000);
  const page = await context.newPage();
  const seen = { requests: [], trouble: [], console: [] };
  context.on('request', (request) => seen.requests.push(request));
  page.on('pageerror', (error) => seen.trouble.push(`exception: ${error.message}`));
  page.on('console', (message) => {
    seen.console.push(message.text());
    // The browser itself reports files that are missing, which is no trouble with the page.
    if (!message.text().startsWith('Failed to load resource')) seen.trouble.push(`console: ${message.text()}`);
  });
  await page.exposeFunction('reportViolation', (text) => seen.trouble.push(`policy: ${text}`));
  await page.addInitScript(() => {
    document.addEventListener('securitypolicyviolation', (event) => {
      window.reportViolation(`${event.violatedDirective} ${event.blockedURI}`);
    });
  });
  return { context, page, seen };
}
