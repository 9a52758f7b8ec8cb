// Keyed lists in Chromium, Firefox and WebKitGTK, on the page and in the widget: right verdicts, none from answers that are not good ones, and nothing in
// what evaluators see that tells a verdict from another.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { setTimeout as sleep } from 'node:timers/promises';
import { another, check } from './support/browsers/check.mjs';
import { inEachBrowser } from './support/browsers/each.mjs';
import { deploy } from './support/deployment.mjs';
import { changed, close, endless, kCors, kPath, passOn, says, stall } from './support/evaluators.mjs';
import { article, Host, pasted } from './support/host.mjs';
import { keyedLists } from './support/keyed_lists.mjs';
import { kEvaluators, Publisher } from './support/publisher.mjs';
import { notRandom } from './support/random_elements.mjs';
import { flipBit, tamperings } from './support/tampering.mjs';
import { until } from './support/until.mjs';

const kMemberAndOther = [
  ['members', 'found'],
  ['others', 'not_found'],
];

let publisher, lists, deployment, articleUrl;
const cleanups = [];
/** For what ends with a test. */
const here = { after: (cleanup) => cleanups.unshift(cleanup) };
const evaluators = () => publisher.evaluators;

before(async () => {
  publisher = await Publisher.make();
  lists = await keyedLists(publisher);
  deployment = await deploy(here, lists);
  const host = await Host.start(here);
  articleUrl = host.page('article', article(pasted(deployment, { lang: 'en' }).script, { before: 1 }));
});

after(async () => {
  for (const cleanup of cleanups) await cleanup();
  await publisher?.remove();
});

/** Of what was asked, all but what is random. */
const shapesOf = (asked) => asked.map(({ method, path, headers, body }) => ({ method, path, headers, share: body.toString('hex', 0, 48), length: body.length }));

function untilAll(asked, states) {
  const seen = () => asked.map(({ state }) => state).sort().join();
  return until(() => seen() === states.join(), seen);
}

let browser;
inEachBrowser(
  (opened) => {
    browser = opened;
  },
  () => {
    test('page and widget: members are found, others are not; one evaluator down changes nothing, two do', async () => {
      for (const [what, url, place] of [
        ['page', deployment.url, browser],
        ['widget', articleUrl, browser.frame('iframe')],
      ]) {
        await browser.goto(url);
        for (const kind of ['mobile', 'aadhaar']) {
          evaluators().behave(...(kind === 'mobile' ? [] : [passOn, close]));
          for (const [who, outcome] of kMemberAndOther) {
            assert.deepEqual([what, await check(place, kind, lists[kind][who][0])], [what, { outcome, focus: 'h2' }]);
            await another(place);
          }
        }
        evaluators().behave(close, close);
        const verdict = await check(place, 'mobile', lists.mobile.others[1]);
        assert.deepEqual([what, verdict], [what, { outcome: 'could_not_tell', code: 'evaluators_unreachable', focus: 'h2' }]);
        assert.match(await place.text('.verdict'), /neither a yes nor a no/);
      }
      evaluators().behave();
    });

    test('answers that are not good ones: could not tell, and why', async () => {
      const spoil = (tampering) => changed((body) => tamperings[tampering](body, { earlier: body }));
      const cases = [
        [changed((body) => flipBit(body, 111)), 'evaluation_invalid'],
        [spoil('the identity'), 'evaluation_invalid'],
        [spoil('s + q'), 'evaluation_invalid'],
        [spoil('a byte too many'), 'evaluation_invalid'],
        [endless, 'evaluation_invalid'],
        [says(200, { ...kCors, 'Content-Type': 'text/html' }, '<!doctype html>'), 'evaluation_invalid'],
        [async ({ response, target }) => response.writeHead(307, { ...kCors, Location: target }).end(), 'evaluators_unreachable'],
        [says(429, { ...kCors, 'Retry-After': '40' }), 'evaluators_busy'],
        [says(429, {}), 'evaluators_unreachable'],
        [says(410), 'evaluation_ended'],
        [says(500), 'evaluators_unreachable'],
      ];
      await browser.goto(deployment.url);
      for (const [behaviour, code] of cases) {
        evaluators().behave(behaviour, passOn, behaviour);
        assert.deepEqual(await check(browser, 'mobile', lists.mobile.others[0]), { outcome: 'could_not_tell', code, focus: 'h2' });
        if (code === 'evaluators_busy') assert.match(await browser.text('.verdict'), /\b40\b/);
        await another(browser);
      }
      evaluators().behave();
    });

    test('found and not found: the same questions, also to one that does not answer, which is not hung up on', async () => {
      const seen = {};
      for (const [who, outcome] of kMemberAndOther) {
        evaluators().behave(stall);
        evaluators().clear();
        deployment.recorder.clear();
        await browser.goto(deployment.url);
        assert.equal((await check(browser, 'mobile', lists.mobile[who][2])).outcome, outcome);
        // As long as whatever comes after a verdict takes: the memory of a hash given back, another engine made.
        await sleep(1500);
        const asked = await evaluators().untilAsked(kEvaluators);
        await untilAll(asked, ['answered', 'answered', 'pending']);
        seen[outcome] = { evaluators: shapesOf(asked), site: deployment.recorder.requests().filter((one) => /\.bin /.test(one)) };
        await browser.goto(`${deployment.url}pins.json`);
        await untilAll(asked, ['answered', 'answered', 'given up']);
      }
      assert.deepEqual(seen.found, seen.not_found);
      evaluators().behave();
    });

    test('what an evaluator gets is a question, and nothing about who asks', async () => {
      // What it would like to have back.
      const cookie = async ({ ask, response }) => {
        const { status, headers, body } = await ask();
        response.writeHead(status, { ...headers, 'Set-Cookie': 'reader=1; Max-Age=3600', ETag: '"reader"' }).end(body);
      };
      for (const [url, place, origin] of [
        [deployment.url, browser, new URL(deployment.url).origin],
        [articleUrl, browser.frame('iframe'), 'null'],
      ]) {
        evaluators().behave(cookie, cookie, cookie);
        evaluators().clear();
        await browser.goto(url);
        for (let i = 0; i < 6; i += 1) {
          // A number, the same again, and another one.
          const [who, outcome] = kMemberAndOther[i % 3 === 2 ? 1 : 0];
          assert.deepEqual(await check(place, 'mobile', lists.mobile[who][5]), { outcome, focus: 'h2' });
          await another(place);
        }
        const asked = await evaluators().untilAsked(6 * kEvaluators);
        assert.equal(asked.length, 6 * kEvaluators);
        for (const { method, path, headers, body } of asked) {
          assert.deepEqual([method, path, body.length, body.toString('latin1', 0, 16)], ['POST', kPath, 80, 'selfcheck-eval/1']);
          const names = headers.map(([header]) => header.toLowerCase());
          const usual = /^(?:host|connection|content-length|user-agent|accept|accept-language|accept-encoding|origin|pragma|cache-control|priority|sec-.*)$/;
          assert.deepEqual(names.filter((header) => !usual.test(header)), []);
          assert.deepEqual(headers.filter(([header]) => header.toLowerCase() === 'origin').map(([, value]) => value), [origin]);
        }
        const blinded = [...new Set(asked.map(({ body }) => body.toString('hex', 48)))];
        assert.equal(blinded.length, 6, 'another B for each check');
        assert.deepEqual(notRandom(blinded.map((hex) => Buffer.from(hex, 'hex'))), []);
      }
      evaluators().behave();
    });
  },
  { isShell: true },
);
