// After a check, once its reader has gone on to another number, nothing in the page's reach has the number any more, in whatever form: not
// the JavaScript heaps of page and workers, not the engines' memories, not the arrays in which it was handed over. What is beyond the page's
// reach (the browser's own copies of what was typed) is measured by tests/privacy/process_memory.mjs.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { bytesOf, computedOf, heapTextsOf, inScript } from './support/encodings.mjs';
import { fixture } from './support/fixture.mjs';
import { arraysOfText, enginesHold, heapsOf, keepArrays, pageHeap, showMemories } from './support/heap.mjs';
import { hold } from './support/hold.mjs';

const made = fixture(async (publisher) => ({ mobile: await publisher.mobile() }));
const kDevanagari = 0x0966;

const namesIn = (texts, heap) => Object.keys(texts).filter((name) => heap.includes(texts[name]));

for (const [name, outcome, write] of [
  ['found, and typed in Latin digits', 'found', (digits) => `+91 ${digits.slice(0, 5)} ${digits.slice(5)}`],
  ['not found, and typed in Devanagari', 'not_found', (digits) => inScript(digits, kDevanagari)],
]) {
  test(`nothing of the number is left in the heaps and the engines: ${name}`, async (t) => {
    const beforeOpen = ({ page }) => page.addInitScript(keepArrays);
    const { checker, page, site } = await made.open(t, undefined, { damage: showMemories, beforeOpen });
    const { members, others } = made.lists.mobile;
    const digits = (outcome === 'found' ? members : others)[11];
    const { value, ...computed } = computedOf('mobile', digits, await site.lists.mobile.manifestFields());
    // The value of a number that is found is the list's own, and in the bucket, of which engines keep what they read last.
    if (outcome === 'not_found') computed.value = value;
    const texts = { ...heapTextsOf('mobile', digits, computed), typed: write(digits) };
    const needles = bytesOf('mobile', digits, computed);

    // While the check is under way page and engines have it, so this test can see it there.
    const { release, firstAsked } = await hold(page, '**/buckets/**');
    await checker.chooseKind('mobile');
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
    await checker.answerKind('mobile');
    const heaps = await heapsOf(page);
    assert.ok(heaps.length > 1, 'the page and its workers');
    for (const { name: realm, text } of heaps) assert.deepEqual(namesIn(texts, text), [], realm);
    const arrays = await arraysOfText(page);
    assert.ok(arrays.made > 0);
    assert.equal(arrays.filled, 0);
    const sizes = { engines: engines.map(({ size }) => size), heaps: heaps.map(({ text }) => text.length) };
    t.diagnostic(JSON.stringify({ forms: Object.keys({ ...texts, ...needles }).length, ...sizes }));
  });
}
