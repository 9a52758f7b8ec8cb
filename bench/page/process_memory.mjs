// Functions that return a process's memory in bytes, as Linux counts it.
import { readFileSync, writeFileSync } from 'node:fs';

const kSampleEveryMs = 10;

function field(file, name) {
  const [, kib] = new RegExp(`^${name}:\\s+(\\d+) kB$`, 'm').exec(readFileSync(file, 'latin1'));
  return Number(kib) * 1024;
}

/** Returns the process's own pages, and its share of the pages that it shares, such as those of the browser's code. */
export function pss(pid) {
  return field(`/proc/${pid}/smaps_rollup`, 'Pss');
}

/** Returns what the process alone takes, and gives back when it ends: the "private memory footprint" of Chromium's task manager. */
export function footprint(pid) {
  const status = `/proc/${pid}/status`;
  return field(status, 'RssAnon') + field(status, 'VmSwap');
}

/** Returns the most that was ever in memory since `forgetPeak`. This is exact, while samples can miss the peak. */
export function peakRss(pid) {
  return field(`/proc/${pid}/status`, 'VmHWM');
}

export function rss(pid) {
  return field(`/proc/${pid}/status`, 'VmRSS');
}

export function forgetPeak(pid) {
  writeFileSync(`/proc/${pid}/clear_refs`, '5');
}

/** Samples `measure(pid)`, which returns bytes. Returns a function that stops the sampling and returns the most that was seen. */
export function sample(measure, pid) {
  let peak = measure(pid);
  const timer = setInterval(() => (peak = Math.max(peak, measure(pid))), kSampleEveryMs);
  return () => {
    clearInterval(timer);
    return peak;
  };
}
