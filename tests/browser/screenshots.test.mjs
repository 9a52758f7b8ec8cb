// Every state of the page at a phone's size, in light and dark, in build/screenshots/ for people to look at. With
// UPDATE_SCREENSHOTS=1 the README's picture is taken anew.
import assert from 'node:assert/strict';
import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { test } from 'node:test';
import { fixture } from './support/fixture.mjs';
import { kAllowed } from './support/offline.mjs';
import { readmeScreenshot, screenshots } from './support/paths.mjs';
import { makeLocales } from './support/pseudo_language.mjs';
import { statesOf } from './support/states.mjs';

const made = fixture(async (publisher) => ({
  mobile: await publisher.mobile(),
  aadhaar: await publisher.aadhaar(),
}));

const makeWords = () => makeLocales(join(made.publisher.root, 'locales'));

for (const colorScheme of ['light', 'dark']) {
  test(`every state, ${colorScheme}, in English and from right to left`, async (t) => {
    await mkdir(screenshots, { recursive: true });
    const context = { ...kAllowed.context, colorScheme };
    const opened = await made.open(t, undefined, { context, locales: await makeWords() });
    const { checker, page, recorder } = opened;
    for (const [state, reach] of Object.entries(statesOf(made))) {
      await checker.open(recorder.url);
      await reach(opened);
      for (const language of ['en', 'ur']) {
        await checker.speak(language);
        await page.waitForTimeout(100); // the ledger is drawn
        if (process.env.UPDATE_SCREENSHOTS === '1' && state === 'found_mobile' && `${language} ${colorScheme}` === 'en light') {
          await page.screenshot({ path: readmeScreenshot });
        }
        await page.screenshot({ path: join(screenshots, `${state}_${language}_${colorScheme}.png`), fullPage: true });
      }
      await page.unrouteAll({ behavior: 'ignoreErrors' });
    }
  });
}

test('without JavaScript: says what to do, in every language', async (t) => {
  await mkdir(screenshots, { recursive: true });
  const { page } = await made.open(t, undefined, {
    context: { javaScriptEnabled: false },
    locales: await makeWords(),
  });
  await page.locator('noscript p[lang=en]').waitFor();
  assert.match(await page.locator('noscript p[lang=en]').innerText(), /^This page needs JavaScript\./);
  assert.equal(await page.locator('noscript p[lang=ur]').isVisible(), true);
  assert.equal(await page.getByText('Loading…').isVisible(), false);
  await page.screenshot({ path: join(screenshots, 'no_javascript.png') });
});

test('in forced colours, and printed', async (t) => {
  const { page, checker } = await made.open(t);
  await checker.check('aadhaar', made.lists.aadhaar.members[0]);
  await page.emulateMedia({ forcedColors: 'active' });
  await page.screenshot({ path: join(screenshots, 'forced_colors.png'), fullPage: true });
  await page.emulateMedia({ forcedColors: 'none', media: 'print' });
  await page.screenshot({ path: join(screenshots, 'printed.png'), fullPage: true });
});
