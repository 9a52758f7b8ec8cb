// What the wire shows of checks. Clients make checks through a recorder, which keeps every byte that they send; a log of one client's checks
// says whether these bytes are a function of the bucket alone.
import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { CheckerPage } from '../browser/support/checker_page.mjs';
import { bucketFileName, bucketIndex } from '../browser/support/crafted_list.mjs';
import { cli } from '../browser/support/paths.mjs';
import { canonicalForm } from '../browser/support/synthetic.mjs';

/** The checks of one client with one list. */
export class WireLog {
  #list;
  /** The requests of a check by the bucket's index, as they were sent. */
  #sent = new Map();
  /** What was found of the numbers of a bucket, by its index. */
  #outcomes = new Map();
  /** How many bytes came back in a check. */
  #received = new Set();
  checks = 0;

  constructor(list) {
    this.#list = list;
  }

  /**
   * Takes all requests of one check, and how many bytes came back, unless that is not known. Fails if the requests are others than those of an
   * earlier number of the same bucket.
   */
  add(digits, outcome, requests, received) {
    const { kind, bits } = this.#list;
    const index = bucketIndex(canonicalForm(kind, digits), bits);
    const text = requests.join('');
    const [before] = [...this.#sent.values()];
    if (!this.#sent.has(index)) {
      assert.equal(text.split(`/${bucketFileName(index)} HTTP/1.1\r\n`).length, 2, 'the bucket is asked for once');
      this.#sent.set(index, text);
      if (before !== undefined) assert.ok(withoutBucket(text) === withoutBucket(before), 'another bucket, and something else is different');
    }
    // Whatever differs is not shown: it might have a number in it.
    assert.ok(text === this.#sent.get(index), 'the same bucket, and other bytes');
    if (!this.#outcomes.has(index)) this.#outcomes.set(index, new Set());
    this.#outcomes.get(index).add(outcome);
    if (received !== undefined) this.#received.add(received);
    this.checks += 1;
  }

  /** Returns the figures. */
  get summary() {
    const lengths = new Set([...this.#sent.values()].map(({ length }) => length));
    const both = [...this.#outcomes.values()].filter((seen) => seen.has('found') && seen.has('not_found')).length;
    const outcomes = new Set([...this.#outcomes.values()].flatMap((seen) => [...seen]));
    const received = [...this.#received];
    return { checks: this.checks, buckets: this.#sent.size, lengths: [...lengths], received, bucketsWithBoth: both, outcomes: [...outcomes].sort() };
  }
}

const withoutBucket = (text) => text.replace(/\/[3-9bdfghlmnp]{4}\.bin /, '/<bucket> ');

/** A sitting goes no further than this: its next number would single a person out. */
const kMostBits = 16;

/** Returns the numbers in sittings, as many in each as may be asked about. */
function sittings(numbers, bits) {
  const size = Math.floor(kMostBits / bits);
  return Array.from({ length: Math.ceil(numbers.length / size) }, (_, i) => numbers.slice(i * size, (i + 1) * size));
}

const outcomeOf = ({ outcome, lists }) => (outcome === 'could_not_tell' ? `could not tell: ${lists[0]?.failure.code}` : outcome);

/** Checks by the npm package in Node. `directory` has the package. */
export async function checkInNode({ directory, list, recorder, log }, numbers) {
  const { openChecker } = await import(pathToFileURL(join(directory, 'node.js')));
  for (const sitting of sittings(numbers, list.bits)) {
    const checker = await openChecker({ pins: list.pins, baseUrl: recorder.url });
    for (const digits of sitting) {
      recorder.clear();
      const result = await checker.check(list.kind, digits);
      log.add(digits, outcomeOf(result), recorder.requests(), recorder.received);
    }
    checker.close();
  }
}

/** Where the recorder's site has the package. Its worker is asked for when a sitting's first number is hashed. */
const kPackage = '/package/';
const isOfList = (request) => !request.startsWith(`GET ${kPackage}`);

/** Checks by the npm package on a page in a browser: the page's own checker and network. */
export async function checkInBrowser({ page, list, recorder, log }, numbers) {
  await page.goto(new URL('empty.html', recorder.url).href);
  for (const sitting of sittings(numbers, list.bits)) {
    await page.evaluate(async ([path, pins]) => {
      const { openChecker } = await import(`${path}browser.js`);
      window.checker = await openChecker({ pins });
    }, [kPackage, list.pins]);
    for (const digits of sitting) {
      recorder.clear();
      const result = await page.evaluate(([kind, number]) => window.checker.check(kind, number), [list.kind, digits]);
      const requests = recorder.requests();
      const ofList = requests.filter(isOfList);
      // With some of the answers comes the worker.
      log.add(digits, outcomeOf(result), ofList, ofList.length === requests.length ? recorder.received : undefined);
    }
    await page.evaluate(() => window.checker.close());
  }
}

/** Checks on the site's page, as its readers do. */
export async function checkOnPage({ page, list, recorder, log }, numbers) {
  const checker = new CheckerPage(page);
  for (const sitting of sittings(numbers, list.bits)) {
    await checker.open(recorder.url);
    await checker.chooseKind(list.kind);
    await checker.untilWhole();
    for (const [i, digits] of sitting.entries()) {
      if (i > 0) await checker.another();
      await checker.answerKind(list.kind);
      recorder.clear();
      await checker.type(digits);
      await checker.submit();
      const { outcome } = await checker.readVerdict();
      log.add(digits, outcome, recorder.requests(), recorder.received);
    }
  }
}

const kOutcomes = { 10: 'found', 11: 'not_found', 12: 'could_not_tell' };

/** Checks by `selfcheck check --list URL`, which opens the list anew for each number. */
export async function checkByProgram({ list, recorder, log }, numbers) {
  const args = ['check', '--list', new URL(list.path, recorder.url).href, '--pin', list.pinFile];
  for (const digits of numbers) {
    recorder.clear();
    const program = spawn(cli, args, { stdio: ['pipe', 'ignore', 'ignore'] });
    program.stdin.end(`${digits}\n`);
    const [code] = await once(program, 'exit');
    log.add(digits, kOutcomes[code] ?? `exit code ${code}`, recorder.requests(), recorder.received);
  }
}
