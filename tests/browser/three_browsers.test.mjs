// The page in Chromium, Firefox and WebKitGTK: every verdict of both kinds, the engine that it should have, what the ledger says, and
// what stays behind. The rest of the page's tests are in Chromium alone.
import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { readdir, readFile, rename, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { another, check, kNames, typeNumber } from './support/browsers/check.mjs';
import { inEachBrowser } from './support/browsers/each.mjs';
import { filesWith } from './support/browsers/profile.mjs';
import { bucketFileName, bucketIndex } from './support/crafted_list.mjs';
import { flipByte } from './support/damage.mjs';
import { webDirectory } from './support/paths.mjs';
import { kMobileBits, Publisher } from './support/publisher.mjs';
import { Recorder } from './support/recorder.mjs';
import { Server, Site } from './support/site.mjs';
import { stricterHost } from './support/stricter.mjs';
import { canonicalForm } from './support/synthetic.mjs';
import { until } from './support/until.mjs';
import { importWebModule, withWebModule } from './support/web_module.mjs';
import { messagesOf, writtenIn } from './support/written.mjs';

const kDevanagariZero = 0x966;
const kLanguages = 12;
const kMark = 'a mark of this test';

/**
 * Policies that a host adds, by the file's path, and the browsers in which there is then no engine. In the others the worker's policy counts
 * alone, or the page's.
 */
const kPolicies = [
  ['no WebAssembly on the page', /^\/$/, "script-src 'self'", ['chromium', 'firefox']],
  ['no WebAssembly in the worker', /^\/worker-/, "default-src 'none'", ['firefox', 'webkit']],
  ['no workers', /^\/$/, "worker-src 'none'", ['chromium', 'firefox', 'webkit']],
];

/** Firefox takes a script whose loading ended when the reader left for an empty one, and says that it does not match its hash. */
const kHashOfNothing = createHash('sha256').digest('base64');

let publisher, lists, good, damaged, elsewhere;

/** A site of both lists, served, with a recorder before it. */
async function serve(damage) {
  const site = await Site.make(lists);
  await damage?.(site);
  const server = await Server.start(site.directory);
  const recorder = await Recorder.start(server.url);
  return {
    site,
    server,
    recorder,
    async stop() {
      recorder.stop();
      await server.stop();
      await site.remove();
    },
  };
}

before(async () => {
  publisher = await Publisher.make();
  lists = { mobile: await publisher.mobile(), aadhaar: await publisher.aadhaar() };
  good = await serve();
  damaged = await serve(async (site) => {
    for (const files of Object.values(site.lists)) for (const path of await files.buckets()) await flipByte(path, 10);
  });
  elsewhere = await serveElsewhere();
});

/** A site whose list is on another origin, with a recorder before that, too. */
async function serveElsewhere() {
  const server = await Server.start(lists.mobile.directory);
  const list = await Recorder.start(server.url);
  const site = await serve((made) => made.pin([{ ...lists.mobile.pin, url: list.url }]));
  return {
    ...site,
    list,
    async stop() {
      list.stop();
      await server.stop();
      await site.stop();
    },
  };
}

after(async () => {
  await elsewhere?.stop();
  await good?.stop();
  await damaged?.stop();
  await publisher?.remove();
});

/** Until the browser has written down what it was last told. */
async function untilKept(profile, text) {
  await until(async () => (await filesWith(profile, text)).length > 0, 'the browser writes nothing to its profile');
}

let browser;
inEachBrowser(
  (opened) => {
    browser = opened;
  },
  (name) => {
    test('members are found, others are not, and each list is asked as it should be', async () => {
      good.recorder.clear();
      await browser.goto(good.recorder.url);
      for (const kind of ['mobile', 'aadhaar']) {
        const { members, others } = lists[kind];
        assert.deepEqual(await check(browser, kind, members[0]), { outcome: 'found', focus: 'h2' });
        await another(browser);
        assert.deepEqual(await check(browser, kind, others[0]), { outcome: 'not_found', focus: 'h2' });
        await another(browser);
      }
      const asked = good.recorder.paths();
      const isEngine = (path) => /^\/selfcheck-.*\.wasm$/.test(path);
      const [first, ...others] = new Set(asked.filter(isEngine));
      assert.match(first, /^\/selfcheck-simd-/);
      // WebKit now and then computes wrongly. When it does so with SIMD, the page rightly goes on without.
      if (name !== 'webkit') assert.deepEqual(others, []);
      // In a worker, which the page's policy allows from its own address only.
      assert.equal(await browser.count('script[src*="worker-"]'), 0);
      assert.ok(asked.some((path) => path.startsWith('/worker-')));
    });

    test('digits of another script, pressed one by one', async () => {
      await browser.goto(good.recorder.url);
      const [digits] = lists.aadhaar.members;
      const typed = [...digits].map((digit) => String.fromCodePoint(kDevanagariZero + Number(digit))).join('');
      await typeNumber(browser, 'aadhaar', typed);
      await browser.waitFor('.read-as .digits', { text: `${digits.slice(0, 4)} ${digits.slice(4, 8)} ${digits.slice(8)}` });
      await browser.click('button.primary');
      await browser.waitFor('.verdict.found');
    });

    test('numbers, sizes and dates are the same in every browser, in all languages', async () => {
      await browser.goto(good.recorder.url);
      const { Locale } = await importWebModule('locale.ts');
      const act = await withWebModule('locale.ts', `({ Locale }, ...args) => (${writtenIn})(Locale, ...args)`);
      for (const language of Object.keys(JSON.parse(await readFile(join(webDirectory, 'languages.json'), 'utf8')))) {
        const messages = await messagesOf(language);
        assert.deepEqual(await browser.evaluate(act, language, messages), writtenIn(Locale, language, messages), language);
      }
    });

    test('buckets that are not what was signed: could not tell, of both kinds', async () => {
      await browser.goto(damaged.recorder.url);
      for (const kind of ['mobile', 'aadhaar']) {
        for (const who of ['members', 'others']) {
          const verdict = await check(browser, kind, lists[kind][who][0]);
          const at = await browser.evaluate(() => `${location.origin}/`);
          assert.deepEqual({ ...verdict, at }, { outcome: 'could_not_tell', code: 'bucket_proof', focus: 'h2', at: damaged.recorder.url });
          await another(browser);
        }
      }
    });

    test('the ledger lists the requests that were made, and what they told', async (t) => {
      // At an address of its own, of which nothing is in the browser's cache.
      const recorder = await Recorder.start(good.server.url);
      t.after(() => recorder.stop());
      await browser.goto(recorder.url);
      const [, digits] = lists.mobile.others;
      await check(browser, 'mobile', digits);
      const index = bucketIndex(canonicalForm('mobile', digits), kMobileBits);
      // What is above the button has been drawn with this.
      await browser.waitFor('.ledger', { text: `Part ${index + 1} of the 16 parts of a list` });
      await browser.click('.ledger summary');
      await browser.waitFor('.requests .path', { text: '/buckets/' });
      const [host, ...listed] = await browser.evaluate(() =>
        [...document.querySelectorAll('.requests .path')].map((node) => node.innerText),
      );
      assert.equal(host, new URL(recorder.url).host);
      const own = (await readdir(good.site.directory, { recursive: true })).map((path) => `/${path}`);
      const isOwn = (path) => path === '/' || (own.includes(path) && !path.startsWith('/lists/') && path !== '/pins.json');
      assert.deepEqual(listed.sort(), recorder.paths().filter((path) => !isOwn(path)).sort());
      const seen = await browser.text('.ledger');
      assert.match(seen, /told 4 bits/);
      const asked = new Set(recorder.paths().filter(isOwn));
      assert.match(seen, new RegExp(`This page: ${asked.size} files`));
    });

    test('to a list on another host: requests for its files and no others, in none of the reader’s languages', async () => {
      elsewhere.list.clear();
      elsewhere.recorder.clear();
      await browser.goto(elsewhere.recorder.url);
      await check(browser, 'mobile', lists.mobile.others[0]);
      const requests = elsewhere.list.requests();
      assert.deepEqual(requests.map((request) => request.split(' ')[0]), ['GET', 'GET', 'GET'], 'nothing is asked before');
      const pins = elsewhere.recorder.requests().filter((request) => request.startsWith('GET /pins.json'));
      for (const request of [...requests, ...pins]) {
        assert.deepEqual(request.match(/^accept-language: .*$/gim).map((line) => line.trim().toLowerCase()), ['accept-language: en']);
      }
      assert.equal(pins.length, 1);
    });

    test('nothing of the number stays: storage, history, title, address, console, the page itself', async () => {
      await browser.goto(good.recorder.url);
      const numbers = [lists.mobile.members[1], lists.aadhaar.others[1]];
      await check(browser, 'mobile', numbers[0]);
      await another(browser);
      await check(browser, 'aadhaar', numbers[1]);
      await another(browser);
      const kept = await browser.evaluate(async () => ({
        local: localStorage.length,
        session: sessionStorage.length,
        databases: (await indexedDB.databases()).length,
        caches: (await caches.keys()).length,
        cookies: document.cookie,
        name: window.name,
        address: location.href,
        title: document.title,
        field: document.querySelector('#number').value,
      }));
      assert.deepEqual(kept, {
        ...{ local: 0, session: 0, databases: 0, caches: 0, cookies: '', name: '' },
        ...{ address: good.recorder.url, title: 'Check your number: Selfcheck', field: '' },
      });
      const markup = await browser.evaluate(() => document.documentElement.outerHTML);
      for (const digits of numbers) assert.ok(!markup.includes(digits.slice(-5)));
      if (browser.console) assert.deepEqual(browser.console.filter((line) => !line.includes(kHashOfNothing)), []);
    });

    // After the one above: browsers write to the console that a file is missing.
    test('offline mode whose code did not load: says so, and loads it when it is asked again', async () => {
      const name = (await readdir(good.site.directory)).find((one) => one.startsWith('offline_mode-'));
      const path = join(good.site.directory, name);
      await rename(path, `${path}.away`);
      await browser.goto(good.recorder.url);
      await browser.click('button.choice', { text: kNames.mobile });
      await browser.waitFor('.list-card');
      await browser.click('details.offline summary');
      await browser.waitFor('details.offline p', { text: 'This part of the page did not load.' });
      await browser.click('details.offline button', { text: 'Try again' });
      await browser.waitFor('details.offline p', { text: 'This part of the page did not load.' });
      await rename(`${path}.away`, path);
      await browser.click('details.offline button', { text: 'Try again' });
      // Whether this browser can keep a list or not.
      await browser.waitFor('details.offline p:not([role=alert]):not(.hint)');
    });

    test('back goes a step back, and forward brings no verdict', async () => {
      await browser.goto(good.recorder.url);
      const depth = () => browser.evaluate(() => history.state);
      const arrived = (wanted) => until(async () => (await depth()) === wanted, `the page is not at step ${wanted}`);
      const typed = () => browser.evaluate(() => document.querySelector('#number').value);
      const [digits] = lists.mobile.members;
      await check(browser, 'mobile', digits);
      assert.equal(await depth(), 2);
      await browser.evaluate(() => history.back());
      await arrived(1);
      assert.deepEqual([await browser.count('.verdict'), await typed()], [0, digits]);
      await browser.evaluate(() => history.forward());
      await browser.evaluate(() => new Promise((resolve) => setTimeout(resolve, 300)));
      await arrived(1);
      assert.equal(await browser.count('.verdict'), 0);
      await browser.evaluate(() => history.back());
      await arrived(null);
      assert.equal(await typed(), '');
    });

    for (const [what, path, policy, forbidding] of kPolicies) {
      test(`a host whose policy has ${what}: it is the site’s server that forbids it, or there is an answer`, async (t) => {
        const url = await stricterHost(t, good.server.url, (asked) => (path.test(asked) ? policy : undefined));
        await browser.goto(url);
        if (forbidding.includes(name)) {
          await browser.waitFor('.notice', { text: 'engine_forbidden' });
          assert.equal(await browser.count('script[src*="worker-"]'), 0);
        } else {
          assert.equal((await check(browser, 'aadhaar', lists.aadhaar.members[0])).outcome, 'found');
        }
      });
    }

    test('gone and come back: neither number nor verdict', async () => {
      await browser.goto(good.recorder.url);
      await check(browser, 'aadhaar', lists.aadhaar.members[2]);
      await browser.goto(`${damaged.recorder.url}pins.json`);
      await browser.back();
      await browser.waitFor('button.choice');
      assert.equal(await browser.count('.verdict'), 0);
      assert.equal(await browser.evaluate(() => document.querySelector('#number').value), '');
    });

    test('where the script never comes, the page says so by itself after a while', async (t) => {
      const cut = await serve(async ({ directory }) => {
        for (const name of await readdir(directory)) if (/^app-.*\.js$/.test(name)) await rm(join(directory, name));
      });
      t.after(() => cut.stop());
      await browser.goto(cut.recorder.url);
      const seen = () =>
        browser.evaluate(() => {
          // What lies above the page's edge can't be scrolled to.
          const isThere = (node) => getComputedStyle(node).visibility === 'visible' && node.getBoundingClientRect().bottom > 0;
          const shown = [...document.querySelectorAll('.late')].filter(isThere);
          return { texts: shown.map((node) => node.innerText.trim().split(/\s*\n\s*/).length), height: document.documentElement.scrollHeight };
        });
      const withoutThem = await browser.evaluate(() => {
        // However long it took to get here.
        for (const animation of document.getAnimations()) {
          animation.pause();
          animation.currentTime = 0;
        }
        const late = [...document.querySelectorAll('.late')];
        for (const node of late) node.hidden = true;
        const { scrollHeight } = document.documentElement;
        for (const node of late) node.hidden = false;
        return scrollHeight;
      });
      assert.deepEqual(await seen(), { texts: [], height: withoutThem });
      await browser.evaluate(async () => {
        document.getAnimations().forEach((animation) => animation.finish());
        // Drawn in the next frame, and not before.
        for (let frames = 0; frames < 2; frames += 1) await new Promise(requestAnimationFrame);
      });
      const { texts, height } = await seen();
      // That it is loading is said in the language of the site, and that it failed in all.
      assert.deepEqual(texts, [1, kLanguages]);
      assert.ok(height > withoutThem);
    });

    // Ends the browser, so it is the last one.
    test('on disk: no trace of the number, neither while it is in the field nor after a check', async () => {
      await browser.goto(good.recorder.url);
      const [, , digits] = lists.mobile.members;
      const bucket = bucketFileName(bucketIndex(canonicalForm('mobile', digits), kMobileBits));
      const traces = async () =>
        (await Promise.all([digits, canonicalForm('mobile', digits), bucket].map((text) => filesWith(browser.profile, text)))).flat();
      await typeNumber(browser, 'mobile', digits);
      // What a page does want to keep, to know when it has been written, and that it would be seen.
      await browser.evaluate((mark) => {
        sessionStorage.setItem('mark', mark);
        localStorage.setItem('mark', mark);
      }, kMark);
      const keeps = name !== 'webkit'; // under its driver it keeps nothing at all
      if (keeps) await untilKept(browser.profile, kMark);
      assert.deepEqual(await traces(), []);
      await browser.type('#number', '\n');
      await browser.waitFor('.verdict.found');
      await browser.stop();
      assert.deepEqual(await traces(), []);
      assert.equal((await filesWith(browser.profile, kMark)).length > 0, keeps);
    });
  },
);
