// Pictures that the build makes: the one that goes with a link to the site, and the icons. They are drawn as SVG and turned into PNG
// here, by resvg, with the fonts of Debian's fonts-noto-core: the same inputs give the same bytes.

import { initWasm, Resvg } from '@resvg/resvg-wasm';
import { readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { UsageError } from './bundle.mjs';
import { escape } from './template.mjs';

/** Where Debian puts the fonts. */
const kFonts = '/usr/share/fonts/truetype/noto';

/**
 * The font of each language whose letters are not Latin. It has to be named: letters for which resvg has to look for a font by itself
 * come out one over the other.
 *
 * @type {Readonly<Record<string, string>>}
 */
const kFamilyOf = {
  ...{ hi: 'Noto Sans Devanagari', mr: 'Noto Sans Devanagari', bn: 'Noto Sans Bengali', te: 'Noto Sans Telugu', ta: 'Noto Sans Tamil' },
  ...{ gu: 'Noto Sans Gujarati', ur: 'Noto Nastaliq Urdu', kn: 'Noto Sans Kannada', or: 'Noto Sans Oriya', ml: 'Noto Sans Malayalam' },
  ...{ pa: 'Noto Sans Gurmukhi' },
};
const kLatinFamily = 'Noto Sans';

/** @param {string} language */
const familyOf = (language) => kFamilyOf[language] ?? kLatinFamily;

/** Of a link's picture, in pixels: what Open Graph's readers expect. */
export const kPreviewSize = { width: 1200, height: 630 };

/** Some show the square in the middle and nothing else, so all words are in it. */
const kColumn = 600;

/** Line heights, of the size of the letters: signs above and below them need room, and Nastaliq slopes. */
const kLeading = 1.35;
const kNastaliqLeading = 2;

/** @type {Promise<void> | undefined} */
let ready;

function loadResvg() {
  ready ??= readFile(createRequire(import.meta.url).resolve('@resvg/resvg-wasm/index_bg.wasm')).then((wasm) => initWasm(wasm));
  return ready;
}

/**
 * Returns the fonts that a language needs.
 *
 * @param {string} language
 */
async function fontsOf(language) {
  const families = [...new Set([kLatinFamily, familyOf(language)])].map((family) => family.replaceAll(' ', ''));
  const names = families.flatMap((family) => [`${family}-Regular.ttf`, `${family}-Bold.ttf`]);
  try {
    return await Promise.all(names.map((name) => readFile(`${kFonts}/${name}`)));
  } catch {
    throw new UsageError(`there are no fonts for ${language} in ${kFonts}: install Debian's package fonts-noto-core`);
  }
}

/**
 * @param {string} svg
 * @param {{width: number, fonts?: readonly Uint8Array[]}} options
 */
export async function toPng(svg, { width, fonts = [] }) {
  await loadResvg();
  const drawing = new Resvg(svg, { fitTo: { mode: 'width', value: width }, font: { fontBuffers: [...fonts], defaultFontFamily: 'Noto Sans' } });
  const image = drawing.render();
  const png = Buffer.from(image.asPng());
  image.free();
  drawing.free();
  return png;
}

/**
 * A text in lines of at most `width` pixels.
 *
 * @param {string} text
 * @param {{style: string, width: number, fonts: readonly Uint8Array[]}} how
 */
function linesOf(text, { style, width, fonts }) {
  const widthOf = (/** @type {string} */ line) => {
    const svg = `<svg xmlns="http://www.w3.org/2000/svg" width="9999" height="999"><text x="100" y="500" ${style}>${escape(line)}</text></svg>`;
    const measured = new Resvg(svg, { font: { fontBuffers: [...fonts], defaultFontFamily: 'Noto Sans' } });
    const box = measured.getBBox()?.width ?? 0;
    measured.free();
    return box;
  };
  /** @type {string[]} */
  const lines = [];
  for (const word of text.split(' ')) {
    const last = lines.at(-1);
    if (last !== undefined && widthOf(`${last} ${word}`) <= width) lines[lines.length - 1] = `${last} ${word}`;
    else lines.push(word);
  }
  return lines;
}

/**
 * The picture that goes with a link to the site, as PNG. It says what the site is for, and nothing of anybody.
 *
 * @param {{language: string, direction: string, name: string, question: string, promise: string, address: string, icon: string}} words
 *   `icon`: the drawing of the site's icon, an `svg` element
 */
export async function previewPicture({ language, direction, name, question, promise, address, icon }) {
  await loadResvg();
  const fonts = await fontsOf(language);
  const family = familyOf(language);
  const leading = language === 'ur' ? kNastaliqLeading : kLeading;
  const { width, height } = kPreviewSize;
  let y = 190;
  const block = (/** @type {string} */ text, /** @type {number} */ size, /** @type {string} */ look) => {
    const style = `font-family="${family}" font-size="${size}" ${look}`;
    return linesOf(text, { style, width: kColumn - 40, fonts }).map((line) => {
      y += size * leading;
      return `<text x="${width / 2}" y="${Math.round(y)}" text-anchor="middle" direction="${direction}" ${style}>${escape(line)}</text>`;
    });
  };
  const head = `<text x="${width / 2}" y="176" text-anchor="middle" font-family="${family}" font-size="30" font-weight="700" fill="#d6ecf0">${escape(name)}</text>`;
  const questionLines = block(question, 58, 'font-weight="700" fill="#ffffff"');
  y += 14;
  const promiseLines = block(promise, 31, 'font-weight="400" fill="#d6ecf0"');
  const foot = `<text x="${width / 2}" y="${height - 46}" text-anchor="middle" font-family="Noto Sans" font-size="28" font-weight="700" fill="#ffffff">${escape(address)}</text>`;
  const svg = `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${width} ${height}" width="${width}" height="${height}">
<rect width="${width}" height="${height}" fill="#0b3c47"/>
<rect x="0" y="${height - 96}" width="${width}" height="96" fill="#072c35"/>
<svg x="${width / 2 - 44}" y="40" width="88" height="88" ${icon.replace(/^[^]*?<svg\b/, '').replace(/xmlns="[^"]*"/, '')}
${head}
${[...questionLines, ...promiseLines].join('\n')}
${foot}
</svg>`;
  return toPng(svg, { width, fonts });
}
