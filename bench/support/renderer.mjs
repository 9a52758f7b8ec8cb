// Finds the process behind a page, and slows it down.
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { readdirSync, readFileSync } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';
import { slowDownProgram } from './paths.mjs';

const kTriesForWorker = 100;

/**
 * Returns the id of the process of the one page that has a worker, or will soon have one. Chromium's own pages, and renderers that it
 * keeps for later, have no worker. The threads' names tell, because the browser tells only which processes there are.
 */
export async function rendererOf(browser) {
  const session = await browser.newBrowserCDPSession();
  try {
    for (let tries = 0; tries < kTriesForWorker; tries += 1) {
      const { processInfo } = await session.send('SystemInfo.getProcessInfo');
      const withWorker = processInfo.filter(({ type, id }) => type === 'renderer' && hasWorker(id));
      if (withWorker.length > 1) throw new Error(`${withWorker.length} pages with a worker, not one`);
      if (withWorker.length === 1) return withWorker[0].id;
      await sleep(100);
    }
    throw new Error('no page with a worker');
  } finally {
    await session.detach();
  }
}

export function hasWorker(pid) {
  try {
    const names = readdirSync(`/proc/${pid}/task`).map((thread) => readFileSync(`/proc/${pid}/task/${thread}/comm`, 'utf8'));
    return names.some((name) => name.startsWith('DedicatedWorker'));
  } catch {
    return false; // The process, or one of its threads, has ended meanwhile.
  }
}

/** Makes all threads of the process, workers too, `factor` times as slow, until the function that it returns is called. */
export function slowDown(pid, factor) {
  const program = spawn(slowDownProgram, [String(pid), String(factor)], { stdio: ['pipe', 'inherit', 'inherit'] });
  const ended = once(program, 'exit');
  return async () => {
    program.stdin.end();
    await ended;
  };
}
