// Sets text for pictures. HarfBuzz does it, which knows how the letters of India's scripts join, and the text becomes outlines. The fonts are those of
// Debian's package fonts-noto-core.

import * as harfbuzz from 'harfbuzzjs';
import { readFile } from 'node:fs/promises';
import { UsageError } from '../bundle.mjs';

const kFonts = '/usr/share/fonts/truetype/noto';
const kLatinFamily = 'NotoSans';

/**
 * The family of fonts of each language whose letters are not Latin.
 *
 * @type {Readonly<Record<string, string>>}
 */
const kFamilyOf = {
  ...{ hi: 'NotoSansDevanagari', mr: 'NotoSansDevanagari', bn: 'NotoSansBengali', te: 'NotoSansTelugu', ta: 'NotoSansTamil' },
  ...{ gu: 'NotoSansGujarati', ur: 'NotoNastaliqUrdu', kn: 'NotoSansKannada', or: 'NotoSansOriya', ml: 'NotoSansMalayalam' },
  ...{ pa: 'NotoSansGurmukhi' },
};

/** How far the lines of a language are from each other, in sizes of its letters, and how much of that is above the foot of the letters. */
const kSpacing = { leading: 1.4, ascent: 1.05 };
const kNastaliqSpacing = { leading: 2.1, ascent: 1.4 };
const kWordSpace = 0.26;

const kRightToLeft = /\p{Script=Arabic}/u;

/** @typedef {import('harfbuzzjs').Font} Font */
/**
 * Sizes are in sizes of the letters.
 *
 * @typedef {{outlines: string, width: number, isRightToLeft: boolean}} Word
 */
/**
 * A text whose words are set and whose lines are not yet broken.
 *
 * @typedef {{words: readonly Word[], spacing: {leading: number, ascent: number}}} Lettering
 */

/**
 * The fonts that were opened, by their files' names.
 *
 * @type {Map<string, Promise<Font>>}
 */
const opened = new Map();

/** @param {string} name */
async function readFont(name) {
  const path = `${kFonts}/${name}.ttf`;
  const bytes = await readFile(path).catch(() => {
    throw new UsageError(`there is no font ${path}, which the pictures of the site need: install Debian's package fonts-noto-core`);
  });
  return new harfbuzz.Font(new harfbuzz.Face(new harfbuzz.Blob(new Uint8Array(bytes))));
}

/** @param {string} name */
function openFont(name) {
  const font = opened.get(name) ?? readFont(name);
  opened.set(name, font);
  return font;
}

/**
 * Sets a word in the first of the fonts that has all its letters.
 *
 * @param {string} word
 * @param {readonly string[]} fonts names
 * @returns {Promise<Word>}
 */
async function setWord(word, fonts) {
  for (const name of fonts) {
    const font = await openFont(name);
    const buffer = new harfbuzz.Buffer();
    buffer.addText(word);
    buffer.guessSegmentProperties();
    harfbuzz.shape(font, buffer);
    const glyphs = buffer.getGlyphInfos();
    if (glyphs.some(({ codepoint }) => codepoint === 0)) continue;
    let x = 0;
    const outlines = buffer.getGlyphPositions().map(({ xAdvance = 0, xOffset = 0, yOffset = 0 }, i) => {
      const outline = `<path transform="translate(${x + xOffset} ${yOffset})" d="${font.glyphToPath(glyphs[i]?.codepoint ?? 0)}"/>`;
      x += xAdvance;
      return outline;
    });
    const { upem } = font.face;
    return { outlines: `<g transform="scale(${1 / upem} ${-1 / upem})">${outlines.join('')}</g>`, width: x / upem, isRightToLeft: kRightToLeft.test(word) };
  }
  throw new UsageError(`the fonts of Debian's package fonts-noto-core have no letters for “${word}”, which is to be in a picture of the site`);
}

/**
 * Sets a text in the fonts of a language; words in other letters, such as a site's name, in the first font that has them.
 *
 * @param {string} text
 * @param {{language: string, weight: 'Regular' | 'Bold'}} style
 * @returns {Promise<Lettering>}
 */
export async function letter(text, { language, weight }) {
  const families = [...new Set([kFamilyOf[language] ?? kLatinFamily, kLatinFamily, ...Object.values(kFamilyOf)])];
  const fonts = families.map((family) => `${family}-${weight}`);
  const words = await Promise.all(text.split(' ').map((word) => setWord(word, fonts)));
  const spacing = kFamilyOf[language] === 'NotoNastaliqUrdu' ? kNastaliqSpacing : kSpacing;
  return { words, spacing };
}

/** @param {readonly Word[]} line */
const widthOf = (line) => line.reduce((sum, { width }) => sum + width, (line.length - 1) * kWordSpace);

/**
 * Fills lines one after the other, none of them wider than `width`, unless one word is.
 *
 * @param {readonly Word[]} words
 * @param {number} width
 */
function fillLines(words, width) {
  /** @type {Word[][]} */
  const lines = [];
  for (const word of words) {
    const line = lines.at(-1);
    if (line && widthOf([...line, word]) <= width) line.push(word);
    else lines.push([word]);
  }
  return lines;
}

const kSteps = 40;

/**
 * Breaks words into as few lines as fit, and these of about the same width: no word stands alone in the last.
 *
 * @param {readonly Word[]} words
 * @param {number} width
 */
function breakLines(words, width) {
  const { length } = fillLines(words, width);
  const narrower = Array.from({ length: kSteps }, (_, i) => fillLines(words, (width * (i + 1)) / kSteps));
  return narrower.find((lines) => lines.length === length && lines.every((line) => widthOf(line) <= width)) ?? fillLines(words, width);
}

/**
 * Returns a line's words from left to right. Where there are words that run from right to left, the line does so too, and words in other letters
 * within it keep their order.
 *
 * @param {readonly Word[]} line
 */
function fromLeft(line) {
  if (!line.some(({ isRightToLeft }) => isRightToLeft)) return line;
  /** @type {Word[][]} */
  const runs = [];
  for (const word of line) {
    const run = runs.at(-1);
    if (run && !word.isRightToLeft && run[0]?.isRightToLeft === false) run.push(word);
    else runs.push([word]);
  }
  return runs.reverse().flat();
}

/**
 * Returns a text as SVG: centred lines around `x`, from `y` down. `size` and `width`, that of the column, are in the same unit as the result.
 *
 * @param {Lettering} text
 * @param {{x: number, y: number, size: number, width: number, colour: string}} place
 */
export function drawText({ words, spacing }, { x, y, size, width, colour }) {
  const lines = breakLines(words, width / size);
  const drawn = lines.map((line, i) => {
    let left = -widthOf(line) / 2;
    const parts = fromLeft(line).map((word) => {
      const part = `<g transform="translate(${left} 0)">${word.outlines}</g>`;
      left += word.width + kWordSpace;
      return part;
    });
    const foot = y + size * (spacing.ascent + i * spacing.leading);
    return `<g fill="${colour}" transform="translate(${x} ${foot}) scale(${size})">${parts.join('')}</g>`;
  });
  const widest = Math.max(...lines.map(widthOf)) * size;
  return { svg: drawn.join('\n'), height: size * spacing.leading * lines.length, fits: widest <= width };
}
