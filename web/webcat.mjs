// The release manifest in the form that WEBCAT's browser extension reads, without signatures: docs/SERVING.md says how it gets them. The form is that
// of https://github.com/freedomofpress/webcat of July 2026 (extension/src/webcat/interfaces/bundle.ts).

import { createHash } from 'node:crypto';

const kIndex = 'index.html';

/** @param {string | Uint8Array} contents */
const sha256 = (contents) => createHash('sha256').update(contents).digest('base64url');

/**
 * Returns the manifest. `policyOf` returns the Content-Security-Policy with which a file is served. The frame's is left out: the extension refuses every
 * manifest with a policy like it, whose workers come from a blob, and shows no frame of an enrolled site whose policy is not in the manifest.
 *
 * @param {import('./build_types.d.ts').SiteFiles} site
 * @param {{version: string, policyOf: (path: string) => string, otherPolicy: string}} release
 */
export function webcatManifest(site, { version, policyOf, otherPolicy }) {
  const files = [...site.files].sort(([a], [b]) => (a < b ? -1 : 1));
  const policies = files.map(([path]) => [`/${path}`, policyOf(path)]).filter(([path, policy]) => policy !== otherPolicy && path !== '/widget.html');
  const manifest = {
    name: 'Selfcheck',
    version,
    default_csp: otherPolicy,
    extra_csp: Object.fromEntries(policies),
    default_index: kIndex,
    default_fallback: `/${kIndex}`,
    files: Object.fromEntries(files.map(([path, contents]) => [`/${path}`, sha256(contents)])),
    wasm: files.filter(([path]) => path.endsWith('.wasm')).map(([, contents]) => sha256(contents)).sort(),
  };
  return `${JSON.stringify(manifest, undefined, 2)}\n`;
}
