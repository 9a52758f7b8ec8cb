// `bench/run publish`: what building a list costs beside its hashes, what a killed build loses, and how fast it hashes.
import { parseArgs } from 'node:util';
import { describeRun, printRun } from '../support/report.mjs';
import { measureHash } from './hash.mjs';
import { measureKills } from './kills.mjs';
import { measureRows } from './rows.mjs';
import { measureSample } from './sample.mjs';

const kParts = { hash: measureHash, rows: measureRows, kills: measureKills, sample: measureSample };

const { values } = parseArgs({
  options: {
    only: { type: 'string', default: Object.keys(kParts).join(',') },
    rows: { type: 'string', default: '100000,1000000,10000000' },
    rounds: { type: 'string', default: '10' },
  },
});

printRun('Publishing', await describeRun());
for (const part of values.only.split(',')) await kParts[part]({ rows: values.rows.split(',').map(Number), rounds: Number(values.rounds) });
