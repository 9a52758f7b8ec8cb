// Where the parts that are measured are, and where results go.
import { mkdirSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

export { chromium, cli, engine, webDirectory } from '../../tests/browser/support/paths.mjs';

const fromRoot = (path) => fileURLToPath(new URL(`../../${path}`, import.meta.url));

export const benchDirectory = fromRoot('bench');
export const npmDirectory = fromRoot('bench/node_modules');
/** Results, and the lists that are built once. */
export const outDirectory = fromRoot('build/bench');
export const nativeArgon2 = fromRoot('build/bench/native/argon2');
export const slowDownProgram = fromRoot('build/bench/native/slow_down');

mkdirSync(outDirectory, { recursive: true });
