// The paths of the parts that are measured, and of the results.
import { fromRoot } from './directories.mjs';

export { chromium, cli, engine, webDirectory } from '../../tests/browser/support/paths.mjs';
export { benchDirectory, outDirectory } from './directories.mjs';

export const npmDirectory = fromRoot('bench/node_modules');
export const nativeArgon2 = fromRoot('build/bench/native/argon2');
export const slowDownProgram = fromRoot('build/bench/native/slow_down');
