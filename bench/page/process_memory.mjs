// A process's memory as Linux counts it, in bytes.
import { readFileSync, writeFileSync } from 'node:fs';

const kSampleEveryMs = 10;

function field(file, name) {
  const [, kib] = new RegExp(`^${name}:\\s+(\\d+) kB$`, 'm').exec(readFileSync(file, 'latin1'));
  return Number(kib) * 1024;
}

/** Its own pages and its share of those that it shares, the browser's code among them. */
export function pss(pid) {
  return field(`/proc/${pid}/smaps_rollup`, 'Pss');
}

/** What it alone takes, and gives back when it ends: Chromium's "private memory footprint", which its task manager shows. */
export function footprint(pid) {
  const status = `/proc/${pid}/status`;
  return field(status, 'RssAnon') + field(status, 'VmSwap');
}

/** Most that was ever in memory since `forgetPeak`: exact, where samples can miss. */
export function peakRss(pid) {
  return field(`/proc/${pid}/status`, 'VmHWM');
}

export function rss(pid) {
  return field(`/proc/${pid}/status`, 'VmRSS');
}

export function forgetPeak(pid) {
  writeFileSync(`/proc/${pid}/clear_refs`, '5');
}

/** `measure(pid)`: bytes. Gives the function that stops sampling and gives the most that was seen. */
export function sample(measure, pid) {
  let peak = measure(pid);
  const timer = setInterval(() => (peak = Math.max(peak, measure(pid))), kSampleEveryMs);
  return () => {
    clearInterval(timer);
    return peak;
  };
}
