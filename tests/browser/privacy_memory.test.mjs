// After a check, once its reader has gone on to another number, nothing in the page's reach has the number any more, in whatever form: not
// the JavaScript heaps of page and workers, not the engines' memories, not the arrays in which it was handed over. What is beyond the page's
// reach (the browser's own copies of what was typed) is measured by tests/privacy/process_memory.mjs.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { openPage } from './support/browser.mjs';
import { CheckerPage } from './support/checker_page.mjs';
import { deploy } from './support/deployment.mjs';
import { bytesOf, computedOf, heapTextsOf, inScript } from './support/encodings.mjs';
import { fixture } from './support/fixture.mjs';
import { arraysOfText, enginesHold, heapsOf, keepArrays, pageHeap, showMemories } from './support/heap.mjs';
import { hold } from './support/hold.mjs';
import { article, Host, pasted } from './support/host.mjs';
import { keyedLists } from './support/keyed_lists.mjs';

const made = fixture(async (publisher) => ({ mobile: await publisher.mobile(), ...(await keyedLists(publisher, ['aadhaar'])) }));
const kDevanagari = 0x0966;

const latin = (digits) => `+91 ${digits.slice(0, 5)} ${digits.slice(5)}`;
const devanagari = (digits) => inScript(digits, kDevanagari);
const kCases = [
  { name: 'mobile, found, typed in Latin digits', kind: 'mobile', outcome: 'found', write: latin, open: openSite },
  { name: 'mobile, not found, typed in Devanagari, in the widget', kind: 'mobile', outcome: 'not_found', write: devanagari, open: openWidget },
  { name: 'Aadhaar, not found, typed in Devanagari, a keyed list', kind: 'aadhaar', outcome: 'not_found', write: devanagari, open: openSite },
  { name: 'Aadhaar, found, typed in Latin digits, a keyed list in the widget', kind: 'aadhaar', outcome: 'found', write: String, open: openWidget },
];

async function openSite(t) {
  const beforeOpen = ({ page }) => page.addInitScript(keepArrays);
  const { checker, page, site } = await made.open(t, undefined, { damage: showMemories, beforeOpen });
  return { checker, page, site, frame: page.mainFrame() };
}

async function openWidget(t) {
  const deployment = await deploy(t, made.lists, { damage: showMemories });
  const host = await Host.start(t);
  const address = host.page('article', article(pasted(deployment, { lang: 'en' }).frame, { before: 1 }));
  const { page, context } = await openPage(made.browser);
  t.after(() => context.close());
  await page.addInitScript(keepArrays);
  await page.goto(address);
  const inner = page.frameLocator('iframe');
  await inner.getByRole('heading', { level: 1 }).waitFor();
  return { checker: new CheckerPage(inner), page, site: deployment.site, frame: page.frames()[1] };
}

/**
 * Returns what is computed from the number for its list and must be nowhere. A keyed list's tag and value are not among it: they can't be computed
 * without the evaluators, whose answers keyed_memory.test.mjs looks for in an engine.
 */
function traceless(kind, digits, outcome, fields) {
  const { value, tag, ...computed } = computedOf(kind, digits, fields);
  if (fields.evaluation) return computed;
  // The value of a number that is found is the list's own, and in the bucket, of which engines keep what they read last.
  return outcome === 'found' ? { tag, ...computed } : { value, tag, ...computed };
}

const namesIn = (texts, heap) => Object.keys(texts).filter((name) => heap.includes(texts[name]));

for (const { name, kind, outcome, write, open } of kCases) {
  test(`nothing of the number is left in the heaps and the engines: ${name}`, async (t) => {
    const { checker, page, frame, site } = await open(t);
    const { members, others } = made.lists[kind];
    const digits = (outcome === 'found' ? members : others)[11];
    const fields = await site.lists[kind].manifestFields();
    const secrets = traceless(kind, digits, outcome, fields);
    const texts = { ...heapTextsOf(kind, digits, secrets), typed: write(digits) };
    const needles = bytesOf(kind, digits, secrets);

    // While the check is under way page and engines have it, so this test can see it there. What is waited for is the last that a check asks for.
    const evaluators = made.publisher.evaluators.pinned.map(({ url }) => url);
    const lastAsked = fields.evaluation ? ({ href }) => evaluators.some((url) => href.startsWith(url)) : '**/buckets/**';
    const { release, firstAsked } = await hold(page, lastAsked);
    await checker.chooseKind(kind);
    await checker.untilWhole();
    await checker.type(write(digits));
    await checker.submit();
    await firstAsked;
    assert.ok(namesIn(texts, await pageHeap(page)).includes('typed'));
    const held = (await enginesHold(page, needles)).flatMap(({ found }) => found);
    assert.ok(held.includes('canonical, UTF-8'));

    release();
    assert.equal((await checker.readVerdict()).outcome, outcome);
    // The engines are done with it as soon as there is an answer.
    const engines = await enginesHold(page, needles);
    assert.ok(engines.length > 1 && engines.every(({ size }) => size > 0));
    assert.deepEqual(engines.flatMap(({ found }) => found), []);

    await checker.another();
    await checker.answerKind(kind);
    const heaps = await heapsOf(page);
    assert.equal(heaps.length, 1 + engines.length, 'the page and its workers');
    for (const { name: realm, text } of heaps) assert.deepEqual(namesIn(texts, text), [], realm);
    const arrays = await arraysOfText(frame);
    assert.ok(arrays.made > 0);
    assert.equal(arrays.filled, 0);
    const sizes = { engines: engines.map(({ size }) => size), heaps: heaps.map(({ text }) => text.length) };
    t.diagnostic(JSON.stringify({ forms: Object.keys({ ...texts, ...needles }).length, ...sizes }));
  });
}
