// After a check, once its reader has gone on to another number, nothing in the page's reach has the number any more, in whatever form: not
// the JavaScript heaps of page and workers, not the bytes that they have beside them, not the engines' memories, not the arrays in which it was handed over.
// That the search would find each form, wherever in page and workers it were, is shown in the same pages. What is beyond the page's reach (the browser's own
// copies of what was typed) is measured by tests/privacy/process_memory.mjs.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { openPage } from './support/browser.mjs';
import { CheckerPage } from './support/checker_page.mjs';
import { CraftedList } from './support/crafted_list.mjs';
import { deploy } from './support/deployment.mjs';
import { bytesOf, computedOf, heapTextsOf, inScript } from './support/encodings.mjs';
import { evaluationOf } from './support/evaluation.mjs';
import { fixture } from './support/fixture.mjs';
import {
  arraysOfText,
  enginesHold,
  heldIn,
  keepArrays,
  keepBytes,
  keepEngines,
  kWholeStrings,
  letGo,
  letHold,
  letHoldBigInt,
  letHoldNumber,
  namesIn,
  pageHeap,
  showMemories,
  waysToHold,
} from './support/heap.mjs';
import { hold } from './support/hold.mjs';
import { article, Host, pasted } from './support/host.mjs';
import { keyedLists } from './support/keyed_lists.mjs';

const publish = async (publisher) => ({ mobile: await publisher.mobile(), ...(await keyedLists(publisher, ['aadhaar'])) });
const made = fixture(publish, kWholeStrings);
const kDevanagari = 0x0966;

const latin = (digits) => `+91 ${digits.slice(0, 5)} ${digits.slice(5)}`;
const devanagari = (digits) => inScript(digits, kDevanagari);
const kCases = [
  { name: 'mobile, found, typed in Latin digits', kind: 'mobile', outcome: 'found', write: latin, open: openSite },
  { name: 'mobile, not found, typed in Devanagari, in the widget', kind: 'mobile', outcome: 'not_found', write: devanagari, open: openWidget },
  { name: 'Aadhaar, not found, typed in Devanagari, a keyed list', kind: 'aadhaar', outcome: 'not_found', write: devanagari, open: openSite },
  { name: 'Aadhaar, found, typed in Latin digits, a keyed list in the widget', kind: 'aadhaar', outcome: 'found', write: String, open: openWidget },
];

async function keepAll(page) {
  for (const script of [keepArrays, keepBytes, keepEngines]) await page.addInitScript(script);
}

async function openSite(t) {
  const beforeOpen = ({ page }) => keepAll(page);
  const { checker, page, site } = await made.open(t, undefined, { damage: showMemories, beforeOpen });
  return { checker, page, site, frame: page.mainFrame() };
}

async function openWidget(t) {
  const deployment = await deploy(t, made.lists, { damage: showMemories });
  const host = await Host.start(t);
  const address = host.page('article', article(pasted(deployment, { lang: 'en' }).frame, { before: 1 }));
  const { page, context } = await openPage(made.browser);
  t.after(() => context.close());
  await keepAll(page);
  await page.goto(address);
  const inner = page.frameLocator('iframe');
  await inner.getByRole('heading', { level: 1 }).waitFor();
  return { checker: new CheckerPage(inner), page, site: deployment.site, frame: page.frames()[1] };
}

/** Returns all that is computed from the number for its list, also with the help of the list's evaluators. */
async function computed(kind, digits, site) {
  const fields = await site.lists[kind].manifestFields();
  const { pinned } = made.publisher.evaluators;
  return computedOf(kind, digits, fields, fields.evaluation && (await evaluationOf(kind, digits, fields, pinned)));
}

/** Fails if the list does not have the value where the number is in it, or has it where not: then another value would have to be searched for. */
async function isOfTheList(files, value, outcome) {
  const { buckets } = await CraftedList.read(files);
  const has = buckets.some((values) => values.includes(BigInt(`0x${value.toString('hex')}`)));
  assert.equal(has, outcome === 'found');
}

/**
 * Returns what is computed from the number for its list and must be nowhere. The value of a number that is found is not among it: it is the list's own, and in
 * the bucket, of which engines keep what they read last.
 */
async function traceless(kind, digits, outcome, site) {
  const { value, ...others } = await computed(kind, digits, site);
  await isOfTheList(site.lists[kind], value, outcome);
  return outcome === 'found' ? others : { value, ...others };
}

/** How many bytes of memory an engine has at least. */
const kSmallestEngine = 1 << 20;

