// Tests which files a check asks for, and when it asks again. The checker is the page's, and is tested here under Node, where no browser is
// needed.
import assert from 'node:assert/strict';
import { cp, rm, writeFile, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { pathToFileURL } from 'node:url';
import { bucketIndex, CraftedList, storedValue } from '../browser/support/crafted_list.mjs';
import { flipByte } from '../browser/support/damage.mjs';
import { kMobileBits, Publisher } from '../browser/support/publisher.mjs';
import { Recorder } from '../browser/support/recorder.mjs';
import { ListFiles, Server } from '../browser/support/site.mjs';
import { canonicalForm } from '../browser/support/synthetic.mjs';
import { buildPackage } from './support/scratch.mjs';

const kSmallBits = 2;
const kDay = 24 * 3600 * 1000;

let publisher, lists, server, recorder, openChecker;

before(async () => {
  publisher = await Publisher.make();
  const built = join(publisher.root, 'package');
  await buildPackage(built);
  ({ openChecker } = await import(pathToFileURL(join(built, 'node.js'))));
  lists = {
    mobile: await publisher.mobile(),
    small: await publisher.publish('small', { kind: 'mobile', count: 80, seed: 5, options: ['--bits', `${kSmallBits}`, '--k', '5'] }),
  };
  server = await Server.start(publisher.root);
  recorder = await Recorder.start(server.url);
});
after(async () => {
  recorder?.stop();
  await server?.stop();
  await publisher?.remove();
});

let copies = 0;

/** Opens a checker of a copy of the list, which `damage(files)` may change first. */
async function open(t, list, { damage, ...options } = {}) {
  const name = `copy-${(copies += 1)}`;
  await cp(list.directory, join(publisher.root, name), { recursive: true });
  const files = new ListFiles(join(publisher.root, name));
  await damage?.(files);
  const pins = { format: 'selfcheck-pins/1', lists: [{ ...list.pin, id: 'list', url: `${name}/` }] };
  const checker = await openChecker({ pins, baseUrl: recorder.url, ...options });
  t.after(() => checker.close());
  recorder.clear();
  /** Returns what the check says, as a reason, an outcome or a status. */
  const check = async (digits, how) => {
    const { status, lists: verdicts = [] } = await checker.check('mobile', digits, how);
    return verdicts[0]?.failure?.code ?? verdicts[0]?.outcome ?? status;
  };
  return { checker, check, files };
}

const asked = () => recorder.paths().map((path) => path.split('/').slice(2).join('/'));
const isBucket = (path) => path.startsWith('buckets/');
const bucketOf = (digits, bits) => bucketIndex(canonicalForm('mobile', digits), bits);
/** Returns a number in the bucket, and one that is in another. */
const inAndOutside = (numbers, bucket, bits) => [
  numbers.find((digits) => bucketOf(digits, bits) === bucket),
  numbers.find((digits) => bucketOf(digits, bits) !== bucket),
];

/** Signs the list again as the next edition. */
async function publishAgain(files, change) {
  const list = await CraftedList.read(files);
  list.fields.sequence += 1;
  change(list);
  await list.write(publisher.secretKey);
}

/** Changes a value, so that the buckets get another address. The number whose value it was is not found any more. */
function changeBucket(list, index) {
  list.buckets[index][0] -= 1n;
}

test('a list that is fetched whole fails in the same way for everybody, whichever bucket is spoiled', async (t) => {
  const bucket = 6;
  const damage = async (files) => flipByte((await files.buckets())[bucket], 10);
  const { check } = await open(t, lists.mobile, { damage });
  for (const digits of inAndOutside(lists.mobile.members, bucket, kMobileBits)) {
    recorder.clear();
    assert.equal(await check(digits, { wholeLists: true }), 'bucket_proof');
    const buckets = asked().filter(isBucket);
    assert.deepEqual(buckets, [...buckets].sort(), 'in the same order for everybody');
    assert.ok(buckets.length > bucket);
  }
});

test('nor does it tell by a bucket without the canary whose it is', async (t) => {
  const bucket = 2;
  const damage = (files) =>
    publishAgain(files, (list) => {
      const canary = storedValue(Buffer.from(list.fields.canary.hash, 'hex'), list.fields);
      const values = list.buckets[bucket];
      values[values.indexOf(canary)] += 1n;
    });
  const { check } = await open(t, lists.small, { damage });
  for (const digits of inAndOutside(lists.small.others, bucket, kSmallBits)) assert.equal(await check(digits), 'canary_missing');
});

test('a small list is fetched whole by everybody, and is told nothing', async (t) => {
  const { checker, check, files } = await open(t, lists.small);
  const buckets = (await files.buckets()).map((path) => path.slice(files.directory.length + 1));
  assert.equal(buckets.length, 2 ** kSmallBits);
  const progress = [];
  // Over as many checks as this, any difference between numbers would show.
  for (let i = 0; i < 10; i += 1) {
    recorder.clear();
    assert.equal(await check(lists.small.others[i], { onProgress: ({ stage }) => progress.push(stage) }), 'not_found');
    assert.deepEqual(asked(), buckets);
  }
  assert.equal(await check(lists.small.members[0]), 'found');
  assert.deepEqual(new Set(progress), new Set(['working']));
  assert.equal(checker.disclosedBits, 0);
  const entries = checker.ledger.filter(({ url }) => url.includes('/buckets/'));
  assert.ok(entries.every(({ purpose, disclosure }) => purpose === 'whole_list' && disclosure === undefined));
});

test('an edition that has been replaced and removed: the check goes on with the new one, and tells no more by it', async (t) => {
  const { checker, check, files } = await open(t, lists.mobile);
  const changed = 5;
  await publishAgain(files, (list) => changeBucket(list, changed));
  const [, digits] = inAndOutside(lists.mobile.members, changed, kMobileBits);
  assert.equal(await check(digits), 'found');
  const [old, pointer, manifest, bucket, ...more] = asked();
  assert.deepEqual([pointer, manifest, more], ['current.minisig', (await files.manifest()).slice(files.directory.length + 1), []]);
  assert.notEqual(old, bucket);
  assert.equal(old.split('/').at(-1), bucket.split('/').at(-1), 'the same part');
  assert.equal(checker.disclosedBits, kMobileBits);
});

test('an edition that has been removed because the list was taken back: withdrawn, in the same check', async (t) => {
  const { check, files } = await open(t, lists.small);
  await publishAgain(files, (list) => {
    changeBucket(list, 0);
    list.fields.withdrawn = true;
  });
  assert.equal(await check(lists.small.members[0]), 'withdrawn');
});

test('after a check without an answer the publisher is asked for news before the next one', async (t) => {
  const { check, files } = await open(t, lists.mobile);
  const [digits] = lists.mobile.members;
  const path = (await files.buckets())[bucketOf(digits, kMobileBits)];
  const good = await readFile(path);
  for (const [code, damage] of [
    ['file_missing', () => rm(path)],
    ['bucket_length', () => writeFile(path, good.subarray(1))],
    ['bucket_proof', () => writeFile(path, Buffer.alloc(good.length))],
  ]) {
    await damage();
    assert.equal(await check(digits), code);
    recorder.clear();
    await writeFile(path, good);
    assert.equal(await check(digits), 'found');
    assert.equal(asked()[0], 'current.minisig');
  }
  recorder.clear();
  assert.equal(await check(digits), 'found');
  assert.deepEqual(asked().filter((name) => !isBucket(name)), [], 'and not otherwise');
});

test('a clock that is set back does not keep a withdrawn list answering', async (t) => {
  let now = Date.now() + 3 * kDay;
  const { check, files } = await open(t, lists.small, { now: () => now });
  await publishAgain(files, (list) => {
    list.fields.withdrawn = true;
  });
  now -= 2 * kDay;
  assert.equal(await check(lists.small.others[0]), 'withdrawn');
});
