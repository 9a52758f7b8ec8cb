// What a page's head says of it to others: to search engines, and to those that show a link together with a picture and a few words (Open Graph).
// Addresses in it are whole ones, and so there are none where the build does not know where the site will be.

import { kPreviewSize } from '../pictures/preview.mjs';
import { escape } from '../template.mjs';

/** @typedef {import('../build_types.d.ts').PagesContext} PagesContext */

/** Readers of Open Graph want a country too. The site's is India. */
const localeOf = (/** @type {string} */ language) => `${language}_IN`;

/** @param {string} property @param {string} content */
const meta = (property, content) => `<meta property="${property}" content="${escape(content)}">`;

/**
 * Returns the description, which is of use without an address too.
 *
 * @param {string} text
 */
const description = (text) => `<meta name="description" property="og:description" content="${escape(text)}">`;

/**
 * Returns the tags of one page in one language. `path` is its own from the site's root, and `addressIn` returns that of the page in any language,
 * where each has a page of its own.
 *
 * @param {PagesContext} context
 * @param {{title: string, description: string, language: string, path: string, addressIn?: (language: string) => string}} page
 */
export function headTags({ address, messages, preview }, page) {
  const { language, addressIn } = page;
  if (!address || !preview) return `${description(page.description)}\n`;
  const whole = (/** @type {string} */ path) => new URL(path, address).href;
  const others = Object.keys(messages).filter((code) => code !== language);
  const { width, height } = kPreviewSize;
  return `${[
    description(page.description),
    `<link rel="canonical" href="${whole(page.path)}">`,
    ...(addressIn ? Object.keys(messages).map((code) => `<link rel="alternate" hreflang="${code}" href="${whole(addressIn(code))}">`) : []),
    meta('og:title', page.title),
    meta('og:type', 'website'),
    meta('og:url', whole(page.path)),
    meta('og:locale', localeOf(language)),
    ...others.map((code) => meta('og:locale:alternate', localeOf(code))),
    meta('og:image', whole(preview.file)),
    meta('og:image:width', String(width)),
    meta('og:image:height', String(height)),
    meta('og:image:alt', preview.says),
    '<meta name="twitter:card" content="summary_large_image">',
  ].join('\n')}\n`;
}