const whatIsHeld = ({ texts, bytes, bigints }) => ({ texts: texts.sort(), bytes: bytes.sort(), bigints });
const kNothingAtAll = { texts: [], bytes: [], bigints: 0 };
/** What a page with so many workers holds if it holds nothing. No code of the page makes a BigInt, whose value the search would not see. */
const nothingIn = (workers) => Array.from({ length: 1 + workers }, () => kNothingAtAll);

for (const { name, kind, outcome, write, open } of kCases) {
  test(`nothing of the number is left in the heaps and the engines: ${name}`, async (t) => {
    const { checker, page, frame, site } = await open(t);
    const { members, others } = made.lists[kind];
    const digits = (outcome === 'found' ? members : others)[11];
    const fields = await site.lists[kind].manifestFields();
    const secrets = await traceless(kind, digits, outcome, site);
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
    const meanwhile = (await enginesHold(page, needles)).flatMap(({ found }) => found);
    assert.ok(meanwhile.includes('canonical, UTF-8'));

    release();
    assert.equal((await checker.readVerdict()).outcome, outcome);
    // The engines are done with it as soon as there is an answer.
    const engines = await enginesHold(page, needles);
    assert.ok(engines.length > 1 && engines.every(({ size }) => size > 0));
    assert.deepEqual(engines.flatMap(({ found }) => found), []);

    await checker.another();
    await checker.answerKind(kind);
    const held = await heldIn(page, texts, needles);
    assert.deepEqual(held.map(whatIsHeld), nothingIn(engines.length));
    // The engines' memories are among the workers' bytes.
    for (const [i, { size }] of engines.entries()) assert.ok(held[1 + i].size.bytes >= kSmallestEngine && size >= kSmallestEngine);
    const arrays = await arraysOfText(frame);
    assert.ok(arrays.made > 0);
    assert.equal(arrays.filled, 0);
    const sizes = { engines: engines.map(({ size }) => size), heaps: held.map(({ size }) => size) };
    t.diagnostic(JSON.stringify({ forms: Object.keys({ ...texts, ...needles }).length, ...sizes }));
  });
}

/** How many ways further the way is in which workers hold the same. */
const kOtherWay = 5;

/** Each way to hold something: its name, how to let a place hold it, and what of it is then found. */
function waysOf(digits, texts, needles) {
  const all = (forms) => Object.keys(forms).sort();
  return [
    ...Object.entries(waysToHold.texts).map(([way, how]) => [way, (place) => letHold(place, how, texts), { texts: all(texts) }]),
    ...Object.entries(waysToHold.bytes).map(([way, how]) => [way, (place) => letHold(place, how, needles), { bytes: all(needles) }]),
    ['a number', (place) => letHoldNumber(place, digits), { texts: namesIn(texts, digits).sort() }],
    ['a BigInt', letHoldBigInt, { bigints: 1 }],
  ];
}

for (const { name, kind, open } of [
  { name: 'mobile, on the site', kind: 'mobile', open: openSite },
  { name: 'Aadhaar, a keyed list in the widget', kind: 'aadhaar', open: openWidget },
]) {
  test(`the same search finds every form in page and workers, in whatever way they have it: ${name}`, async (t) => {
    const { checker, page, frame, site } = await open(t);
    // The page is one that has checked a number already, and what is found is another one.
    await checker.chooseKind(kind);
    await checker.untilWhole();
    await checker.type(made.lists[kind].others[5]);
    await checker.submit();
    assert.equal((await checker.readVerdict()).outcome, 'not_found');
    await checker.another();
    const digits = made.lists[kind].others[12];
    const secrets = await computed(kind, digits, site);
    for (const secret of ['hash', 'tag', 'value', 'digest']) assert.ok(secrets[secret].length >= 8);
    const texts = { ...heapTextsOf(kind, digits, secrets), typed: devanagari(digits) };
    const needles = bytesOf(kind, digits, secrets);
    const workers = page.workers();
    assert.ok(workers.length > 0);

    const ways = waysOf(digits, texts, needles);
    for (const [i, [way, hold, found]] of ways.entries()) {
      // The workers hold it in another way than the page, so that what is found in the one is not what the other has.
      const [otherWay, holdOtherwise, foundThere] = ways[(i + kOtherWay) % ways.length];
      await hold(frame);
      for (const worker of workers) await holdOtherwise(worker);
      const held = (await heldIn(page, texts, needles)).map(whatIsHeld);
      const wanted = [found, ...workers.map(() => foundThere)].map((one) => ({ ...kNothingAtAll, ...one }));
      assert.deepEqual(held, wanted, `${way}; in workers: ${otherWay}`);
    }
    for (const place of [frame, ...workers]) await letGo(place);
    assert.deepEqual((await heldIn(page, texts, needles)).map(whatIsHeld), nothingIn(workers.length));
  });
}
