// The web app manifest, by which a phone can put the site on its home screen.

import { inLanguage } from './pages/frame.mjs';

export const kManifestName = 'app.webmanifest';

/** The colours of a site without an accent of its own, as in site/style.css. */
const kAccent = '#0b5563';
const kPaper = '#ffffff';

/**
 * Returns the manifest. Its addresses are relative to it, but for the identity, which would otherwise be that of another site on the same host.
 *
 * @param {import('./build_types.d.ts').SiteIdentity} identity
 * @param {{address: URL, direction: string, icons: {small: string, large: string, maskable: string}}} site
 */
export function appManifest({ name, language, accent }, { address, direction, icons }) {
  /** @type {(src: string, size: number, purpose: 'any' | 'maskable') => object} */
  const icon = (src, size, purpose) => ({ src, sizes: `${size}x${size}`, type: 'image/png', purpose });
  const manifest = {
    name: inLanguage(name, language),
    short_name: inLanguage(name, language),
    lang: language,
    dir: direction,
    id: address.pathname,
    start_url: './',
    scope: './',
    display: 'standalone',
    theme_color: accent ?? kAccent,
    background_color: kPaper,
    icons: [icon(icons.small, 192, 'any'), icon(icons.large, 512, 'any'), icon(icons.maskable, 512, 'maskable')],
  };
  return `${JSON.stringify(manifest, undefined, 2)}\n`;
}
