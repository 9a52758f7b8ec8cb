// `bench/run keyed` measures what an evaluator's answer costs over HTTP beside its bare group operations, an evaluator's memory and
// connections under many clients, what a list costs to build with a key beside one without, and what a check costs on a slow phone.
import { parseArgs } from 'node:util';
import { describeRun, printRun } from '../support/report.mjs';
import { measureAnswers } from './answers.mjs';
import { measureBuild } from './build.mjs';
import { measureClients } from './clients.mjs';

// Only this part needs a browser, so its modules are loaded only for it.
const measurePage = async (options) => (await import('./page.mjs')).measurePage(options);
const kParts = { answers: measureAnswers, clients: measureClients, build: measureBuild, page: measurePage };

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    rounds: { type: 'string', default: '7' },
    clients: { type: 'string', default: '1000' },
    numbers: { type: 'string', default: '400' },
    typing: { type: 'string', default: '4000' },
  },
});
const parts = positionals.length > 0 && positionals[0] !== 'all' ? positionals : Object.keys(kParts);

printRun('Keyed lists', await describeRun());
const options = Object.fromEntries(Object.entries(values).map(([name, value]) => [name, Number(value)]));
for (const part of parts) await kParts[part](options);
