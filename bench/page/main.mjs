// `bench/run page` measures a check as a cheap phone on a slow line would do it.
import { parseArgs } from 'node:util';
import { launchBrowser } from '../support/browser.mjs';
import { describeRun, keepResult, printRun, printTable, progress } from '../support/report.mjs';
import { serveSite } from '../support/site.mjs';
import { median } from '../support/stats.mjs';
import { measureClicks } from './click.mjs';
import { bucketBytes, cheapList, defaultList } from './lists.mjs';
import { measureLookUp } from './lookup.mjs';
import { measureMemory } from './memory.mjs';
import { kSlowdown } from './phone.mjs';

const { values: options } = parseArgs({
  options: {
    tabs: { type: 'string', default: '15' },
    checks: { type: 'string', default: '200' },
    typing: { type: 'string', default: '4000' },
    only: { type: 'string', default: 'lookup,click,memory' },
  },
});
const wanted = options.only.split(',');

const list = await defaultList();
const run = await describeRun();
printRun(
  'A check on a slow phone',
  run,
  `The tab's process ${kSlowdown} times as slow, workers too; 1.6 Mbit/s down, 150 ms a request; 64 MiB, 3 passes; one bucket of ${await bucketBytes(list)} bytes.`,
);
const browser = await launchBrowser();
const served = await serveSite(list);
const rows = [];
const results = {};
const ms = (value) => `${value.toFixed(value < 10 ? 2 : 0)} ms`;
const mib = (bytes) => `${(bytes / 2 ** 20).toFixed(1)} MiB`;
try {
  if (wanted.includes('lookup')) {
    progress('look-up');
    const lookUp = await measureLookUp({ browser, list: await cheapList() });
    results.lookUp = lookUp;
    rows.push(
      ['The slowdown: hash in the worker', `${median(lookUp.workerSlowdown).toFixed(2)} times`],
      ['The slowdown: main thread', `${median(lookUp.mainSlowdown).toFixed(2)} times`],
      ['Look-up in the bucket: proof, decoding, search', ms(lookUp.medianLookUpMs)],
    );
  }
  if (wanted.includes('click')) {
    const { tabs, typing } = options;
    const clicks = await measureClicks({ browser, url: served.url, numbers: list.others, tabs: Number(tabs), typingMs: Number(typing) });
    results.clicks = clicks;
    const times = clicks.map(({ clickToVerdictMs }) => clickToVerdictMs);
    const longest = Math.max(...clicks.map(({ longestTaskMs }) => longestTaskMs));
    rows.push(
      [`Click to verdict, median of ${tabs} fresh tabs`, ms(median(times))],
      ['Click to verdict, worst', ms(Math.max(...times))],
      ['Longest task of the main thread, worst', longest === 0 ? 'under 50 ms' : ms(longest)],
    );
  }
  if (wanted.includes('memory')) {
    const memory = await measureMemory({
      site: served.site.directory,
      numbers: list.others,
      checks: Number(options.checks),
    });
    results.memory = memory;
    const { idle, peak, series, bytesPerCheck } = memory;
    rows.push(
      ['Memory of the tab before a kind is chosen (private footprint)', mib(idle.footprint)],
      ['... most during the first check, above that', mib(peak.footprint - idle.footprint)],
      ['... the same with what the tab shares, such as the browser’s code (PSS)', mib(peak.pss - idle.pss)],
      ['... the same by the kernel’s peak (RSS)', mib(peak.rss - idle.rss)],
      ...[series[0], series.at(-1)].filter(Boolean).map(([count, bytes]) => [
        `... after ${count} checks and garbage collection, above that`,
        mib(bytes - idle.footprint),
      ]),
    );
    if (bytesPerCheck !== undefined) rows.push(['... growth for each check', `${(bytesPerCheck / 1024).toFixed(0)} KiB`]);
  }
} finally {
  await browser.close();
  await served.stop();
}
printTable(['', ''], rows);
await keepResult('page', { run, options, results });
