// Lists that were tampered with on their way, in every manner of a bad host: nobody gets a verdict, whether their number is in the list or not, and
// everybody is told why. The lists of one page are all the same list; each is served badly in a way of its own. (scripts/tamper has every bit.)
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { another, typeNumber } from './support/browsers/check.mjs';
import { inEachBrowser } from './support/browsers/each.mjs';
import { BadHost, calledPacked, misdeeds, SlowHosts, swaps, untouched } from './support/bad_host.mjs';
import { makeKey } from './support/lists.mjs';
import { Publisher } from './support/publisher.mjs';
import { Server, Site } from './support/site.mjs';
import { chunksRead, passSeconds, stopClockOfStalls } from './support/stall_clock.mjs';
import { until } from './support/until.mjs';

const kParts = ['pointer', 'manifest', 'bucket'];
const kCount = 40;
/** Small lists of four buckets, which are fetched whole. */
const kFour = { count: 120, options: ['--bits', '2', '--k', '5'] };

/** In which browsers each of the lists is tried: Chromium has all, and the others one. */
const kTried = { chromium: ['plain', 'keyed', 'whole'], firefox: ['keyed'], webkit: ['keyed'] };
const kPatienceMs = 120_000;

const onEveryPart = (misdeeds) =>
  misdeeds.flatMap(([what, act, codes]) => kParts.map((part) => ({ what: `${what}: ${part}`, part, act, codes: codes[part] })));
const onOnePart = (misdeeds) => misdeeds.map(([what, part, act, codes]) => ({ what, part, act, codes }));
const takesAsItIs = (browserName) => browserName === 'webkit';

/** What a browser gives no verdict on the list after. */
const misdeedsFor = async (name, list) => [
  ...onEveryPart(takesAsItIs(name) ? misdeeds : [...misdeeds, calledPacked]),
  ...onOnePart(await swaps({ ...lists, list })),
];
/** What changes nothing in this browser. */
const untouchedFor = (name) => [
  ...untouched.flatMap(([what, parts, act]) => parts.map((part) => ({ what: `${what}: ${part}`, part, act }))),
  ...(takesAsItIs(name) ? onEveryPart([calledPacked]) : []),
];

/** So many times the list is on each page. A pins file has room for 64. */
const kCopies = 47;
const names = Array.from({ length: kCopies }, (_, i) => `list-${String(i + 1).padStart(2, '0')}`);
/** As many of the cases as there are copies of the list, from the one numbered `first` on; after the last comes the first again. */
const dealt = (cases, first = 0) => names.map((_, i) => cases[(first + i) % cases.length]);
/** All of the cases, on several pages. */
const onPages = (cases) => Array.from({ length: Math.ceil(cases.length / kCopies) }, (_, i) => dealt(cases, i * kCopies));

let publisher, lists, servers;
const cleanups = [];

before(async () => {
  publisher = await Publisher.make();
  const secretKey = await makeKey(publisher.root, 'stranger');
  lists = {
    plain: await publisher.mobile('plain'),
    keyed: await publisher.keyed('keyed', { kind: 'mobile', count: kCount, twice: true }),
    whole: await publisher.publish('whole', { kind: 'mobile', ...kFour, twice: true }),
    sibling: await publisher.publish('sibling', { kind: 'mobile', count: kCount, seed: 2 }),
    stranger: await publisher.publish('stranger', { kind: 'mobile', count: kCount, secretKey }),
  };
  servers = {};
  for (const which of kTried.chromium) servers[which] = await serve(lists[which]);
});

after(async () => {
  for (const cleanup of cleanups.reverse()) await cleanup();
  await publisher?.remove();
});

/** Serves a site that has the list kCopies times. */
async function serve(list) {
  const site = await Site.make(Object.fromEntries(names.map((name) => [name, list])));
  cleanups.push(() => site.remove());
  const server = await Server.start(site.directory);
  cleanups.push(() => server.stop());
  return server;
}

/** Serves the site by a host that does each of the cases, {part, act}, to one of its lists. */
async function serveBadly(t, which, cases) {
  const host = await BadHost.start(servers[which].url, Object.fromEntries(names.map((name, i) => [name, cases[i]])));
  t.after(() => host.stop());
  return host;
}

/** Gives what each list has answered, in the order of the lists. */
const answers = (place) =>
  place.evaluate(() =>
    [...document.querySelectorAll('.list-verdict')].map((node) => ({
      outcome: node.className.split(' ')[1],
      code: /Reason code: (\w+(?: \d+)?)/.exec(node.innerText)?.[1],
    })),
  );

