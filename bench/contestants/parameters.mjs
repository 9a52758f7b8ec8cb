// The default parameters of a Selfcheck list's hash.
export const kMemoryKib = 64 * 1024;
export const kPasses = 3;
export const kHashSize = 32;
