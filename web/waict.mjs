// The manifest that browsers with WAICT compare a site with (Web Application Integrity, Consistency and Transparency). It follows the draft of the
// 15th of April 2026, https://github.com/waict-wg/waict-integrity-spec: the site sends the header in report mode, which blocks nothing, and with no
// age, so that no browser stores it and no proof of publication is asked for.

import { createHash } from 'node:crypto';

/** The draft wants the hash in the manifest's address cut to this length. */
const kHashDigits = 22;

/** @param {string | Uint8Array} contents */
const sha256 = (contents) => createHash('sha256').update(contents).digest('base64url');

/**
 * Adds the manifest of all files that the site has, and returns the header's value.
 *
 * @param {import('./build_types.d.ts').SiteFiles} site
 * @param {{address: URL, app: string}} place `address` is the site's, `app` the name of the check's script
 */
export function addWaict(site, { address, app }) {
  const at = (/** @type {string} */ path) => new URL(path, address).href;
  const hashes = Object.fromEntries([...site.files].map(([path, contents]) => [at(path), sha256(contents)]));
  const page = hashes[at('index.html')] ?? '';
  const worker = hashes[at('sw.js')] ?? '';
  const manifest = {
    hashes: { ...hashes, [address.href]: page, [at(`sw.js?${app}`)]: worker },
    wasm_hashes: [...site.files].filter(([path]) => path.endsWith('.wasm')).map(([, contents]) => sha256(contents)).sort(),
    // The check is opened with a language, a kind or a mark of where its reader came from behind its address.
    fallback_hashes: [page],
  };
  // The empty line is where a proof of publication goes.
  const body = `${JSON.stringify(manifest)}\n\n`;
  const path = `waict/${sha256(body).slice(0, kHashDigits)}.waict`;
  site.add(path, body);
  return `max-age=0, mode=report, manifest="${address.pathname}${path}"`;
}