/** Checks a number, and gives the verdict on the whole. */
async function checkPatiently(browser, digits) {
  await browser.waitFor('.ledger summary', { timeoutMs: kPatienceMs });
  await typeNumber(browser, 'mobile', `${digits}\n`);
  await browser.waitFor('.verdict .actions', { timeoutMs: kPatienceMs });
  return browser.evaluate(() => document.querySelector('.verdict').className.split(' ')[1]);
}

async function nobodyGetsAVerdict(browser, { members, others }, cases, url) {
  await browser.goto(url);
  const told = [];
  for (const digits of [members[0], others[0]]) {
    const outcome = await checkPatiently(browser, digits);
    const given = await answers(browser);
    assert.equal(given.length, cases.length);
    const wrong = cases.flatMap(({ what, codes }, i) => (codes.includes(given[i].code) ? [] : [{ what, ...given[i] }]));
    assert.deepEqual({ outcome, wrong }, { outcome: 'could_not_tell', wrong: [] });
    told.push(given);
    await another(browser);
  }
  assert.deepEqual(told[0], told[1], 'the same to both');
}

/** In how many seconds each a few bytes come. It is less than a page waits for a sign of life. */
const kDripSeconds = 3;
/** A page's reader waits no longer than this: a pointer, a manifest and a bucket may each take the page's patience of 20 seconds. */
const kMostSeconds = 100;

/**
 * Lets time pass, in which slow hosts let a few bytes come, until the page has what is looked for. The bytes have come to the page before more time passes.
 * Returns how many seconds have passed.
 */
async function passUntil(browser, slow, selector) {
  let seconds = 0;
  await until(async () => {
    if ((await browser.count(selector)) > 0) return true;
    if (slow.awaited === 0) return false; // the page is busy with something else
    const before = await chunksRead(browser);
    const dripped = slow.drip();
    await until(async () => dripped === 0 || slow.awaited === 0 || (await chunksRead(browser)) > before, 'no byte has come to the page');
    await passSeconds(browser, kDripSeconds);
    seconds += kDripSeconds;
    assert.ok(seconds <= kMostSeconds, 'the page waits for ever');
    return false;
  }, `there is no ${selector}`);
  return seconds;
}

let browser;
inEachBrowser(
  (opened) => {
    browser = opened;
  },
  (name) => {
    for (const which of kTried[name]) {
      test(`a ${which} list that bad hosts serve: could not tell, for a member and for others, and why`, async (t) => {
        for (const cases of onPages(await misdeedsFor(name, lists[which]))) {
          const host = await serveBadly(t, which, cases);
          await nobodyGetsAVerdict(browser, lists[which], cases, host.url);
        }
      });

      test(`a ${which} list of which only something wrong is said: the right verdicts`, async (t) => {
        const host = await serveBadly(t, which, dealt(untouchedFor(name)));
        await browser.goto(host.url);
        for (const [who, outcome] of [['members', 'found'], ['others', 'not_found']]) {
          assert.equal(await checkPatiently(browser, lists[which][who][0]), outcome);
          assert.deepEqual(await answers(browser), names.map(() => ({ outcome })));
          await another(browser);
        }
      });
    }

    test('hosts of whose answers a few bytes come now and then, for ever, or nothing: could not tell in the end, and why', async (t) => {
      const slow = new SlowHosts();
      const cases = [slow.dripping, slow.silent].flatMap((act) => kParts.map((part) => ({ part, act })));
      const some = names.slice(0, cases.length);
      const site = await Site.make(Object.fromEntries(some.map((name) => [name, lists.plain])));
      t.after(() => site.remove());
      await stopClockOfStalls(site);
      const server = await Server.start(site.directory);
      t.after(() => server.stop());
      const host = await BadHost.start(server.url, Object.fromEntries(some.map((list, i) => [list, cases[i]])));
      t.after(() => host.stop());
      await browser.goto(host.url);
      const seconds = [];
      for (const who of ['members', 'others']) {
        seconds.push(await passUntil(browser, slow, '.list-card'), await passUntil(browser, slow, '.ledger summary'));
        await typeNumber(browser, 'mobile', `${lists.plain[who][0]}\n`);
        seconds.push(await passUntil(browser, slow, '.verdict .actions'));
        const outcome = await browser.evaluate(() => document.querySelector('.verdict').className.split(' ')[1]);
        const codes = (await answers(browser)).map(({ code }) => code);
        assert.deepEqual({ outcome, codes }, { outcome: 'could_not_tell', codes: cases.map(() => 'timeout') });
        assert.match(await browser.text('.verdict'), /did not answer in time/);
        await another(browser);
      }
      t.diagnostic(JSON.stringify({ seconds }));
    });
  },
  { isShell: true },
);
