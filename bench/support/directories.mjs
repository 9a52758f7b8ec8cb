// Where results go, and what stands here.
import { mkdirSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

export const fromRoot = (path) => fileURLToPath(new URL(`../../${path}`, import.meta.url));

export const benchDirectory = fromRoot('bench');
/** Results, and the lists that are built once. */
export const outDirectory = fromRoot('build/bench');

mkdirSync(outDirectory, { recursive: true });
