// What checks send is a function of the bucket's index alone, and equally long, and so is what comes back: looked at byte for byte at the
// socket, for every kind of client. SELFCHECK_PRIVACY_NUMBERS is how many numbers are checked in all.
import assert from 'node:assert/strict';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { launchBrowser, openPage } from '../browser/support/browser.mjs';
import { bucketIndex } from '../browser/support/crafted_list.mjs';
import { FileServer } from '../browser/support/file_server.mjs';
import { inManyBuckets, kManyBits } from '../browser/support/keyed_lists.mjs';
import { kMobileBits, Publisher } from '../browser/support/publisher.mjs';
import { Recorder } from '../browser/support/recorder.mjs';
import { ListFiles, Server, Site } from '../browser/support/site.mjs';
import { canonicalForm, syntheticNumbers } from '../browser/support/synthetic.mjs';
import { buildPackage } from '../npm/support/scratch.mjs';
import { checkByProgram, checkInBrowser, checkInNode, checkOnPage, WireLog } from './wire.mjs';

const kNumbers = Number(process.env.SELFCHECK_PRIVACY_NUMBERS ?? 80);
const kSeed = 20231015;

/** How much of the numbers each client checks: as many as it can in about the same time. */
const kShares = { node: 0.7, browser: 0.2, program: 0.08, page: 0.02 };
/** Each client checks at least so many of a list. */
const kFewest = 6;
/** Every so many-th number is one of the list, again and again the same. */
const kMemberEvery = 4;

let publisher, lists, browser, server, site, siteServer;
const cleanups = [];

before(async () => {
  publisher = await Publisher.make();
  const mobile = await publisher.mobile();
  const aadhaar = await publisher.publish('aadhaar', { kind: 'aadhaar', count: 60 });
  await inManyBuckets(new ListFiles(aadhaar.directory), publisher.secretKey);
  lists = { mobile: { ...mobile, bits: kMobileBits }, aadhaar: { ...aadhaar, bits: kManyBits } };
  for (const [kind, list] of Object.entries(lists)) {
    const pins = { format: 'selfcheck-pins/1', lists: [{ ...list.pin, id: kind, url: `/${kind}/` }] };
    Object.assign(list, { kind, path: `${kind}/`, pins: JSON.stringify(pins), pinFile: join(publisher.root, `${kind}.pin.json`) });
    await writeFile(list.pinFile, list.pins);
    list.numbers = mixed(kind, list);
  }
  await buildPackage(join(publisher.root, 'package'));
  await writeFile(join(publisher.root, 'empty.html'), '<!doctype html><title>Test</title>');
  server = await FileServer.start(publisher.root);
  site = await Site.make({ mobile: lists.mobile, aadhaar: lists.aadhaar });
  siteServer = await Server.start(site.directory);
  browser = await launchBrowser();
});
after(async () => {
  for (const cleanup of cleanups) await cleanup();
  await browser?.close();
  await siteServer?.stop();
  await site?.remove();
  await server?.stop();
  await publisher?.remove();
});

/** Half of all numbers, some of them in the list. */
function mixed(kind, { members }) {
  const strangers = syntheticNumbers(kind, Math.max(kNumbers / 2, 4 * kFewest), kSeed);
  return strangers.map((digits, i) => (i % kMemberEvery === 0 ? members[(i / kMemberEvery) % members.length] : digits));
}

/** Among so many numbers there is one of every bucket: a list has 256 of them at most. */
const kCandidates = 4000;

/**
 * Puts, in the place of one of the numbers, one that is not in the list and is of the same bucket as a member among them: only the verdicts of the two differ.
 * They are as far from each other as they can be, so that they are not of one sitting.
 */
function withPair(numbers, { kind, bits, members }) {
  const bucketOf = (digits) => bucketIndex(canonicalForm(kind, digits), bits);
  const at = numbers.findIndex((digits) => members.includes(digits));
  const taken = new Set([...numbers, ...members]);
  const stranger = syntheticNumbers(kind, kCandidates, kSeed + 1).find((digits) => !taken.has(digits) && bucketOf(digits) === bucketOf(numbers[at]));
  assert.ok(stranger);
  return at < numbers.length / 2 ? [...numbers.slice(0, -1), stranger] : [stranger, ...numbers.slice(1)];
}

async function recorderOf({ url }) {
  const recorder = await Recorder.start(url);
  cleanups.push(() => recorder.stop());
  return recorder;
}

async function newPage() {
  const { page, context } = await openPage(browser);
  cleanups.push(() => context.close());
  return page;
}

const kClients = [
  { name: 'the npm package in Node', share: kShares.node, check: checkInNode, places: () => ({ directory: join(publisher.root, 'package') }) },
  { name: 'the npm package in Chromium', share: kShares.browser, check: checkInBrowser, places: async () => ({ page: await newPage() }) },
  { name: 'selfcheck check --list URL', share: kShares.program, check: checkByProgram, places: () => ({}) },
  { name: 'the page in Chromium', share: kShares.page, check: checkOnPage, places: async () => ({ page: await newPage() }), onSite: true },
];

const startOf = (numbers, client) => Math.round(numbers.length * kClients.slice(0, kClients.indexOf(client)).reduce((sum, { share }) => sum + share, 0));

for (const client of kClients) {
  for (const kind of ['mobile', 'aadhaar']) {
    test(`${client.name}, ${kind}: what is sent is a function of the bucket, and of one length`, async (t) => {
      const list = lists[kind];
      const recorder = await recorderOf(client.onSite ? siteServer : server);
      const log = new WireLog(list);
      const start = Math.min(startOf(list.numbers, client), list.numbers.length - kFewest);
      const share = list.numbers.slice(start, start + Math.max(kFewest, Math.round(list.numbers.length * client.share)));
      const numbers = withPair(share, list);
      await client.check({ ...(await client.places()), list, recorder, log }, numbers);
      const { summary } = log;
      assert.equal(summary.checks, numbers.length);
      assert.deepEqual(summary.outcomes, ['found', 'not_found']);
      assert.equal(summary.lengths.length, 1);
      assert.equal(summary.received.length, 1, 'answers of several lengths');
      assert.ok(summary.buckets > 2);
      // The bytes of the two were compared, whatever the numbers are.
      assert.ok(summary.bucketsWithBoth > 0);
      t.diagnostic(JSON.stringify(summary));
    });
  }
}
