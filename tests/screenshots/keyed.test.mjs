// Takes pictures of the page with a keyed list, whose evaluators are real ones, at a phone's size and a desktop's.
import { join } from 'node:path';
import { test } from 'node:test';
import { kCors, says } from '../browser/support/evaluators.mjs';
import { fixture } from '../browser/support/fixture.mjs';
import { keyedLists } from '../browser/support/keyed_lists.mjs';
import { kAllowed } from '../browser/support/offline.mjs';
import { screenshots } from '../browser/support/paths.mjs';

const kLanguages = ['en', 'hi', 'ur'];
const kSizes = { phone: { width: 360, height: 740 }, desktop: { width: 1280, height: 800 } };

const made = fixture((publisher) => keyedLists(publisher, ['mobile']));

const busy = says(429, { ...kCors, 'Retry-After': '40' });

/** The states to take pictures of, and how a reader gets there on a page that was just opened. */
const states = {
  keyed_list: async ({ checker }) => checker.chooseKind('mobile'),
  keyed_ledger: async ({ checker }) => {
    made.publisher.evaluators.behave(says(500));
    await checker.check('mobile', made.lists.mobile.others[0]);
    await checker.openLedger();
  },
  keyed_busy: async ({ checker }) => {
    made.publisher.evaluators.behave(busy, busy, busy);
    await checker.check('mobile', made.lists.mobile.others[0]);
  },
  keyed_offline: async ({ checker }) => {
    await checker.chooseKind('mobile');
    await checker.offline.locator('summary').press('Enter');
    await checker.offline.getByText(/stored on this device/i).waitFor();
  },
};

for (const [size, viewport] of Object.entries(kSizes)) {
  test(`a keyed list, ${size}`, async (t) => {
    const opened = await made.open(t, undefined, { context: { ...kAllowed.context, viewport } });
    const { checker, page, recorder } = opened;
    for (const [state, reach] of Object.entries(states)) {
      made.publisher.evaluators.behave();
      await checker.open(recorder.url);
      await reach(opened);
      for (const language of kLanguages) {
        await checker.speak(language);
        await page.waitForTimeout(300); // until the ledger is drawn
        await page.screenshot({ path: join(screenshots, `${state}_${language}_${size}.png`), fullPage: true });
      }
      await checker.speak('en');
    }
  });
}
