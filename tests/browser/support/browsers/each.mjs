// The same tests in each of the browsers, one browser after the other.
import { after, before, describe } from 'node:test';
import { browserNames, openBrowser } from './index.mjs';

/**
 * Calls `define(name)`, which defines the tests, for each browser. `use` gets the browser, opened with `options`, before the first of its
 * tests. It is closed after the last.
 */
export function inEachBrowser(use, define, options) {
  for (const name of browserNames) {
    describe(name, () => {
      let browser;
      before(async () => {
        browser = await openBrowser(name, options);
        use(browser);
      });
      after(() => browser?.close());
      define(name);
    });
  }
}
