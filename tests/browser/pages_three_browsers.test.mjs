// The pages around the check in Chromium, Firefox and WebKitGTK: each is there with its style and its pictures, and those that have a script show what it
// makes. What is on them is looked at more closely in Chromium alone.
import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { inEachBrowser } from './support/browsers/each.mjs';
import { deploy } from './support/deployment.mjs';
import { pasted } from './support/host.mjs';
import { webDirectory } from './support/paths.mjs';
import { Publisher } from './support/publisher.mjs';

const kPages = ['how', 'questions', 'help', 'lists', 'about', 'poster', 'embed'];
/** What stands at the top of a page, where that is not its title. */
const kHeading = { poster: 'Was your number leaked?' };

const cleanUp = [];
let lists;
let site;

before(async () => {
  const publisher = await Publisher.make();
  cleanUp.push(() => publisher.remove());
  lists = { mobile: await publisher.mobile(), aadhaar: await publisher.aadhaar() };
  site = await deploy({ after: (act) => cleanUp.push(act) }, lists);
});

after(async () => {
  for (const act of cleanUp.reverse()) await act();
});

/** In a page: what it is made of, and what its policy has stopped, as far as the browser tells that afterwards. */
async function looksOf() {
  const stopped = [];
  if ('ReportingObserver' in window) {
    const observer = new ReportingObserver((reports) => stopped.push(...reports.map(({ body }) => body.blockedURL)), {
      ...{ types: ['csp-violation'], buffered: true },
    });
    observer.observe();
    await new Promise((resolve) => setTimeout(resolve));
    observer.disconnect();
  }
  const { lang, dir } = document.documentElement;
  return {
    ...{ lang, dir, stopped },
    heading: document.querySelector('h1').innerText,
    isStyled: document.styleSheets[0]?.cssRules.length > 0,
    broken: [...document.images].filter((image) => image.complete && image.naturalWidth === 0).map(({ src }) => src),
    origins: [...new Set(performance.getEntriesByType('resource').map(({ name }) => new URL(name).origin))],
    excess: document.documentElement.scrollWidth - document.documentElement.clientWidth,
  };
}

async function titleOf(name, language) {
  const read = async (code) => JSON.parse(await readFile(join(webDirectory, 'locales', name, `${code}.json`), 'utf8').catch(() => '{}'));
  return { ...(await read('en')), ...(await read(language)) }[`${name}.title`];
}

let browser;
inEachBrowser(
  (opened) => {
    browser = opened;
  },
  () => {
    /** Opens a page, and fails if anything on it is not as it should be. */
    async function openWhole(page, language, direction = 'ltr') {
      await browser.goto(`${site.url}${language}/${page}.html`);
      const { origins, ...looks } = await browser.evaluate(looksOf);
      const heading = kHeading[page] ?? (await titleOf(page, language));
      assert.deepEqual(looks, { lang: language, dir: direction, stopped: [], heading, isStyled: true, broken: [], excess: 0 }, page);
      // A page with a script forgets what it has loaded.
      for (const origin of origins) assert.equal(origin, new URL(site.url).origin, page);
    }

    test('every page is there, with its style and its pictures, and fits', async () => {
      for (const page of kPages) await openWhole(page, 'en');
      await openWhole('how', 'ur', 'rtl');
    });

    test('the lists are verified', async () => {
      await openWhole('lists', 'en');
      await browser.waitFor('.leaks');
      const shown = await browser.evaluate(() =>
        [...document.querySelectorAll('.leak')].map((leak) => [leak.id, leak.querySelector('h2').innerText, leak.querySelector('.tags').textContent]),
      );
      assert.deepEqual(shown.map(([id, title]) => [id, title]).sort(), [['list-aadhaar', 'Synthetic Aadhaar numbers'], ['list-mobile', 'Synthetic mobile numbers']]);
      for (const [id, , tags] of shown) assert.match(tags, /Signature is right/, id);
    });

    test('an editor chooses, sees it in the frame, and takes the code', async () => {
      await openWhole('embed', 'en');
      const line = () => browser.evaluate(() => document.querySelector('[data-code=line] textarea').value);
      assert.equal(await line(), pasted(site).script);
      await browser.waitFor('[data-list] [id^=facts-]', { text: 'Edition' });
      // The frame loads when it is about to be seen.
      const waitInFrame = async (css) => {
        await browser.evaluate(() => document.querySelector('#preview').scrollIntoView());
        await browser.frame('#preview iframe').waitFor(css);
      };
      await waitInFrame('button.choice');
      await browser.click('[data-list=mobile] input');
      assert.match(await line(), / data-lists="mobile"/);
      // There is one kind of number in it, so the number is asked for at once.
      await waitInFrame('#number');
      await browser.click('#line-copy');
      await browser.waitFor('#status', { text: 'opied' });
    });

    test('nothing was written to the console', (t) => {
      if (!browser.console) t.skip('this browser does not say');
      else assert.deepEqual(browser.console, []);
    });
  },
);
