// The site's icon as other programs want it: its owner's logo, or Selfcheck's own drawing.

import { toPng } from './png.mjs';

/** What site/icon.svg has as its ground, and what a logo stands on: nobody knows which other colours a logo can be seen on. */
const kIconGround = '#0b5563';
const kLogoGround = '#ffffff';

/** How much of a picture's side an icon may take. Phones cut a maskable one down to a circle of four fifths of it. */
const kIconShare = 0.8;
const kLogoShare = 0.56;

/** @typedef {{type: string, contents: Uint8Array}} Picture */

/**
 * Returns a picture as an SVG element of one side length, in its own proportions.
 *
 * @param {Picture} picture
 * @param {{x: number, y: number, side: number}} place
 */
export function placed({ type, contents }, { x, y, side }) {
  const media = type === 'svg' ? 'image/svg+xml' : 'image/png';
  const data = Buffer.from(contents).toString('base64');
  return `<image x="${x}" y="${y}" width="${side}" height="${side}" href="data:${media};base64,${data}"/>`;
}

/**
 * Returns what a site has as its icon: its owner's logo, or else Selfcheck's drawing.
 *
 * @param {import('../build_types.d.ts').SiteIdentity} identity
 * @param {Uint8Array} drawing
 * @returns {Picture}
 */
export const iconOf = ({ logo }, drawing) => logo ?? { type: 'svg', contents: drawing };

/**
 * Returns an icon as PNG: as large as the picture and without a ground, unless one is given with the share of the picture's side that the icon takes.
 *
 * @param {Picture} icon
 * @param {number} size in pixels
 * @param {{share: number, colour: string}} [ground]
 */
function draw(icon, size, { share, colour } = { share: 1, colour: 'none' }) {
  const side = size * share;
  const ground = `<rect width="${size}" height="${size}" fill="${colour}"/>`;
  const edge = (size - side) / 2;
  const image = placed(icon, { x: edge, y: edge, side });
  return toPng(`<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${size} ${size}">${ground}${image}</svg>`, size);
}

/**
 * Adds the icons to a site, and returns their names: those of the web app manifest, and the one that iPhones take, which has no corners that one
 * could see through.
 *
 * @param {import('../build_types.d.ts').SiteFiles} site
 * @param {import('../build_types.d.ts').SiteIdentity} identity
 * @param {Picture} icon
 */
export async function addIcons(site, { logo }, icon) {
  const colour = logo ? kLogoGround : kIconGround;
  return {
    small: site.addHashed('icon-192.png', await draw(icon, 192)),
    large: site.addHashed('icon-512.png', await draw(icon, 512)),
    maskable: site.addHashed('icon-maskable.png', await draw(icon, 512, { share: logo ? kLogoShare : kIconShare, colour })),
    apple: site.addHashed('apple-touch-icon.png', await draw(icon, 180, { share: logo ? kIconShare : 1, colour })),
  };
}
