// Pictures that the build makes: the one that goes with a link to the site, and the icons. Text is set by HarfBuzz, which knows how the
// letters of India's scripts join, and becomes outlines; resvg turns the drawing into PNG. The fonts are those of Debian's package
// fonts-noto-core. The same inputs give the same bytes.

import { initWasm, Resvg } from '@resvg/resvg-wasm';
import * as harfbuzz from 'harfbuzzjs';
import { readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { UsageError } from './bundle.mjs';

/** Where Debian puts the fonts. */
const kFonts = '/usr/share/fonts/truetype/noto';

/** The family of fonts of each language whose letters are not Latin. @type {Readonly<Record<string, string>>} */
const kFamilyOf = {
  ...{ hi: 'NotoSansDevanagari', mr: 'NotoSansDevanagari', bn: 'NotoSansBengali', te: 'NotoSansTelugu', ta: 'NotoSansTamil' },
  ...{ gu: 'NotoSansGujarati', ur: 'NotoNastaliqUrdu', kn: 'NotoSansKannada', or: 'NotoSansOriya', ml: 'NotoSansMalayalam' },
  ...{ pa: 'NotoSansGurmukhi' },
};
const kLatinFamily = 'NotoSans';

/** Of a link's picture, in pixels: what Open Graph's readers expect. */
export const kPreviewSize = { width: 1200, height: 630 };

/** Some show the square in the middle and nothing else, so all words are in it, with some room at the sides. */
const kColumn = 570;

/** Line heights, of the size of the letters: signs above and below them need room, and Nastaliq slopes. */
const kLeading = 1.4;
const kNastaliqLeading = 1.95;

/** @typedef {import('harfbuzzjs').Font} Font */
/** @typedef {{fonts: readonly Font[], direction: string}} Setting The fonts in which a text is set: of two, the first that has a word's letters. */

/** @type {Promise<void> | undefined} */
let ready;

function loadResvg() {
  ready ??= readFile(createRequire(import.meta.url).resolve('@resvg/resvg-wasm/index_bg.wasm')).then((wasm) => initWasm(wasm));
  return ready;
}

/** @param {string} name */
async function openFont(name) {
  const path = `${kFonts}/${name}.ttf`;
  const bytes = await readFile(path).catch(() => {
    throw new UsageError(`there is no font ${path}: install Debian's package fonts-noto-core`);
  });
  return new harfbuzz.Font(new harfbuzz.Face(new harfbuzz.Blob(new Uint8Array(bytes))));
}

/**
 * @param {string} language
 * @param {'Regular' | 'Bold'} weight
 */
async function fontsOf(language, weight) {
  const families = [...new Set([kFamilyOf[language] ?? kLatinFamily, kLatinFamily])];
  return Promise.all(families.map((family) => openFont(`${family}-${weight}`)));
}

/**
 * The glyphs of a word in the first font that has them all.
 *
 * @param {string} word
 * @param {Setting} setting
 */
function shaped(word, { fonts, direction }) {
  for (const font of fonts) {
    const buffer = new harfbuzz.Buffer();
    buffer.addText(word);
    buffer.guessSegmentProperties();
    harfbuzz.shape(font, buffer);
    const places = buffer.getGlyphPositions();
    const glyphs = buffer.getGlyphInfos().map(({ codepoint }, i) => ({ glyph: codepoint, ...places[i] }));
    if (glyphs.every(({ glyph }) => glyph !== 0)) return { font, glyphs, direction };
  }
  throw new UsageError(`no font has the letters of “${word}”`);
}

/**
 * A text as outlines in lines of at most `width`: each with its own width.
 *
 * @param {string} text
 * @param {Setting & {size: number, width: number}} setting
 */
function setText(text, { size, width, ...setting }) {
  const words = text.split(' ').map((word) => {
    const { font, glyphs } = shaped(word, setting);
    const scale = size / font.face.upem;
    let x = 0;
    const outlines = glyphs.map(({ glyph, xAdvance = 0, xOffset = 0, yOffset = 0 }) => {
      const place = `translate(${(x + xOffset) * scale} ${-yOffset * scale}) scale(${scale} ${-scale})`;
      x += xAdvance;
      return `<path d="${font.glyphToPath(glyph)}" transform="${place}"/>`;
    });
    return { outlines: outlines.join(''), width: x * scale };
  });
  const space = size * 0.26;
  /** @type {{words: typeof words, width: number}[]} */
  const lines = [];
  for (const word of words) {
    const last = lines.at(-1);
    if (last && last.width + space + word.width <= width) {
      last.words.push(word);
      last.width += space + word.width;
    } else lines.push({ words: [word], width: word.width });
  }
  return lines.map((line) => {
    let x = 0;
    const order = setting.direction === 'rtl' ? [...line.words].reverse() : line.words;
    const drawn = order.map((word) => {
      const place = x;
      x += word.width + space;
      return `<g transform="translate(${place})">${word.outlines}</g>`;
    });
    return { outlines: drawn.join(''), width: line.width };
  });
}

/**
 * @param {string} svg
 * @param {number} width in pixels
 */
export async function toPng(svg, width) {
  await loadResvg();
  const drawing = new Resvg(svg, { fitTo: { mode: 'width', value: width } });
  const image = drawing.render();
  const png = Buffer.from(image.asPng());
  image.free();
  drawing.free();
  return png;
}

/**
 * The picture that goes with a link to the site, as PNG. It says what the site is for, and nothing of anybody.
 *
 * @param {{language: string, direction: string, name: string, question: string, promise: string, address: string, icon: string}} words
 *   `icon`: the drawing of the site's icon, an `svg` element
 */
export async function previewPicture({ language, direction, name, question, promise, address, icon }) {
  const [regular, bold] = await Promise.all([fontsOf(language, 'Regular'), fontsOf(language, 'Bold')]);
  const leading = language === 'ur' ? kNastaliqLeading : kLeading;
  const { width, height } = kPreviewSize;
  const centred = (/** @type {string} */ text, /** @type {{y: number, size: number, fonts: readonly Font[], colour: string}} */ how) => {
    const { size, fonts, colour } = how;
    let { y } = how;
    const lines = setText(text, { size, width: kColumn, fonts, direction }).map((line, i) => {
      if (i > 0) y += size * leading;
      return `<g fill="${colour}" transform="translate(${(width - line.width) / 2} ${y})">${line.outlines}</g>`;
    });
    return { drawn: lines.join('\n'), y };
  };
  const title = centred(name, { y: 172, size: 28, fonts: bold, colour: '#d6ecf0' });
  const asked = centred(question, { y: title.y + 28 + 56 * (leading - 0.5), size: 56, fonts: bold, colour: '#ffffff' });
  const promised = centred(promise, { y: asked.y + 30 + 30 * leading, size: 30, fonts: regular, colour: '#d6ecf0' });
  const place = centred(address, { y: height - 38, size: 28, fonts: bold, colour: '#ffffff' });
  const svg = `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${width} ${height}" width="${width}" height="${height}">
<rect width="${width}" height="${height}" fill="#0b3c47"/>
<rect y="${height - 96}" width="${width}" height="96" fill="#072c35"/>
<svg x="${width / 2 - 44}" y="40" width="88" height="88" ${icon.replace(/^[^]*?<svg\b/, '')}
${[title, asked, promised, place].map(({ drawn }) => drawn).join('\n')}
</svg>`;
  return toPng(svg, width);
}
