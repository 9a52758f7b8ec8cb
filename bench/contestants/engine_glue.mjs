// Exports the engine's glue for Node. In a bundle for browsers, support/bundle.mjs replaces this file by the glue itself.
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { engine } from '../support/paths.mjs';

export default (await import(pathToFileURL(join(engine, 'selfcheck.mjs')))).default;
