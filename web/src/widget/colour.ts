// Makes a newsroom's colour readable. It stays as it is where it can be read (WCAG 2.2, contrast 4.5:1), and becomes darker or lighter
// elsewhere, no more than is needed.

export type Rgb = readonly [number, number, number];

/** The colours of style.css that text in the accent colour is written on. The first is also the colour of text on the accent. */
export const accentBackgrounds = ['--paper', '--soft', '--calm-soft', '--danger-soft', '--caution-soft'] as const;

/** The least contrast of text by WCAG 2.2, level AA. */
const kContrast = 4.5;
const kSteps = 50;
/** How far the colour of a pressed button is from the accent colour towards black or white. */
const kPressed = 0.25;

export function parseColour(hex: string): Rgb {
  const value = Number.parseInt(hex.trim().slice(1), 16);
  return [value >> 16, (value >> 8) & 255, value & 255];
}

export function hexOf(colour: Rgb): string {
  return `#${colour.map((part) => Math.round(part).toString(16).padStart(2, '0')).join('')}`;
}

/** Returns the "relative luminance" of WCAG 2.2, from 0 to 1. */
function luminance(colour: Rgb): number {
  const [r, g, b] = colour.map((part) => {
    const share = part / 255;
    return share <= 0.04045 ? share / 12.92 : ((share + 0.055) / 1.055) ** 2.4;
  }) as [number, number, number];
  return 0.2126 * r + 0.7152 * g + 0.0722 * b;
}

/** Returns the "contrast ratio" of WCAG 2.2, from 1 to 21. */
export function contrast(a: Rgb, b: Rgb): number {
  const [light, dark] = [luminance(a), luminance(b)].sort((x, y) => y - x) as [number, number];
  return (light + 0.05) / (dark + 0.05);
}

function mix(from: Rgb, to: Rgb, share: number): Rgb {
  return from.map((part, i) => part + ((to[i] ?? 0) - part) * share) as unknown as Rgb;
}

/**
 * Returns `accent`, changed so that it can be read as text on each of `backgrounds`, and its colour for a pressed button. The first
 * background is also the colour of text on `accent`. The backgrounds are all light or all dark.
 */
export function readableAccent(accent: Rgb, backgrounds: readonly [Rgb, ...Rgb[]]): { accent: Rgb; pressed: Rgb } {
  const end: Rgb = luminance(backgrounds[0]) > 0.5 ? [0, 0, 0] : [255, 255, 255];
  let step = 0;
  let shade = accent;
  while (step < kSteps && backgrounds.some((background) => contrast(shade, background) < kContrast)) {
    step += 1;
    // The colour is rounded as it will be written, in whole numbers.
    shade = parseColour(hexOf(mix(accent, end, step / kSteps)));
  }
  return { accent: shade, pressed: mix(shade, end, kPressed) };
}
