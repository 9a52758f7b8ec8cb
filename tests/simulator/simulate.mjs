// Lets worlds pass and says what came of them: node simulate.mjs [SEEDS [FIRST]] [--mistake NAME]. scripts/simulate calls it.
import { parseArgs } from 'node:util';
import { run, shrink } from './run.mjs';
import { kMistakes } from './world/site.mjs';
import { kLie, Universe } from './world/world.mjs';

const { values, positionals } = parseArgs({ allowPositionals: true, options: { mistake: { type: 'string' } } });
const [count = 2000, first = 1] = positionals.map(Number);
const { mistake } = values;
const mistakes = [kLie, ...Object.keys(kMistakes)];
const isNumber = (one) => Number.isSafeInteger(one) && one > 0;
if (!isNumber(count) || !isNumber(first) || (mistake !== undefined && !mistakes.includes(mistake))) {
  console.error(`usage: scripts/simulate [SEEDS [FIRST]] [--mistake NAME]\n\nmistakes:\n  ${mistakes.join('\n  ')}`);
  process.exit(2);
}

// Browsers write these into a console, which nobody reads, and go on.
let unhandled = 0;
process.on('unhandledRejection', () => (unhandled += 1));

async function tell(seed, { what, atMs }) {
  console.log(`\nseed ${seed}: ${what}, after ${atMs} ms`);
  const { met } = await shrink(universe, seed, { mistake });
  console.log(`the least that it takes:\n${met.map(({ id, what: one }) => `  ${id}: ${one}`).join('\n')}`);
}

const universe = await Universe.make();
const before = process.cpuUsage();
const { seeds, outcomes, reasons, events, failures } = await run(universe, { first, count, mistake, onFailure: tell });
const { user, system } = process.cpuUsage(before);
const table = (counts) => [...counts].sort(([a], [b]) => (a < b ? -1 : 1)).map(([name, times]) => `  ${String(times).padStart(6)} ${name}`).join('\n');
console.log(`\nworlds in which it happened:\n${table(events)}`);
console.log(`\nreasons:\n${table(reasons)}`);
console.log(`\noutcomes:\n${table(outcomes)}`);
const happened = [...events.values()].reduce((sum, times) => sum + times, 0);
console.log(`\n${seeds} worlds, ${events.size} kinds of events (${happened}), ${failures.length} failures, ${unhandled} promises rejected unheard, ${Math.round((user + system) / 1e6)} s of processor`);
await universe.stop();
if (outcomes.size === 0) console.log('No check has ended, so nothing was shown.');
process.exitCode = failures.length > 0 || outcomes.size === 0 ? 1 : 0;
