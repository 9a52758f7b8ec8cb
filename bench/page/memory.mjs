// Measures the tab's memory: by how much its most during the first check exceeds what it has while it waits for a kind to be chosen,
// and what it keeps after many checks. This runs at full speed, as memory doesn't depend on speed, and without a debugger.
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { openPlainBrowser } from '../support/plain_browser.mjs';
import { progress } from '../support/report.mjs';
import { serveFiles } from '../support/server.mjs';
import { slope } from '../support/stats.mjs';
import { footprint, forgetPeak, peakRss, pss, rss, sample } from './process_memory.mjs';

const kDriver = fileURLToPath(new URL('memory_driver.js', import.meta.url));
const kChecksBetweenReports = 10;
/** How long all checks together may take. One check takes half a second. */
const kPatienceMs = 10 * 60 * 1000;

/**
 * Returns the memory in bytes. `idle` and `peak` are {footprint, pss, rss}. `series` has pairs [checks, footprint], taken after garbage
 * collection, and `bytesPerCheck` is its slope.
 */
export async function measureMemory({ site, numbers, checks }) {
  const memory = { series: [] };
  let browser;
  let pid;
  let samplers = {};
  let finish;
  let fail;
  const finished = new Promise((resolve, reject) => {
    finish = resolve;
    fail = reject;
  });

  const onReport = async (step) => {
    pid ??= await browser.renderer();
    if (step === 'idle') {
      memory.idle = { footprint: footprint(pid), pss: pss(pid), rss: rss(pid) };
      forgetPeak(pid);
      samplers = { footprint: sample(footprint, pid), pss: sample(pss, pid) };
    } else if (step === 'first') {
      memory.peak = { footprint: samplers.footprint(), pss: samplers.pss(), rss: peakRss(pid) };
    } else if (step === 'end') {
      finish();
    } else if (/^\d+$/.test(step)) {
      memory.series.push([Number(step), footprint(pid)]);
      if (Number(step) % 50 === 0) progress(`memory: ${step} of ${checks} checks`);
    } else {
      throw new Error(step);
    }
  };

  const page = (await readFile(join(site, 'index.html'), 'utf8')).replace(
    '</head>',
    '<script type="module" src="bench-driver.js"></script></head>',
  );
  const server = await serveFiles({
    root: site,
    files: {
      '/index.html': page,
      '/bench-driver.js': await readFile(kDriver),
      '/bench-checks.json': JSON.stringify({
        numbers: numbers.slice(0, checks),
        checksBetweenReports: kChecksBetweenReports,
      }),
    },
    onReport: (step) => onReport(step).catch(fail),
  });
  const timer = setTimeout(() => fail(new Error('the page stopped reporting')), kPatienceMs);
  try {
    browser = await openPlainBrowser(server.url, ['--js-flags=--expose-gc']);
    await finished;
  } finally {
    clearTimeout(timer);
    for (const stop of Object.values(samplers)) stop();
    await browser?.stop();
    server.stop();
  }
  if (memory.series.length > 1) memory.bytesPerCheck = slope(memory.series);
  return memory;
}
