// Playwright, by `require`: `import` would first search all of its code for names that it exports, which takes longer than to start a browser.
import { createRequire } from 'node:module';

export const { chromium } = createRequire(import.meta.url)('playwright-core');
