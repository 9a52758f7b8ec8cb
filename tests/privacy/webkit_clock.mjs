// Measures in WebKitGTK how long a check takes where the number is found, and where it is not. There several engines look one after the other, so
// the times would differ if it depended on what they find how many do. Each check is a fresh browser's first. Run by scripts/privacy; times are not
// asserted. SELFCHECK_PRIVACY_PAIRS is how many pairs are measured.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { setTimeout as sleep } from 'node:timers/promises';
import { openBrowser } from '../browser/support/browsers/index.mjs';
import { Publisher } from '../browser/support/publisher.mjs';
import { Server, Site } from '../browser/support/site.mjs';

const kPairs = Number(process.env.SELFCHECK_PRIVACY_PAIRS ?? 2);
/** What a real list's hash costs. */
const kHash = { memMib: 64, ops: 3 };
/** Time for the first engine to prove its canary. */
const kRestMs = 1500;

let publisher, list, site, server;

before(async () => {
  publisher = await Publisher.make();
  list = await publisher.publish('costly', { kind: 'mobile', count: 40, ...kHash });
  site = await Site.make({ mobile: list });
  server = await Server.start(site.directory);
});
after(async () => {
  await server?.stop();
  await site?.remove();
  await publisher?.remove();
});

/** Runs in the page: presses the button, and returns after how many milliseconds the answer was there, and which. */
async function timeAnswer() {
  const begun = performance.now();
  [...document.querySelectorAll('button')].find(({ textContent }) => textContent === 'Check').click();
  while (!document.querySelector('.verdict .actions')) await new Promise((resolve) => setTimeout(resolve, 2));
  return { ms: performance.now() - begun, verdict: document.querySelector('.verdict').className };
}

async function timeCheck(digits, outcome) {
  const browser = await openBrowser('webkit');
  try {
    await browser.goto(server.url);
    // Where a site has one list, its kind is not asked for. With the list comes a notice, above what is to be clicked.
    await browser.waitFor('.notice.test');
    await browser.type('#number', digits);
    await browser.waitFor('.read-as .digits');
    await sleep(kRestMs);
    const { ms, verdict } = await browser.evaluate(timeAnswer);
    assert.equal(verdict, `verdict ${outcome}`);
    return ms;
  } finally {
    await browser.close();
  }
}

const sorted = (numbers) => [...numbers].sort((a, b) => a - b);
const quantile = (numbers, share) => sorted(numbers)[Math.floor(share * (numbers.length - 1))];

test('how long found and not found take in WebKitGTK', async (t) => {
  const ms = { found: [], not_found: [] };
  const digits = { found: list.members, not_found: list.others };
  for (let pair = 0; pair < kPairs; pair += 1) {
    // Now one is first, now the other.
    const order = pair % 2 === 0 ? ['found', 'not_found'] : ['not_found', 'found'];
    for (const outcome of order) ms[outcome].push(await timeCheck(digits[outcome][pair], outcome));
  }
  const ratios = ms.found.map((found, i) => found / ms.not_found[i]);
  const medians = Object.entries(ms).map(([outcome, all]) => `${outcome} ${quantile(all, 0.5).toFixed(0)} ms`);
  const quartiles = [0.25, 0.5, 0.75].map((share) => quantile(ratios, share).toFixed(3));
  const longer = ratios.filter((ratio) => ratio > 1).length;
  t.diagnostic(`medians of ${kPairs} pairs: ${medians.join(', ')}; found / not found: quartiles ${quartiles.join(', ')}; found took longer in ${longer}`);
});
