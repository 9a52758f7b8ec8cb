// `bench/run argon2` measures Argon2id with a list's default parameters: ours against native libsodium and against npm's, in Node and in
// Chromium.
import { parseArgs } from 'node:util';
import { canonicalForm } from '../../tests/browser/support/synthetic.mjs';
import { kContestants, kPeerPackages, presentContestants } from '../contestants/index.mjs';
import { openingFiles, syntheticList } from '../support/list.mjs';
import { describeRun, keepResult, printRun, printTable, progress } from '../support/report.mjs';
import { median, pairedRatio } from '../support/stats.mjs';
import { chromiumLanes } from './chromium_lane.mjs';
import { startNative } from './native_lane.mjs';
import { nodeLanes } from './node_lane.mjs';
import { measureFirstCalls, measureWarm } from './rounds.mjs';

const { values: options } = parseArgs({
  options: {
    rounds: { type: 'string', default: '16' },
    first: { type: 'string', default: '5' },
    only: { type: 'string', default: 'node,chromium' },
    contestants: { type: 'string' },
  },
});
const rounds = Number(options.rounds);
const firstRounds = Number(options.first);

const kEnvironments = [
  { id: 'node', name: 'Node', start: nodeLanes },
  { id: 'chromium', name: 'Chromium, in a worker', start: chromiumLanes },
];

/** How many numbers are hashed. All are in the list, so that our engine's verdict proves its hash. */
const kNumbers = 8;

async function measure(environment, contestants, list, inputs) {
  const native = startNative();
  const lanes = await environment.start(list, contestants);
  try {
    progress(`${environment.name}: ${rounds} rounds`);
    const warm = await measureWarm({ contestants, lanes, native, inputs, rounds });
    const firstCalls = await measureFirstCalls({ contestants, lanes, native, inputs, rounds: firstRounds });
    return { warm, firstCalls };
  } finally {
    await lanes.stop();
    await native.stop();
  }
}

const values = (samples) => [...samples.values()];
const ms = (value) => value.toFixed(value < 10 ? 1 : 0);
const times = (value) => (value === undefined ? '' : value.toFixed(2));

function printEnvironment(environment, contestants, { warm, firstCalls }) {
  const native = warm.get('native');
  const peers = contestants.filter(({ ours }) => !ours).map(({ id, name }) => ({ name, samples: warm.get(id) }));
  const fastest = peers.reduce((a, b) => (median(values(a.samples)) <= median(values(b.samples)) ? a : b));
  console.log(`\n## ${environment.name}`);
  const row = (name, samples, first) => [
    name,
    ms(median(values(samples))),
    ms(Math.min(...values(samples))),
    times(pairedRatio(samples, native)),
    times(pairedRatio(samples, fastest.samples)),
    ...(first ? [ms(median(values(first.load))), ms(median(values(first.first))), times(pairedRatio(first.first, firstCalls.native))] : ['', '', '']),
    samples.size,
  ];
  printTable(
    ['', 'warm, ms', 'min', '/ native', `/ ${fastest.name}`, 'load, ms', 'first call, ms', '/ native', 'rounds'],
    [
      row('libsodium, native', native),
      ...contestants.map(({ id, name }) => row(name, warm.get(id), firstCalls.samples.get(id))),
    ],
  );
}

const plain = (value) =>
  value instanceof Map ? Object.fromEntries([...value].map(([key, inner]) => [key, plain(inner)])) : value;

const wanted = options.contestants?.split(',');
const contestants = presentContestants().filter(({ id }) => !wanted || wanted.includes(id));
if (contestants.every(({ ours }) => ours)) throw new Error('--contestants: none of npm’s, which the others are compared with');
const list = await syntheticList('argon2', { count: kNumbers, options: ['--mem', '64', '--ops', '3'] });
const files = await openingFiles(list);
const salt = Buffer.from((await list.files.manifestFields()).group_salt, 'hex');
const inputs = list.members.map((digits) => ({
  digits,
  password: new TextEncoder().encode(canonicalForm('mobile', digits)),
  salt: new Uint8Array(salt),
}));

const run = await describeRun(kPeerPackages);
printRun(
  'Argon2id: 64 MiB, 3 passes, 1 lane, 32 bytes',
  run,
  `Warm: medians of ${rounds} rounds, all in turn. First call: medians of ${firstRounds}, each in a fresh process; "load" is script and module until it can be called.`,
);
const results = {};
for (const environment of kEnvironments.filter(({ id }) => options.only.split(',').includes(id))) {
  const result = await measure(environment, contestants, files, inputs);
  printEnvironment(environment, contestants, result);
  const firstCalls = [...result.firstCalls.samples].map(([id, { load, first }]) => [id, { load: plain(load), first: plain(first) }]);
  results[environment.id] = {
    warm: plain(result.warm),
    firstCalls: { native: plain(result.firstCalls.native), ...Object.fromEntries(firstCalls) },
  };
}
await keepResult('argon2', { run, rounds, firstRounds, names: Object.fromEntries(kContestants.map(({ id, name }) => [id, name])), results });
