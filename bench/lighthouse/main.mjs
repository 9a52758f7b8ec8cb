// `bench/run lighthouse` prints Lighthouse's scores of the page on a phone. The host compresses, and the list is tiny.
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { audit } from '../../tests/lighthouse/audit.mjs';
import { serveCompressed } from '../../tests/lighthouse/compressing_host.mjs';
import { syntheticList } from '../support/list.mjs';
import { outDirectory } from '../support/paths.mjs';
import { describeRun, keepResult, printRun, printTable, progress } from '../support/report.mjs';
import { serveSite } from '../support/site.mjs';

const { values } = parseArgs({ options: { rounds: { type: 'string', default: '5' } } });
const kCategories = ['performance', 'accessibility', 'best-practices'];

const run = await describeRun();
const list = await syntheticList('argon2', { count: 8, options: ['--mem', '64', '--ops', '3'] });
const served = await serveSite(list);
const host = await serveCompressed(served.url);
const rounds = [];
try {
  // The first audit does not count, because the host has nothing compressed yet.
  await audit(host.url, kCategories);
  while (rounds.length < Number(values.rounds)) {
    rounds.push(await audit(host.url, kCategories));
    progress(`${rounds.length} of ${values.rounds}`);
  }
} finally {
  host.stop();
  await served.stop();
}

const kSimulated = 'Network and processor are simulated: 1.6 Mbit/s, 150 ms, a quarter of this machine’s speed.';
printRun(`Lighthouse ${rounds[0].version}, mobile`, run, `${kSimulated} A column for each round.`);
const names = Object.keys(rounds[0].metrics);
printTable(['', ...rounds.map((_, i) => String(i + 1))], [
  ...kCategories.map((category) => [category, ...rounds.map(({ scores }) => scores[category])]),
  ...names.map((name) => [name, ...rounds.map(({ metrics }) => metrics[name])]),
]);
console.log(`\n${[...new Set(rounds.flatMap(({ problems }) => problems))].map((line) => `- ${line}`).join('\n')}`);
await writeFile(join(outDirectory, 'lighthouse.html'), rounds.at(-1).html);
await keepResult('lighthouse', { run, rounds: rounds.map(({ html, ...rest }) => rest) });
