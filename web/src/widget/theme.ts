// Applies the theme (light, dark, or as the reader's device is) and a newsroom's colour. Both are set by script on the document's own
// style: the page's policy allows this, and allows no style in the markup.

import { accentBackgrounds, hexOf, parseColour, readableAccent, type Rgb } from './colour.js';
import type { WidgetOptions } from './options.js';

const kDark = '(prefers-color-scheme: dark)';

/** Applies the options. `darkPalette` is the style sheet of the dark colours. */
export function applyTheme({ theme, accent }: WidgetOptions, darkPalette: HTMLLinkElement): void {
  if (theme !== 'auto') {
    darkPalette.media = theme === 'dark' ? 'all' : 'not all';
    document.documentElement.style.colorScheme = theme;
  }
  if (accent === undefined) return;
  const apply = (): void => applyAccent(parseColour(accent));
  // The backgrounds are known once the style sheets have loaded.
  if (document.readyState === 'complete') apply();
  else window.addEventListener('load', apply);
  matchMedia(kDark).addEventListener('change', apply);
}

function applyAccent(chosen: Rgb): void {
  const { style } = document.documentElement;
  const computed = getComputedStyle(document.documentElement);
  const backgrounds = accentBackgrounds.map((name) => parseColour(computed.getPropertyValue(name)));
  const { accent, pressed } = readableAccent(chosen, backgrounds as [Rgb, ...Rgb[]]);
  style.setProperty('--accent', hexOf(accent));
  style.setProperty('--accent-pressed', hexOf(pressed));
  style.setProperty('--on-accent', 'var(--paper)');
}
