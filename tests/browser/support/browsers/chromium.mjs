// Chromium through Playwright, with a profile on disk.
import { chromium } from '../playwright.mjs';
import { launchOptions } from '../browser.mjs';
import { chromium as wholeBrowser, headlessShell } from '../paths.mjs';

export async function openChromium(profile, { width, height, language, acceptInsecureCerts, isShell }) {
  const context = await chromium.launchPersistentContext(profile, {
    ...launchOptions(),
    executablePath: isShell ? headlessShell : wholeBrowser,
    viewport: { width, height },
    locale: language,
    ignoreHTTPSErrors: acceptInsecureCerts,
  });
  const [page] = context.pages();
  const lines = [];
  context.on('console', (message) => lines.push(message.text()));
  context.on('weberror', (error) => lines.push(String(error.error())));
  const frameAt = async (path) => {
    let frame = page.mainFrame();
    for (const css of path) frame = await (await frame.waitForSelector(css)).contentFrame();
    return frame;
  };
  const elementAt = async (path, css, index) => (await frameAt(path)).locator(css).nth(index);
  return {
    console: lines,
    goto: (url) => page.goto(url),
    back: () => page.goBack(),
    evaluate: async (path, expression) => (await frameAt(path)).evaluate(expression),
    click: async (path, css, index) => (await elementAt(path, css, index)).click(),
    type: async (path, css, index, text) => {
      await (await elementAt(path, css, index)).click();
      await page.keyboard.type(text);
    },
    screenshot: () => page.screenshot(),
    stop: () => context.close(),
  };
}
