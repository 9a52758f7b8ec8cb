// Nothing moves by itself on the two pages that have a script: what they say of the lists comes late, and has its room before.
import { after, before, test } from 'node:test';
import { launchBrowser, openPage } from './support/browser.mjs';
import { deploy } from './support/deployment.mjs';
import { hold } from './support/hold.mjs';
import { Publisher } from './support/publisher.mjs';
import { assertStill, watch } from './support/shifts.mjs';

/** What each page shows at last, and the files whose coming changes it, in the order in which it asks for them. */
const kPages = {
  lists: { shown: '.leaks', files: ['**/lists_page-*.js', '**/pins.json', '**/manifest-*.json'] },
  embed: { shown: '[data-list] [id^=facts-]:text-matches("[0-9]")', files: ['**/builder-*.js', '**/manifest-*.json'] },
};
/** The second one has long words, the third one goes from right to left. */
const kLanguages = ['en', 'ta', 'ur'];

const cleanUp = [];
let browser;
let site;

before(async () => {
  const publisher = await Publisher.make();
  cleanUp.push(() => publisher.remove());
  const [mobile, aadhaar] = [await publisher.mobile(), await publisher.aadhaar()];
  const withdrawn = await publisher.publish('withdrawn', { kind: 'aadhaar', count: 40, options: ['--withdrawn'] });
  site = await deploy({ after: (act) => cleanUp.push(act) }, { mobile, aadhaar, withdrawn });
  browser = await launchBrowser();
});

after(async () => {
  await browser?.close();
  for (const act of cleanUp.reverse()) await act();
});

for (const [name, { shown, files }] of Object.entries(kPages)) {
  for (const viewport of [{ width: 360, height: 740 }, { width: 1280, height: 800 }]) {
    test(`${name}, ${viewport.width} px: lists that come late`, async (t) => {
      const opened = await openPage(browser, { viewport });
      t.after(() => opened.context.close());
      const { page } = opened;
      await watch(opened);
      for (const language of kLanguages) {
        const held = [];
        for (const file of files) held.push([file, await hold(page, file)]);
        await page.goto(`${site.url}${language}/${name}.html`, { waitUntil: 'commit' });
        await page.locator('footer').waitFor();
        for (const [file, { firstAsked, release }] of held) {
          await firstAsked;
          await assertStill(page, `${language}, before ${file}`);
          release();
        }
        await page.locator(shown).first().waitFor();
        await page.waitForLoadState('networkidle');
        await assertStill(page, `${language}, whole`);
        await page.unrouteAll({ behavior: 'wait' });
      }
    });
  }
}
