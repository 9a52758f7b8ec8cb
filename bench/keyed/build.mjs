// Compares building a list with a key and building the same list without one, at the same cost of the slow hash, in the whole
// program's processor time.
import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import { inDirectory, kFixed } from '../publish/support.mjs';
import { keepResult, printTable, progress } from '../support/report.mjs';
import { median, pairedRatio } from '../support/stats.mjs';
import { cli, inDays } from './evaluator.mjs';

// The default cost of a keyed list.
const kCost = ['--mem', '32', '--ops', '2'];

const seconds = (time) => {
  const [minutes, rest] = time.split('m');
  return Number(minutes) * 60 + Number.parseFloat(rest);
};

export async function measureBuild({ rounds, numbers: count }) {
  const samples = { static: new Map(), keyed: new Map() };
  await inDirectory(async ({ directory, selfcheck, numbers, run }) => {
    await numbers(count, 'numbers');
    await selfcheck('deal', '--threshold', '2', '--of', '3', '--until', inDays(200), '--out', 'dealt', '--no-password');
    const evaluators = [1, 2, 3].flatMap((index) => ['--evaluator', `https://evaluator${index}.example/`]);
    const options = {
      static: [],
      keyed: ['--evaluation', 'dealt/evaluation.json', '--share', 'dealt/share-0.key', ...evaluators],
    };
    // The last line of the shell's `times` says what its children have used.
    const script = '"$@" >/dev/null 2>log || { cat log >&2; exit 1; }; times';
    const build = async (scheme) => {
      const args = ['build', '--kind', 'mobile', '--secret-key', 'key', '--out', 'list', '--valid-days', '30', ...kCost];
      const used = await run('bash', ['-c', script, 'build', cli, ...args, ...kFixed, ...options[scheme], 'numbers']);
      for (const made of ['list', 'list.pin.json']) await rm(join(directory, made), { recursive: true });
      const [user, system] = used.trim().split('\n').at(-1).split(' ');
      return seconds(user) + seconds(system);
    };
    for (let round = 0; round < rounds; round += 1) {
      progress(`builds of ${count} numbers, round ${round + 1} of ${rounds}`);
      const schemes = round % 2 === 0 ? ['static', 'keyed'] : ['keyed', 'static'];
      for (const scheme of schemes) samples[scheme].set(round, await build(scheme));
    }
  });

  console.log('\n## A build with a key\n');
  console.log(`Processor time, median of ${rounds} rounds; ${count.toLocaleString('en')} numbers, 32 MiB, 2 passes.`);
  printTable(
    ['', 'seconds', 'of static'],
    Object.entries(samples).map(([scheme, of]) => [scheme, median([...of.values()]).toFixed(2), pairedRatio(of, samples.static).toFixed(3)]),
  );
  await keepResult('keyed-build', { count, ...Object.fromEntries(Object.entries(samples).map(([name, of]) => [name, [...of.values()]])) });
}
