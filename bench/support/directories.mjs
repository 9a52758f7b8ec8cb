// The directories of the benchmarks and of their results.
import { mkdirSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

export const fromRoot = (path) => fileURLToPath(new URL(`../../${path}`, import.meta.url));

export const benchDirectory = fromRoot('bench');
/** Has the results, and the lists that are built once and kept. */
export const outDirectory = fromRoot('build/bench');

mkdirSync(outDirectory, { recursive: true });
