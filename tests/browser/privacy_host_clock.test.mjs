// Whether a page with the widget on it, and its network, can tell found from not found: by messages, heights, requests or the clock. Only the
// clock is measured and not asserted, since no test here depends on the machine's speed. SELFCHECK_PRIVACY_PAIRS is how many pairs of numbers
// are checked, each of one that is found and one that is not, in the same bucket.
import assert from 'node:assert/strict';
import { after, test } from 'node:test';
import { openPage } from './support/browser.mjs';
import { CheckerPage } from './support/checker_page.mjs';
import { bucketIndex } from './support/crafted_list.mjs';
import { deploy } from './support/deployment.mjs';
import { fixture } from './support/fixture.mjs';
import { article, Host, pasted } from './support/host.mjs';
import { kMobileBits } from './support/publisher.mjs';
import { canonicalForm } from './support/synthetic.mjs';

const kPairs = Number(process.env.SELFCHECK_PRIVACY_PAIRS ?? 2);

const made = fixture(async (publisher) => ({ mobile: await publisher.mobile() }));
const cleanups = [];
after(async () => {
  for (const cleanup of cleanups) await cleanup();
});

/** Runs on the host's page: keeps all messages, every height of the frame, and how long the page was kept from doing anything. */
function watch() {
  window.seen = [];
  window.heldUpMs = 0;
  window.addEventListener('message', ({ data, origin }) => window.seen.push(['message', origin, JSON.stringify(data)]));
  const { port1, port2 } = new MessageChannel();
  let last = performance.now();
  port1.onmessage = () => {
    const now = performance.now();
    window.heldUpMs += Math.max(0, now - last - 1);
    last = now;
    setTimeout(() => port2.postMessage(0), 0);
  };
  port2.postMessage(0);
  document.addEventListener('DOMContentLoaded', () => {
    let height;
    new ResizeObserver(([{ target }]) => {
      if (target.offsetHeight !== height) window.seen.push(['height', (height = target.offsetHeight)]);
    }).observe(document.querySelector('iframe'));
  });
}

/** Runs in the frame: presses the button, and returns after how many milliseconds the answer was there. */
async function timeAnswer() {
  const begun = performance.now();
  const answered = new Promise((resolve) => {
    const observer = new MutationObserver(() => {
      if (!document.querySelector('.verdict .actions')) return;
      observer.disconnect();
      resolve(performance.now() - begun);
    });
    observer.observe(document.body, { childList: true, subtree: true });
  });
  [...document.querySelectorAll('button')].find(({ textContent }) => textContent === 'Check').click();
  return answered;
}

const median = (numbers) => [...numbers].sort((a, b) => a - b)[Math.floor(numbers.length / 2)];

test('found and not found are the same to the page around the widget and to the network: messages, heights, requests', async (t) => {
  const { members, others } = made.lists.mobile;
  const bucketOf = (digits) => bucketIndex(canonicalForm('mobile', digits), kMobileBits);
  const { script, recorder } = await (async () => {
    const deployment = await deploy({ after: (cleanup) => cleanups.push(cleanup) }, made.lists);
    return { script: pasted(deployment, { kind: 'mobile', lang: 'en' }).frame, recorder: deployment.recorder };
  })();
  const host = await Host.start(t);
  const address = host.page('article', article(script, { before: 1, head: `<script>(${watch})()</script>` }));
  const { page, context } = await openPage(made.browser);
  t.after(() => context.close());
  const checker = new CheckerPage(page.frameLocator('iframe'));

  /** Checks a number as a reader who has just come. Returns what there was to see of it from outside. */
  const look = async (digits, outcome) => {
    recorder.clear();
    await page.evaluate(() => {
      window.seen = [];
      window.heldUpMs = 0;
    });
    await checker.type(digits);
    const answeredMs = await page.frames()[1].evaluate(timeAnswer);
    assert.equal((await checker.readVerdict()).outcome, outcome);
    const { seen, heldUpMs } = await page.evaluate(() => ({ seen: window.seen, heldUpMs: window.heldUpMs }));
    return { visible: { seen, requests: recorder.requests() }, answeredMs, heldUpMs };
  };

  const ratios = { answeredMs: [], heldUpMs: [] };
  for (let pair = 0; pair < kPairs; pair += 1) {
    const found = members[pair];
    const notFound = others.filter((digits) => bucketOf(digits) === bucketOf(found))[pair % 20];
    await page.goto(address);
    await checker.number.waitFor();
    await checker.untilWhole();
    // The first check starts an engine, whatever its number. From the first key on the frame has its height.
    await checker.check('mobile', others[100 + pair]);
    await checker.another();
    // Now one is first, now the other.
    const order = [
      [found, 'found'],
      [notFound, 'not_found'],
    ];
    if (pair % 2 === 1) order.reverse();
    const looks = {};
    for (const [i, [digits, outcome]] of order.entries()) {
      if (i > 0) await checker.another();
      looks[outcome] = await look(digits, outcome);
    }
    assert.deepEqual(looks.found.visible.seen, looks.not_found.visible.seen);
    assert.deepEqual(looks.found.visible.seen, [], 'nothing after the frame has its height');
    assert.equal(looks.found.visible.requests.length, 1);
    // Not shown if they differ: a request that is wrong might have a number in it.
    assert.ok(looks.found.visible.requests[0] === looks.not_found.visible.requests[0]);
    for (const [what, all] of Object.entries(ratios)) all.push(looks.found[what] / looks.not_found[what]);
  }
  for (const [what, all] of Object.entries(ratios)) {
    const sorted = [...all].sort((a, b) => a - b);
    const quartile = (share) => sorted[Math.floor(share * (sorted.length - 1))].toFixed(3);
    const longer = all.filter((ratio) => ratio > 1).length;
    t.diagnostic(
      `${what}, found / not found, ${all.length} pairs: median ${median(all).toFixed(3)}, quartiles ${quartile(0.25)} to ${quartile(0.75)}; found took longer in ${longer}`,
    );
  }
});
