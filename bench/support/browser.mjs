// Starts Debian's Chromium so that it sends nothing of its own to the network. The flags are those of tests/browser, whose copy of
// Playwright the benchmark does without.
import { chromium } from 'playwright-core';
import { chromium as executablePath } from './paths.mjs';

export const kQuiet = [
  '--no-sandbox', // Chromium has no sandbox as root.
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
];

export function launchBrowser(extraFlags = []) {
  return chromium.launch({ executablePath, args: [...kQuiet, ...extraFlags] });
}

/** Calls `use` with a page in a fresh profile, and closes it afterwards. */
export async function withFreshPage(browser, contextOptions, use) {
  const context = await browser.newContext({ serviceWorkers: 'block', ...contextOptions });
  try {
    return await use(await context.newPage(), context);
  } finally {
    await context.close();
  }
}
