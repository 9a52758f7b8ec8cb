// Loads one of the page's TypeScript files, for tests that need no browser.
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { webDirectory } from './paths.mjs';

const { build } = createRequire(join(webDirectory, 'package.json'))('esbuild');

const bundle = async (path, options) => {
  const { outputFiles } = await build({ entryPoints: [join(webDirectory, 'src', path)], bundle: true, write: false, ...options });
  return outputFiles[0];
};

/** Imports the file whose `path` is below web/src. */
export async function importWebModule(path) {
  const { contents } = await bundle(path, { format: 'esm' });
  return import(`data:text/javascript;base64,${Buffer.from(contents).toString('base64')}`);
}

/** Returns the text of a function for a browser. It calls `use`, which can use nothing around it, with the module and its own arguments. */
export async function withWebModule(path, use) {
  const { text } = await bundle(path, { format: 'iife', globalName: 'module' });
  return `(...args) => { const loaded = (() => { ${text}\nreturn module; })(); return (${use})(loaded, ...args); }`;
}
