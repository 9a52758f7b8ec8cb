// Takes pictures of every state of the page at a phone's size, in four scripts, in light and dark. With UPDATE_SCREENSHOTS=1 the README's
// pictures are taken anew, in 64 colours, which are enough and make them a third of the size.
import { join } from 'node:path';
import { test } from 'node:test';
import { fixture } from '../browser/support/fixture.mjs';
import { kAllowed } from '../browser/support/offline.mjs';
import { readmeScreenshots, screenshots } from '../browser/support/paths.mjs';
import { statesOf } from '../browser/support/states.mjs';

const kLanguages = ['en', 'hi', 'ta', 'ur'];
const kOfReadme = ['typing_en_light', 'found_mobile_hi_light', 'not_found_ta_dark', 'complete_ur_light'];

const made = fixture(async (publisher) => ({
  mobile: await publisher.mobile(),
  aadhaar: await publisher.aadhaar(),
}));

const path = (name) => join(screenshots, `${name}.png`);

for (const colorScheme of ['light', 'dark']) {
  test(`every state, ${colorScheme}`, async (t) => {
    const opened = await made.open(t, undefined, { context: { ...kAllowed.context, colorScheme } });
    const { checker, page, recorder } = opened;
    for (const [state, reach] of Object.entries(statesOf(made))) {
      await checker.open(recorder.url);
      await reach(opened);
      for (const language of kLanguages) {
        await checker.speak(language);
        await page.waitForTimeout(100); // until the ledger is drawn
        const name = `${state}_${language}_${colorScheme}`;
        if (process.env.UPDATE_SCREENSHOTS === '1' && kOfReadme.includes(name)) {
          await page.screenshot({ path: join(readmeScreenshots, `${name}.png`) });
        }
        await page.screenshot({ path: path(name), fullPage: true });
      }
      await page.unrouteAll({ behavior: 'ignoreErrors' });
    }
  });
}

test('the start on a wide screen', async (t) => {
  const { page, checker } = await made.open(t, undefined, { context: { viewport: { width: 1280, height: 800 } } });
  await checker.untilWhole();
  const directory = process.env.UPDATE_SCREENSHOTS === '1' ? readmeScreenshots : screenshots;
  await page.screenshot({ path: join(directory, 'start_en_wide.png') });
});

test('without JavaScript', async (t) => {
  const { page } = await made.open(t, undefined, { context: { javaScriptEnabled: false } });
  await page.screenshot({ path: path('no_javascript') });
});

test('in forced colours, and printed', async (t) => {
  const { page, checker } = await made.open(t);
  await checker.check('aadhaar', made.lists.aadhaar.members[0]);
  await page.emulateMedia({ forcedColors: 'active' });
  await page.screenshot({ path: path('forced_colors'), fullPage: true });
  await page.emulateMedia({ forcedColors: 'none', media: 'print' });
  await page.screenshot({ path: path('printed'), fullPage: true });
});
