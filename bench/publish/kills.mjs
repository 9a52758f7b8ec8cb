// Kills a build with SIGKILL again and again, at random moments, and tells what it loses and whether its list differs.
import { execFileSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';
import { join } from 'node:path';
import { keepResult, printTable, progress } from '../support/report.mjs';
import { inDirectory, kFixed } from './support.mjs';

const kKills = 30, kNumbers = 20_000;

export async function measureKills() {
  const result = await inDirectory(async ({ directory, start, numbers, selfcheck }) => {
    await numbers(kNumbers, 'numbers');
    const build = (out) => ['build', '--kind', 'mobile', '--secret-key', 'key', '--mem', '8', '--ops', '1', ...kFixed, '--out', out, 'numbers'];
    const begin = performance.now();
    await selfcheck(...build('whole'));
    const whole = (performance.now() - begin) / 1000;

    let kills = 0;
    const lost = [];
    for (; kills < kKills && !existsSync(join(directory, 'list/current.minisig')); ++kills) {
      const process = start(build('list'));
      const ended = new Promise((resolve) => process.once('exit', resolve));
      // The pauses are such that all the kills come within about one build.
      await sleep((Math.random() * whole * 1000) / kKills + 300);
      process.kill('SIGKILL');
      await ended;
      if (!existsSync(join(directory, 'list.job/plan.json'))) continue;
      const status = JSON.parse(await selfcheck('job', 'status', '--job', 'list.job', '--json'));
      lost.push(status.done);
      progress(`killed ${kills + 1} times: ${status.done} of ${status.chunks} chunks are done`);
    }
    if (!existsSync(join(directory, 'list/current.minisig'))) await selfcheck(...build('list'));
    execFileSync('diff', ['-r', 'whole', 'list'], { cwd: directory });
    return { kills, monotonic: lost.every((done, i) => i === 0 || done >= lost[i - 1]) };
  });
  console.log('\n## A build that is killed\n');
  console.log('With SIGKILL, at random moments. A chunk that was done once stays done; the list is byte for byte that of a build in one go.');
  printTable(['kills', 'chunks lost that were done', 'list'], [[String(result.kills), result.monotonic ? 'none' : 'SOME', 'identical']]);
  await keepResult('publish-kills', result);
}
