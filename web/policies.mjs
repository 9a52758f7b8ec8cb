// The Content-Security-Policies of the site's pages.

const kTrustedTypes = ["require-trusted-types-for 'script'", 'trusted-types selfcheck'];

/** @param {{readonly url: string}} place */
const isElsewhere = ({ url }) => /^https?:/.test(url);

/** @param {Pick<import('./build_types.d.ts').Pins, 'lists'>} pins */
const listHosts = ({ lists }) => lists.filter(isElsewhere).map(({ url }) => new URL(url).origin);

/**
 * Where connections are allowed to, and nowhere else: to hosts of lists that are not this site's, and to evaluators, of whose hosts only
 * the address that is pinned is named.
 *
 * @param {import('./build_types.d.ts').Pins} pins
 */
function otherPlaces({ lists }) {
  const hosts = listHosts({ lists });
  const evaluators = lists.flatMap((pin) => pin.evaluators ?? []).filter(isElsewhere);
  return [...new Set([...hosts, ...evaluators.map(({ url }) => new URL(url).href)])].sort();
}

/** @param {import('./build_types.d.ts').Pins} pins */
export function pagePolicy(pins) {
  return [
    "default-src 'none'",
    "script-src 'self' 'wasm-unsafe-eval'",
    "worker-src 'self'",
    "style-src 'self'",
    "img-src 'self'",
    "manifest-src 'self'",
    `connect-src ${["'self'", ...otherPlaces(pins)].join(' ')}`,
    "base-uri 'none'",
    "form-action 'none'",
    ...kTrustedTypes,
  ].join('; ');
}

/**
 * A frame without an origin has no `'self'`: WebKit, over HTTPS, takes it for every host. So its own origin is written out. Nothing may be an image
 * either, since none is needed.
 *
 * @param {import('./build_types.d.ts').Pins} pins
 * @param {string} origin
 */
export function framePolicy(pins, origin) {
  return [
    "default-src 'none'",
    `script-src ${origin} 'wasm-unsafe-eval'`,
    'worker-src blob:',
    `style-src ${origin}`,
    `connect-src ${[origin, ...otherPlaces(pins).filter((one) => one !== origin)].join(' ')}`,
    "base-uri 'none'",
    "form-action 'none'",
    ...kTrustedTypes,
  ].join('; ');
}

/**
 * The page for editors shows the frame, and reads what the lists say of themselves. It asks no evaluator.
 *
 * @param {import('./build_types.d.ts').Pins} pins
 */
export const builderPolicy = (pins) => [
  "default-src 'none'",
  "script-src 'self' 'wasm-unsafe-eval'",
  "worker-src 'self'",
  "style-src 'self'",
  "img-src 'self'",
  `connect-src ${["'self'", ...new Set(listHosts(pins).sort())].join(' ')}`,
  "frame-src 'self'",
  "base-uri 'none'",
  "form-action 'none'",
  ...kTrustedTypes,
].join('; ');

/** The pages that are read and nothing else: no script runs there, and nothing is connected to. */
export const textPolicy = ["default-src 'none'", "style-src 'self'", "img-src 'self'", "base-uri 'none'", "form-action 'none'"].join('; ');
