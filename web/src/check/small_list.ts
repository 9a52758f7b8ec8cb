/** A list whose buckets together have no more bytes than this is fetched whole by everybody, so that its host is told nothing. */
export const kSmallListBytes = 100_000;
