// The picture that goes with a link to the site, where the link is sent or posted. It says what the site is for, and nothing of anybody.

import { placed } from './icons.mjs';
import { drawText, letter } from './lettering.mjs';
import { toPng } from './png.mjs';

/** In pixels: what readers of Open Graph expect. */
export const kPreviewSize = { width: 1200, height: 630 };

/** Some show the square in the middle and nothing else, so all words are in it, with some room at the sides. */
const kColumn = 570;
const kFoot = 90;
const kTop = 36;
const kIcon = 88;
/** A logo stands on white, since it may have any colours. */
const kPanel = `<rect x="${(kPreviewSize.width - kIcon) / 2}" y="${kTop}" width="${kIcon}" height="${kIcon}" rx="18" fill="#ffffff"/>`;
const kLogoShare = 0.8;
/** From what is above to the next text. */
const kGap = 12;

/** Sizes of letters, and the step by which all of them shrink until there is room. */
const kSizes = { name: 28, question: 58, promise: 31, address: 30 };
const kShrink = 0.96;

const kWhite = '#ffffff';
const kPale = '#d6ecf0';
const kGround = '#0b3c47';

/**
 * Returns `#rrggbb` as much darker as it has to be for white letters on it, with the part of the light that is left of it.
 *
 * @param {string} colour
 * @param {number} part
 */
const darkened = (colour, part) =>
  `#${[1, 3, 5].map((i) => Math.round(Number.parseInt(colour.slice(i, i + 2), 16) * part).toString(16).padStart(2, '0')).join('')}`;

/**
 * Returns the picture as PNG.
 *
 * @param {{name: string, question: string, promise: string, address: string}} words
 * @param {{language: string, accent: string | undefined, icon: import('./icons.mjs').Picture, isLogo: boolean}} style
 */
export async function previewPicture(words, { language, accent, icon, isLogo }) {
  const { width, height } = kPreviewSize;
  const bold = /** @type {const} */ ({ language, weight: 'Bold' });
  const [name, question, promise, address] = await Promise.all([
    letter(words.name, bold),
    letter(words.question, bold),
    letter(words.promise, { ...bold, weight: 'Regular' }),
    letter(words.address, { language: 'en', weight: 'Bold' }),
  ]);
  const ground = accent ? darkened(accent, 0.6) : kGround;
  const foot = darkened(ground, 0.7);
  const x = width / 2;
  /** @param {number} scale */
  const draw = (scale) => {
    let y = kTop + kIcon;
    const parts = [
      { text: name, size: kSizes.name, colour: kPale },
      { text: question, size: kSizes.question, colour: kWhite },
      { text: promise, size: kSizes.promise, colour: kPale },
    ].map(({ text, size, colour }) => {
      const part = drawText(text, { x, y: y + kGap, size: size * scale, width: kColumn, colour });
      y += kGap + part.height;
      return part;
    });
    return { parts, bottom: y, fits: y <= height - kFoot - kGap && parts.every(({ fits }) => fits) };
  };
  let scale = 1;
  let drawn = draw(scale);
  while (!drawn.fits && scale > 0.3) drawn = draw((scale *= kShrink));
  const down = (height - kFoot - drawn.bottom) / 2;
  let size = kSizes.address;
  const drawAddress = () => drawText(address, { x, y: height - kFoot / 2 - size * 0.7, size, width: width - 2 * kGap, colour: kWhite });
  while (!drawAddress().fits) size *= kShrink;
  const side = isLogo ? kIcon * kLogoShare : kIcon;
  const svg = `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${width} ${height}">
<rect width="${width}" height="${height}" fill="${ground}"/>
<rect y="${height - kFoot}" width="${width}" height="${kFoot}" fill="${foot}"/>
<g transform="translate(0 ${down})">
${isLogo ? kPanel : ''}
${placed(icon, { x: x - side / 2, y: kTop + (kIcon - side) / 2, side })}
${drawn.parts.map((part) => part.svg).join('\n')}
</g>
${drawAddress().svg}
</svg>`;
  return toPng(svg, width);
}
