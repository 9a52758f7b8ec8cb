// Measures what a page can't promise: how many copies of a number the browser's own processes hold, in all of their memory, while it is
// typed, after the check, and after its reader has gone on or away. Run by scripts/privacy, as who may read other processes' memory.
import assert from 'node:assert/strict';
import { open, readFile } from 'node:fs/promises';
import { test } from 'node:test';
import { setTimeout as sleep } from 'node:timers/promises';
import { bytesOf, computedOf } from '../browser/support/encodings.mjs';
import { fixture } from '../browser/support/fixture.mjs';

const made = fixture(async (publisher) => ({ mobile: await publisher.mobile() }));
const kMostRegion = 1 << 28;
/** How long a browser is left alone, so that it does what it does when nothing is asked of it. */
const kRestMs = 5000;

/** Returns the contents of all memory that a process may write and has written. */
async function* memoryOf(pid) {
  const maps = await readFile(`/proc/${pid}/smaps`, 'utf8').catch(() => ''); // ended meanwhile
  const memory = maps && (await open(`/proc/${pid}/mem`, 'r'));
  try {
    for (const [, from, to, resident] of maps.matchAll(/^([0-9a-f]+)-([0-9a-f]+) rw[^]*?^Rss: +(\d+) kB/gm)) {
      const start = parseInt(from, 16);
      const size = parseInt(to, 16) - start;
      if (Number(resident) === 0 || size > kMostRegion) continue; // larger ones are reserved, and not used
      const region = Buffer.allocUnsafe(size);
      const read = await memory.read(region, 0, size, start).catch(() => undefined); // given back meanwhile
      if (read) yield region.subarray(0, read.bytesRead);
    }
  } finally {
    await memory?.close?.();
  }
}

function count(region, bytes) {
  let times = 0;
  for (let at = region.indexOf(bytes); at >= 0; at = region.indexOf(bytes, at + 1)) times += 1;
  return times;
}

/** Returns how often each of the needles is in the processes' memory, without those that are in none. */
async function copiesIn(pids, needles) {
  const found = {};
  for (const pid of pids) {
    for await (const region of memoryOf(pid)) {
      for (const [name, bytes] of Object.entries(needles)) {
        const times = count(region, bytes);
        if (times > 0) found[name] = (found[name] ?? 0) + times;
      }
    }
  }
  return found;
}

test('copies of a number in the memory of Chromium’s processes', async (t) => {
  const { checker, page, site } = await made.open(t);
  const debug = await made.browser.newBrowserCDPSession();
  const [digits] = made.lists.mobile.others.slice(20);
  const { value: _, ...computed } = computedOf('mobile', digits, await site.lists.mobile.manifestFields());
  // What begins with a prefix has the digits in it, and nobody has typed another script's.
  const needles = Object.fromEntries(Object.entries(bytesOf('mobile', digits, computed)).filter(([name]) => !/^(script|prefix|canonical)/.test(name)));
  const report = async (when) => {
    const { processInfo } = await debug.send('SystemInfo.getProcessInfo');
    const found = {};
    for (const type of new Set(processInfo.map((one) => one.type))) {
      found[type] = await copiesIn(processInfo.filter((one) => one.type === type).map(({ id }) => id), needles);
    }
    console.log(`${when}: ${JSON.stringify(found)}`);
    return found;
  };
  const collect = async () => {
    const session = await page.context().newCDPSession(page);
    await session.send('HeapProfiler.collectGarbage');
    await session.detach();
  };

  await checker.chooseKind('mobile');
  await checker.untilWhole();
  await checker.number.focus();
  await page.keyboard.type(digits, { delay: 30 }); // as keys, which leave more traces than a value that is set
  const typed = await report('typed');
  assert.ok(Object.keys(typed.renderer).length > 0, 'it is there, so this measurement can see it');
  await checker.submit();
  await checker.readVerdict();
  await report('at the verdict');
  await checker.another();
  await report('gone on to another number');
  await collect();
  await sleep(kRestMs);
  await report('after a garbage collection and five seconds');
  await page.goto('about:blank');
  await collect();
  await sleep(kRestMs);
  await report('gone to another page');
  await page.close();
  await sleep(kRestMs);
  await report('the tab closed');
});
