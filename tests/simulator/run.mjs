// Lets many worlds pass, counts what happened in them, and finds the least that makes a world fail.

const add = (counts, key, count = 1) => counts.set(key, (counts.get(key) ?? 0) + count);

/** Lets the worlds of `count` seeds pass, from `first` on. */
export async function run(universe, { first = 1, count, mistake, onFailure = () => {} }) {
  const sum = { seeds: 0, outcomes: new Map(), reasons: new Map(), events: new Map(), failures: [] };
  for (let seed = first; seed < first + count; seed += 1) {
    const { violation, outcomes, reasons, met } = await universe.live(seed, { mistake });
    sum.seeds += 1;
    for (const [outcome, times] of Object.entries(outcomes)) add(sum.outcomes, outcome, times);
    for (const [reason, times] of Object.entries(reasons)) add(sum.reasons, reason, times);
    for (const event of new Set(met.map(({ kind, what }) => `${kind}: ${what}`))) add(sum.events, event);
    if (!violation) continue;
    sum.failures.push({ seed, violation });
    await onFailure(seed, violation);
  }
  return sum;
}

/** Returns the least of what happens in the seed's world with which it still fails like this: {violation, met, without}. */
export async function shrink(universe, seed, { mistake } = {}) {
  let best = { ...(await universe.live(seed, { mistake })), without: new Set() };
  const { what } = best.violation;
  for (let size = Math.ceil(best.met.length / 2); size >= 1; size = size === 1 ? 0 : Math.ceil(size / 2)) {
    for (let at = 0; at < best.met.length; ) {
      const without = new Set([...best.without, ...best.met.slice(at, at + size).map(({ id }) => id)]);
      const tried = await universe.live(seed, { mistake, without });
      if (tried.violation?.what === what && tried.met.length < best.met.length) best = { ...tried, without };
      else at += size;
    }
  }
  return best;
}
