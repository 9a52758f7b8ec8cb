// Finds out whether all of a page's text can be read.

/** How readers may space their text (WCAG 1.4.12). The page's policy does not stop this, as it does not stop readers' style sheets. */
const kSpacing =
  '* { line-height: 1.5 !important; letter-spacing: 0.12em !important; word-spacing: 0.16em !important } p { margin-block-end: 2em !important }';
/** How text is set that is twice as large. */
const kTwice = ':root { font-size: 200% !important }';

/** Returns what is cut off as the page is. */
export const cutOff = (page) => page.evaluate(findCutOff, '');
export const cutOffWhenSpaced = (page) => page.evaluate(findCutOff, kSpacing);
export const cutOffAtTwiceTheSize = (page) => page.evaluate(findCutOff, kTwice);

/**
 * In the page: returns one line for each text that is beyond the sides of the screen, or in a box that hides what does not fit. Fields scroll, so they
 * hide nothing. The page has `styles` only meanwhile, so that nothing is drawn with them, which would take longer than to look.
 */
function findCutOff(styles) {
  const sheet = new CSSStyleSheet();
  sheet.replaceSync(styles);
  document.adoptedStyleSheets = [sheet];
  const found = [];
  // Of each box, whether it or one around it hides what does not fit. The texts have most of these boxes in common.
  const known = new Map([[document.documentElement, false]]);
  const hides = (box) => {
    if (!known.has(box)) known.set(box, (getComputedStyle(box).overflow !== 'visible' && box.scrollHeight > box.clientHeight + 1) || hides(box.parentElement));
    return known.get(box);
  };
  const excess = document.documentElement.scrollWidth - innerWidth;
  if (excess > 0) found.push(`${excess} px wider than the screen`);
  const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  const range = document.createRange();
  while (walker.nextNode()) {
    const text = walker.currentNode;
    const box = text.parentElement;
    if (text.data.trim() === '' || !box.checkVisibility() || box.closest('.visually-hidden, select, textarea')) continue;
    range.selectNodeContents(text);
    const { left, right } = range.getBoundingClientRect();
    if (left < -1 || right > innerWidth + 1 || hides(box)) found.push(`${box.localName}.${box.className}: "${text.data.slice(0, 30)}"`);
  }
  document.adoptedStyleSheets = [];
  return found;
}
