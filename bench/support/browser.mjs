// Debian's Chromium, with nothing of its own to say to the network: the flags of tests/browser, whose copy of Playwright the
// benchmark does without.
import { chromium } from 'playwright-core';
import { chromium as executablePath } from './paths.mjs';

export const kQuiet = [
  '--no-sandbox', // it can't be had as root
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

/** Gives `use` a page in a fresh profile, and takes it down. */
export async function withFreshPage(browser, contextOptions, use) {
  const context = await browser.newContext({ serviceWorkers: 'block', ...contextOptions });
  try {
    return await use(await context.newPage(), context);
  } finally {
    await context.close();
  }
}
