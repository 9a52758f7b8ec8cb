// Knows where the parts under test are. CI, and developers with other build directories, set the environment variables.
import { existsSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const fromRoot = (path) => fileURLToPath(new URL(`../../../${path}`, import.meta.url));

function find(what, variable, candidates) {
  const path = process.env[variable] ?? candidates.find((candidate) => existsSync(candidate));
  if (path && existsSync(path)) return path;
  throw new Error(`no ${what}: build it, or say where it is in ${variable}`);
}

/** The `selfcheck` program. */
export const cli = find('selfcheck program', 'SELFCHECK_CLI', [
  fromRoot('build/release/cli/selfcheck'),
  fromRoot('build/dev/cli/selfcheck'),
]);

/** Returns the path of the `selfcheck-evaluator` program, which is beside the other one. */
export const findEvaluator = () => find('selfcheck-evaluator program', 'SELFCHECK_EVALUATOR', [join(dirname(cli), 'selfcheck-evaluator')]);

/** The directory of selfcheck.mjs, selfcheck-simd.wasm and selfcheck.wasm. */
export const engine = find('engine', 'SELFCHECK_ENGINE', [fromRoot('build/wasm/wasm')]);

export const chromium = find('Chromium', 'SELFCHECK_CHROMIUM', ['/usr/bin/chromium']);
export const headlessShell = find('headless Chromium', 'SELFCHECK_HEADLESS_SHELL', ['/usr/bin/chromium-headless-shell', chromium]);
// These are looked for only when they are used, because whoever works on one thing in Chromium need not have them.
export const findFirefox = () => find('Firefox', 'SELFCHECK_FIREFOX', ['/usr/bin/firefox-esr', '/usr/bin/firefox']);
export const findWebKitWebDriver = () => find('WebKitWebDriver', 'SELFCHECK_WEBKIT_DRIVER', ['/usr/bin/WebKitWebDriver']);
export const findNginx = () => find('nginx', 'SELFCHECK_NGINX', ['/usr/sbin/nginx']);
export const findXvfb = () => find('Xvfb', 'SELFCHECK_XVFB', ['/usr/bin/Xvfb']);

export const repository = fromRoot('');
export const distScript = fromRoot('scripts/dist');
export const webDirectory = fromRoot('web');
export const errorHeader = fromRoot('core/include/selfcheck/error.h');
/** The directory of what support/kept.mjs keeps. */
export const keptDirectory = fromRoot('build/tests/kept');
export const threatModel = fromRoot('docs/THREAT-MODEL.md');
export const embeddingDocument = fromRoot('docs/EMBEDDING.md');
export const testsDirectory = fromRoot('tests');
export const screenshots = process.env.SELFCHECK_SCREENSHOTS ?? fromRoot('build/screenshots');
export const readmeScreenshots = fromRoot('docs/screenshots');
