// One of the page's TypeScript files, for tests that need no browser.
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { webDirectory } from './paths.mjs';

const { build } = createRequire(join(webDirectory, 'package.json'))('esbuild');

/** `path` is below web/src. */
export async function importWebModule(path) {
  const { outputFiles } = await build({
    entryPoints: [join(webDirectory, 'src', path)],
    bundle: true,
    format: 'esm',
    write: false,
  });
  return import(`data:text/javascript;base64,${Buffer.from(outputFiles[0].contents).toString('base64')}`);
}
