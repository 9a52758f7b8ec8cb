/** A list that is no larger, all buckets together, is fetched whole by everybody, and so is told nothing. */
export const kSmallListBytes = 100_000;
