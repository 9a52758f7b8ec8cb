// Puts a site's own accent colour and logo into its style sheets.

import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { importBundled, web } from './bundle.mjs';

/**
 * Returns the custom properties of the style sheet `file` whose values are colours, by name.
 *
 * @param {string} file
 * @returns {Promise<Record<string, string>>}
 */
async function coloursOf(file) {
  const css = await readFile(join(web, 'site', file), 'utf8');
  return Object.fromEntries([...css.matchAll(/(--[\w-]+): (#[0-9a-f]{6});/g)].map(([, name, colour]) => [name, colour]));
}

/**
 * Returns the rules that give a page the accent colour, in both palettes. It is made lighter or darker where it could not be read. Verdicts look the
 * same on every site, since style.css gives them colours that are not the accent.
 *
 * @param {string} accent `#rrggbb`
 */
async function accentRules(accent) {
  const { accentBackgrounds, hexOf, parseColour, readableAccent } = await importBundled('src/widget/colour.ts');
  const light = await coloursOf('style.css');
  const dark = { ...light, ...(await coloursOf('dark.css')) };
  const rule = (/** @type {Record<string, string>} */ palette) => {
    const backgrounds = accentBackgrounds.map((/** @type {string} */ name) => {
      const colour = palette[name];
      if (!colour) throw new Error(`style.css has no colour ${name}`);
      return parseColour(colour);
    });
    const { accent: shade, pressed } = readableAccent(parseColour(accent), backgrounds);
    return `:root{--accent:${hexOf(shade)};--accent-pressed:${hexOf(pressed)};--on-accent:var(--paper)}`;
  };
  return `${rule(light)}@media (prefers-color-scheme:dark){${rule(dark)}}`;
}

/**
 * Returns a function that adds to a style sheet what the site's owner has chosen.
 *
 * @param {import('./build_types.d.ts').SiteIdentity} identity
 */
export async function themeOf({ accent, logo }) {
  const rules = [accent ? await accentRules(accent) : '', logo ? '.brand>img{object-fit:contain}' : ''].join('');
  return (/** @type {Uint8Array} */ css) => (rules ? `${Buffer.from(css).toString().trimEnd()}${rules}\n` : css);
}
