// Compares answers over HTTP on loopback with the bare group operations of as many answers, in processor time. What else the
// machine does, and how fast the client is, hardly change processor time.
import { pairedRatio, median } from '../support/stats.mjs';
import { keepResult, printTable, progress } from '../support/report.mjs';
import { askMany, cpuSeconds, keepingAgent, leavingAgent, startGroup, withEvaluator } from './evaluator.mjs';

const kQuestions = 4000;
const kAtOnce = 16;

/** Returns how many microseconds of processor time an answer takes the evaluator. */
async function overHttp(evaluator, agent) {
  const before = await cpuSeconds(evaluator.pid);
  await askMany(evaluator, agent, kQuestions, kAtOnce);
  const after = await cpuSeconds(evaluator.pid);
  const microseconds = (part) => ((after[part] - before[part]) / kQuestions) * 1e6;
  return { user: microseconds('user'), system: microseconds('system') };
}

export async function measureAnswers({ rounds }) {
  const names = ['bare', 'core', 'kept', 'user', 'anew', 'check'];
  const samples = Object.fromEntries(names.map((name) => [name, new Map()]));
  const group = startGroup();
  await withEvaluator(async (evaluator) => {
    const [kept, anew] = [keepingAgent(kAtOnce), leavingAgent(kAtOnce)];
    await askMany(evaluator, kept, 200, kAtOnce);
    for (let round = 0; round < rounds; round += 1) {
      progress(`answers, round ${round + 1} of ${rounds}`);
      const steps = [
        async () => {
          const { user, system } = await overHttp(evaluator, kept);
          samples.user.set(round, user);
          samples.kept.set(round, user + system);
        },
        async () => {
          const { user, system } = await overHttp(evaluator, anew);
          samples.anew.set(round, user + system);
        },
        async () => samples.bare.set(round, (await group.measure('bare', kQuestions)) / 1000),
        async () => samples.core.set(round, (await group.measure('answer', kQuestions)) / 1000),
        async () => samples.check.set(round, (await group.measure('check', kQuestions / 8)) / 1000),
      ];
      for (let i = 0; i < steps.length; i += 1) await steps[(i + round) % steps.length]();
    }
    kept.destroy();
    anew.destroy();
  });
  group.stop();

  console.log('\n## An evaluator’s answer\n');
  console.log(`Processor time of one, median of ${rounds} rounds of ${kQuestions} over HTTP ${kAtOnce} at a time. Bare: four products of points and one of the generator, libsodium’s.`);
  const row = (name, of) => {
    const us = median([...of.values()]);
    return [name, us.toFixed(0), Math.round(1e6 / us).toLocaleString('en'), pairedRatio(samples.bare, of).toFixed(2)];
  };
  printTable(
    ['', 'µs', 'a core-second', 'of bare'],
    [
      row('bare group operations', samples.bare),
      row('core’s answer', samples.core),
      row('over HTTP, the program’s own time', samples.user),
      row('over HTTP, with the system’s', samples.kept),
      row('over HTTP, each on a connection of its own, with the system’s', samples.anew),
    ],
  );
  console.log(`\nA client’s own work on two answers of three: ${median([...samples.check.values()]).toFixed(0)} µs, ${pairedRatio(samples.check, samples.bare).toFixed(1)} times the bare operations of one answer.`);
  await keepResult('keyed-answers', Object.fromEntries(Object.entries(samples).map(([name, of]) => [name, [...of.values()]])));
}
