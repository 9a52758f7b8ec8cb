// Starts Chromium without a debugger. With one it would keep the bodies of all that a page fetches, in the page's own process.
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, readdir, rm } from 'node:fs/promises';
import { readFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { kQuiet } from './browser.mjs';
import { chromium } from './paths.mjs';
import { hasWorker } from './renderer.mjs';

/** Opens `url` in a fresh profile. The page's own scripts must do what is to be done there, and report to the server. */
export async function openPlainBrowser(url, extraFlags = []) {
  const profile = await mkdtemp(join(tmpdir(), 'selfcheck-bench-'));
  const flags = ['--headless', `--user-data-dir=${profile}`, ...kQuiet, ...extraFlags];
  // The browser gets a process group of its own, so that all of its processes can be recognised and ended.
  const browser = spawn(chromium, [...flags, url], { stdio: 'ignore', detached: true });
  const ended = once(browser, 'exit');
  return {
    /** Returns the id of the process of the browser's one page that has a worker. */
    async renderer() {
      const pids = (await readdir('/proc')).filter((name) => /^\d+$/.test(name));
      const own = pids.filter((pid) => groupOf(pid) === browser.pid && hasWorker(pid));
      if (own.length !== 1) throw new Error(`${own.length} pages with a worker, not one`);
      return Number(own[0]);
    },
    async stop() {
      process.kill(-browser.pid, 'SIGKILL');
      await ended;
      await rm(profile, { recursive: true, force: true, maxRetries: 5 });
    },
  };
}

function groupOf(pid) {
  try {
    // After the process's name, which may hold anything, come its state, its parent and its group.
    return Number(readFileSync(`/proc/${pid}/stat`, 'utf8').replace(/.*\) /s, '').split(' ')[2]);
  } catch {
    return undefined; // The process has ended meanwhile.
  }
}
