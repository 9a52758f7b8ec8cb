// `bench/run publish` measures what building a list costs beside its hashes, what a killed build loses, and what it costs to
// hash a sample again. hash.cpp measures how fast the program hashes.
import { parseArgs } from 'node:util';
import { describeRun, printRun } from '../support/report.mjs';
import { measureKills } from './kills.mjs';
import { measureRows } from './rows.mjs';
import { measureSample } from './sample.mjs';

const kParts = { rows: measureRows, kills: measureKills, sample: measureSample };

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: { rows: { type: 'string', default: '100000,1000000,10000000' } },
});
const parts = positionals.length > 0 && positionals[0] !== 'all' ? positionals : Object.keys(kParts);

printRun('Publishing', await describeRun());
for (const part of parts) await kParts[part]({ rows: values.rows.split(',').map(Number) });
