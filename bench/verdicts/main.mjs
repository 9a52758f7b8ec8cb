// `bench/run verdicts` tells whether what browsers compute is right, time after time. Each round has a fresh checker of the npm package,
// which compiles the engine anew, and checks two numbers, one of the list and one that is not. The list's hash is small.
import { execFile } from 'node:child_process';
import { cp, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { parseArgs, promisify } from 'node:util';
import { browserNames, openBrowser } from '../../tests/browser/support/browsers/index.mjs';
import { FileServer } from '../../tests/browser/support/file_server.mjs';
import { Publisher } from '../../tests/browser/support/publisher.mjs';
import { makeTemporaryDirectory } from '../../tests/browser/support/site.mjs';
import { engine, webDirectory } from '../support/paths.mjs';
import { describeRun, keepResult, printRun, printTable, progress } from '../support/report.mjs';

/** A browser is used for this long at most, because browsers keep some of what a page has used. */
const kFreshBrowserMs = 60_000;
const kCheckersAtATime = 20;

const { values: options } = parseArgs({
  options: {
    browsers: { type: 'string', default: browserNames.join() },
    seconds: { type: 'string', default: '240' },
    // Takes the word of one engine also where the package would ask a second one.
    'one-engine': { type: 'boolean', default: false },
  },
});

/** Makes a site with the package, its list and an empty page, and returns its directory. */
async function makeSite(list) {
  const directory = await makeTemporaryDirectory();
  await promisify(execFile)(process.execPath, [join(webDirectory, 'build_npm.mjs'), '--engine', engine, '--out', join(directory, 'package')]);
  await cp(list.directory, join(directory, 'list'), { recursive: true });
  await writeFile(join(directory, 'index.html'), '<!doctype html><html lang="en"><title>Verdicts</title>');
  return directory;
}

/** Runs in the page. Returns the answers, each as `right`, or as for example `found instead of not_found`. */
async function checkInPage({ pins, members, others, count, oneEngine }) {
  if (oneEngine) Object.defineProperty(Navigator.prototype, 'vendor', { configurable: true, get: () => '' });
  const { openChecker } = await import(new URL('package/browser.js', location.href).href);
  const answers = [];
  for (let i = 0; i < count; i += 1) {
    const checker = await openChecker({ pins });
    for (const [number, wanted] of [
      [members[i % members.length], 'found'],
      [others[i % others.length], 'not_found'],
    ]) {
      const { status, outcome = status, lists = [], failure = lists[0]?.failure } = await checker.check('aadhaar', number);
      answers.push(outcome === wanted ? 'right' : `${outcome}${failure ? ` (${failure.code})` : ''} instead of ${wanted}`);
    }
    checker.close();
  }
  return answers;
}

async function tally(name, url, numbers, seconds) {
  const counts = new Map();
  const end = Date.now() + seconds * 1000;
  while (Date.now() < end) {
    const browser = await openBrowser(name);
    try {
      const renew = Math.min(end, Date.now() + kFreshBrowserMs);
      while (Date.now() < renew) {
        await browser.goto(url);
        for (const answer of await browser.evaluate(checkInPage, numbers)) counts.set(answer, (counts.get(answer) ?? 0) + 1);
      }
    } finally {
      await browser.close();
    }
  }
  return counts;
}

const run = await describeRun();
printRun('Verdicts', run, options['one-engine'] ? 'One engine for each.' : 'As many engines as the package asks.');
const publisher = await Publisher.make();
const list = await publisher.aadhaar();
const directory = await makeSite(list);
const server = await FileServer.start(directory);
const results = {};
try {
  const pins = JSON.stringify({ format: 'selfcheck-pins/1', lists: [{ ...list.pin, url: new URL('list/', server.url).href }] });
  const numbers = { pins, members: list.members, others: list.others, count: kCheckersAtATime, oneEngine: options['one-engine'] };
  for (const name of options.browsers.split(',')) {
    progress(name);
    results[name] = Object.fromEntries(await tally(name, server.url, numbers, Number(options.seconds)));
  }
} finally {
  await server.stop();
  await rm(directory, { recursive: true, force: true });
  await publisher.remove();
}
printTable(
  ['browser and answer', 'times'],
  Object.entries(results).flatMap(([name, counts]) => Object.entries(counts).map(([answer, count]) => [`${name}: ${answer}`, String(count)])),
);
await keepResult('verdicts', { run, options, results });
