// The default of a Selfcheck list.
export const kMemoryKib = 64 * 1024;
export const kPasses = 3;
export const kHashSize = 32;
