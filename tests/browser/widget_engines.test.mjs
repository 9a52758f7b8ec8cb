// The widget in Chromium, Firefox and WebKitGTK: right verdicts in the sandboxed frame, and what gets out of it when somebody else's code is in it.
import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import { after, before, test } from 'node:test';
import { setTimeout as sleep } from 'node:timers/promises';
import { browserNames, openBrowser, untilVerdictHasFocus } from './support/browsers/index.mjs';
import { deploy, deploySecurely } from './support/deployment.mjs';
import { Listener, putAttackIn } from './support/exfiltration.mjs';
import { article, asWordPressEmbeds, Host, pasted } from './support/host.mjs';
import { keyedLists } from './support/keyed_lists.mjs';
import { makeCertificate } from './support/nginx.mjs';
import { threatModel } from './support/paths.mjs';
import { Publisher } from './support/publisher.mjs';
import { until } from './support/until.mjs';

const kOptions = { lang: 'en' };

let publisher, lists, keyed;

before(async () => {
  publisher = await Publisher.make();
  lists = { mobile: await publisher.mobile(), aadhaar: await publisher.aadhaar() };
  keyed = await keyedLists(publisher);
});

after(() => publisher?.remove());

/** Opens a page with one widget and checks a number in it. Gives the verdict's heading. */
async function check(browser, page, kind, digits) {
  await browser.goto(page);
  const frame = browser.frame('iframe');
  // With the lists comes a notice, above what is to be clicked.
  await frame.waitFor('.notice.test');
  await frame.click('button.choice', { text: kind === 'mobile' ? 'Mobile number' : 'Aadhaar number' });
  await frame.type('#number', digits);
  await frame.waitFor('.read-as .digits');
  await frame.click('button.primary', { text: 'Check' });
  const heading = await frame.text('.verdict h2');
  await frame.evaluate(untilVerdictHasFocus);
  assert.equal(await frame.evaluate(() => document.activeElement.innerText), heading);
  // WebKit adds line breaks for the mark beside it.
  return heading.trim();
}

/** What the threat model says of each way out, by the way's name. */
async function readTable(engine) {
  const text = await readFile(threatModel, 'utf8');
  const [, table] = /<!-- ways out of the frame -->\n([^]*?)\n\n/.exec(text);
  const [head, , ...rows] = table.split('\n').map((line) => line.split('|').slice(1, -1).map((cell) => cell.trim()));
  const column = head.findIndex((cell) => cell.toLowerCase().startsWith(engine));
  return Object.fromEntries(rows.map((cells) => [/^`(\w+)`/.exec(cells[0])[1], cells[column]]));
}

/** For what must not arrive. */
const kPauseMs = 6000;

/** Waits for what gets out: new connections, and what a browser has to start first, take their time on a busy machine. What is missing the test tells. */
const untilHeard = ({ heard }, ways) => until(() => ways.every((way) => heard.has(way)), 'not heard').catch(() => {});

/**
 * Opens a page with the attack in its widget, and gives the ways by which something arrived, and all that were tried. `guarded`: the page has a
 * `frame-src`, and the frame tries to navigate. `awaited`: the ways that get out.
 */
async function tryWays(t, browser, certificate, { guarded, awaited = [] }) {
  const listener = await Listener.start(t, certificate);
  // Its policy lets it connect to evaluators, too.
  const deployment = await deploySecurely(t, keyed, certificate, { damage: putAttackIn(listener.places, guarded) });
  const host = await Host.start(t, certificate);
  const watch = `<p id="tried"></p><script>addEventListener('message', ({ data }) => {
    if (data.tried) document.querySelector('#tried').textContent = data.tried; });</script>`;
  const page = article(pasted(deployment).script + watch, { before: 1 });
  const policy = guarded ? { 'Content-Security-Policy': `frame-src ${new URL(deployment.url).origin}` } : {};
  await browser.goto(host.page('attacked', page, policy));
  await browser.frame('iframe').click('button', { text: 'Try' });
  const tried = await browser.text('#tried', { text: 'fetch' });
  await untilHeard(listener, awaited.filter((way) => way !== 'navigation'));
  await sleep(kPauseMs);
  await browser.evaluate(() => document.querySelector('iframe').contentWindow.postMessage('navigate', '*'));
  await untilHeard(listener, awaited);
  if (guarded) await sleep(kPauseMs);
  return { heard: listener.heard, tried: [...tried.split(','), 'navigation'] };
}

// All at the same time, since most of the time they wait for what must not arrive.
test('in each browser', { concurrency: browserNames.length }, async (t) => {
  const inBrowser = async (name, t) => {
    const browser = await openBrowser(name, { acceptInsecureCerts: true });
    t.after(() => browser.close());
    const certificate = await makeCertificate(t);

    await t.test('over HTTP: found and not found, also where the host allows scripts and nothing else', async (t) => {
      const deployment = await deploy(t, lists);
      const host = await Host.start(t);
      const page = host.page('article', article(pasted(deployment, kOptions).script, { before: 1 }));
      assert.equal(await check(browser, page, 'mobile', lists.mobile.members[0]), 'This mobile number is in a list of leaked numbers');
      assert.equal(await check(browser, page, 'aadhaar', lists.aadhaar.others[0]), 'This Aadhaar number is not in this list');
      const wordpress = host.page('wordpress', article(await asWordPressEmbeds(deployment.url), { before: 1 }));
      assert.equal(await check(browser, wordpress, 'mobile', lists.mobile.members[1]), 'This mobile number is in a list of leaked numbers');
    });

    await t.test('over HTTPS, by nginx: found and not found', async (t) => {
      const deployment = await deploySecurely(t, lists, certificate);
      const host = await Host.start(t, certificate);
      const page = host.page('article', article(pasted(deployment, kOptions).script, { before: 1 }));
      assert.equal(await check(browser, page, 'aadhaar', lists.aadhaar.members[0]), 'This Aadhaar number is in a list of leaked numbers');
      assert.equal(await check(browser, page, 'mobile', lists.mobile.others[0]), 'This mobile number is not in this list');
    });

    await t.test('code that wants to get something out: what the threat model says it can', async (t) => {
      const table = await readTable(name);
      const awaited = Object.keys(table).filter((way) => table[way] === 'gets out');
      const guarded = await tryWays(t, browser, certificate, { guarded: true });
      // Last, because the window that it opens stays in front.
      const open = await tryWays(t, browser, certificate, { guarded: false, awaited });
      const state = (heard, way) => (heard.has(way) ? 'gets out' : 'stopped');
      const observed = Object.fromEntries(open.tried.map((way) => [way, state(open.heard, way)]));
      observed.guarded_navigation = state(guarded.heard, 'navigation');
      assert.deepEqual(observed, table);
    });
  };
  await Promise.all(browserNames.map((name) => t.test(`in ${name}`, (t) => inBrowser(name, t))));
});
