// Keeps scrolling in the frame. What is scrolled on at its end would scroll the page around it, which
// could count from there how long an answer is, and so tell what it is.

/**
 * From the first click or key that changes something, and not before: until then everybody sees the
 * same, and whoever reads the article must be able to scroll past.
 */
export function keepScrolling(): void {
  const keep = (): void => {
    for (const type of kUses) window.removeEventListener(type, keep);
    document.documentElement.classList.add('in-use');
  };
  for (const type of kUses) window.addEventListener(type, keep);
}

const kUses = ['click', 'input'] as const;
