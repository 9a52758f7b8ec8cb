// `bench/run lighthouse` prints Lighthouse's scores on a phone: of the check, or with `--page en/how.html` of another page of the site. The host
// compresses, and the list is tiny.
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { audit } from '../../tests/lighthouse/audit.mjs';
import { serveCompressed } from '../../tests/lighthouse/compressing_host.mjs';
import { syntheticList } from '../support/list.mjs';
import { outDirectory } from '../support/paths.mjs';
import { describeRun, keepResult, printRun, printTable, progress } from '../support/report.mjs';
import { serveSite } from '../support/site.mjs';

const { values } = parseArgs({ options: { rounds: { type: 'string', default: '5' }, page: { type: 'string', default: '' } } });
const kCategories = ['performance', 'accessibility', 'best-practices', 'seo'];

const run = await describeRun();
const list = await syntheticList('argon2', { count: 8, options: ['--mem', '64', '--ops', '3'] });
const served = await serveSite(list);
const host = await serveCompressed(served.url);
const address = new URL(values.page, host.url).href;
const rounds = [];
try {
  // The first audit does not count, because the host has nothing compressed yet.
  await audit(address, kCategories);
  while (rounds.length < Number(values.rounds)) {
    rounds.push(await audit(address, kCategories));
    progress(`${rounds.length} of ${values.rounds}`);
  }
} finally {
  host.stop();
  await served.stop();
}

const kSimulated = 'Network and processor are simulated: 1.6 Mbit/s, 150 ms, a quarter of this machine’s speed.';
printRun(`Lighthouse ${rounds[0].version}, mobile: ${values.page || 'the check'}`, run, `${kSimulated} A column for each round.`);
const names = Object.keys(rounds[0].metrics);
printTable(['', ...rounds.map((_, i) => String(i + 1))], [
  ...kCategories.map((category) => [category, ...rounds.map(({ scores }) => scores[category])]),
  ...names.map((name) => [name, ...rounds.map(({ metrics }) => metrics[name])]),
]);
console.log(`\n${[...new Set(rounds.flatMap(({ problems }) => problems))].map((line) => `- ${line}`).join('\n')}`);
await writeFile(join(outDirectory, 'lighthouse.html'), rounds.at(-1).html);
await keepResult('lighthouse', { run, page: values.page, rounds: rounds.map(({ html, ...rest }) => rest) });
