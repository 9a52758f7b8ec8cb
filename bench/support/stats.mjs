// Statistics of samples: medians, ratios of what was measured side by side, and slopes.

export function median(values) {
  const sorted = [...values].sort((a, b) => a - b);
  const middle = sorted.length >> 1;
  return sorted.length % 2 === 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
}

/**
 * Returns how many times as long as `base` the samples took: the median over all rounds of the ratio within each round, so that a
 * machine that is slower for a while is slower for both. `samples` and `base` map a round to milliseconds. Rounds that only one of
 * them has are left out.
 */
export function pairedRatio(samples, base) {
  const ratios = [...samples].flatMap(([round, ms]) => (base.has(round) ? [ms / base.get(round)] : []));
  return ratios.length > 0 ? median(ratios) : undefined;
}

/** Returns by how much y grows for each x, by least squares. */
export function slope(points) {
  const mean = (values) => values.reduce((sum, value) => sum + value, 0) / values.length;
  const meanX = mean(points.map(([x]) => x));
  const meanY = mean(points.map(([, y]) => y));
  const across = points.reduce((sum, [x, y]) => sum + (x - meanX) * (y - meanY), 0);
  return across / points.reduce((sum, [x]) => sum + (x - meanX) ** 2, 0);
}
