// Keeps scrolling within the frame. Scrolling on at the frame's end would otherwise scroll the page around it, which could measure by
// that how long an answer is, and so tell what it is.

/**
 * Keeps scrolling within the frame from the first click or input on, and not before: until then everybody sees the same, and whoever reads
 * the article must be able to scroll past.
 */
export function keepScrolling(): void {
  const keep = (): void => {
    for (const type of kUses) window.removeEventListener(type, keep);
    document.documentElement.classList.add('in-use');
  };
  for (const type of kUses) window.addEventListener(type, keep);
}

const kUses = ['click', 'input'] as const;
