// Measures contestants in turn. In every round each of them hashes the round's number once, and another one begins in each round,
// so that a machine that changes its speed changes it for all. A wrong hash or verdict ends the run.
import { progress } from '../support/report.mjs';

const kNative = 'native';
/** How many rounds come before those that count. In them the compiler's tiers do their work, and memory grows. */
const kWarmUpRounds = 2;

/** Returns a map from each contestant's id, and from `native`, to a map from the round to milliseconds. */
export async function measureWarm({ contestants, lanes, native, inputs, rounds }) {
  const running = new Map([[kNative, native]]);
  for (const contestant of contestants) running.set(contestant.id, await lanes.start(contestant));
  const samples = new Map([...running.keys()].map((id) => [id, new Map()]));
  const everyRounds = new Map(contestants.map(({ id, everyRounds = 1 }) => [id, everyRounds]));

  for (let round = -kWarmUpRounds; round < rounds; round += 1) {
    const ids = [...running.keys()].filter((id) => round % (everyRounds.get(id) ?? 1) === 0);
    const first = (round + kWarmUpRounds) % ids.length;
    const input = inputs[(round + kWarmUpRounds) % inputs.length];
    const answers = new Map();
    for (const id of [...ids.slice(first), ...ids.slice(0, first)]) answers.set(id, await running.get(id).hash(input));
    checkAnswers(answers);
    if (round < 0) continue;
    for (const [id, { ms }] of answers) samples.get(id).set(round, ms);
  }
  for (const [id, lane] of running) if (id !== kNative) await lane.stop();
  return samples;
}

/**
 * Measures the first hash of a fresh process. Returns {native, samples}: milliseconds by round for native libsodium, and for each
 * contestant's id {load, first}, which are milliseconds by round.
 */
export async function measureFirstCalls({ contestants, lanes, native, inputs, rounds }) {
  const samples = new Map(contestants.map(({ id }) => [id, { load: new Map(), first: new Map() }]));
  const nativeSamples = new Map();
  for (let round = 0; round < rounds; round += 1) {
    const input = inputs[round % inputs.length];
    const answers = new Map([[kNative, await native.hash(input)]]);
    nativeSamples.set(round, answers.get(kNative).ms);
    for (let i = 0; i < contestants.length; i += 1) {
      const contestant = contestants[(i + round) % contestants.length];
      if (round % (contestant.everyRounds ?? 1) !== 0) continue;
      const lane = await lanes.startFresh(contestant);
      const answer = await lane.hash(input);
      await lane.stop();
      answers.set(contestant.id, answer);
      samples.get(contestant.id).load.set(round, lane.loadMs);
      samples.get(contestant.id).first.set(round, answer.ms);
    }
    checkAnswers(answers);
    progress(`first call: ${round + 1} of ${rounds}`);
  }
  return { native: nativeSamples, samples };
}

/** Everybody's hash must be native libsodium's. Our engine gives out no hash; its number must be found in the list. */
function checkAnswers(answers) {
  const expected = answers.get(kNative).hash;
  for (const [id, { hash, verdict }] of answers) {
    if (verdict === undefined ? hash !== expected : verdict !== 'found') throw new Error(`${id}: a wrong hash`);
  }
}
