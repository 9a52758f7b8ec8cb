// The texts that lie in the site as they are: what search engines may read, and the project's documents that readers are pointed to, so
// that the links to them work wherever the site is.

import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { web } from './bundle.mjs';

/** Where each text is in the site, and where it comes from, below the root of the repository. */
const kTexts = {
  'licence.txt': 'LICENSE',
  'licences.txt': 'web/site/licences.txt',
  'robots.txt': 'web/site/robots.txt',
  'docs/format.txt': 'docs/FORMAT.md',
  'docs/threat-model.txt': 'docs/THREAT-MODEL.md',
  'docs/verifying.txt': 'docs/VERIFYING.md',
};

/** @param {import('./build_types.d.ts').SiteFiles} site */
export async function addPublicTexts(site) {
  for (const [path, source] of Object.entries(kTexts)) site.add(path, await readFile(join(web, '..', source)));
}
