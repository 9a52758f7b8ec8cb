// Builds the page from elements and text nodes only. No markup is ever parsed, so no text can become markup.

export type Child = Node | string | undefined | false;
export type Attributes = Readonly<Record<string, string | boolean | undefined>>;

/** Returns a new element. An attribute that is `true` is set and empty; one that is `false` or undefined is not set. */
export function element<Tag extends keyof HTMLElementTagNameMap>(
  tag: Tag,
  attributes: Attributes = {},
  ...children: Child[]
): HTMLElementTagNameMap[Tag] {
  const made = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) {
    if (typeof value === 'string') made.setAttribute(name, value);
    else if (value) made.setAttribute(name, '');
  }
  append(made, children);
  return made;
}

export function append(parent: Node, children: readonly Child[]): void {
  for (const child of children) {
    if (child) parent.appendChild(typeof child === 'string' ? document.createTextNode(child) : child);
  }
}

export function replaceChildren(parent: ParentNode, ...children: Child[]): void {
  parent.replaceChildren(...children.filter((child): child is Node | string => Boolean(child)));
}

/**
 * Returns a function that draws only if one of its inputs has changed since the last time: what stays may have the focus, or a finger on
 * it.
 */
export function whenChanged<Inputs extends readonly unknown[]>(draw: (...inputs: Inputs) => void): (...inputs: Inputs) => void {
  let drawn: Inputs | undefined;
  return (...inputs) => {
    if (drawn?.every((input, i) => input === inputs[i])) return;
    drawn = inputs;
    draw(...inputs);
  };
}

/** Runs `draw`, which draws all of `parent` anew. What stands in the place of what had the focus gets it back. */
export function keepFocus(parent: ParentNode, draw: () => void): void {
  const stops = (): HTMLElement[] => [...parent.querySelectorAll<HTMLElement>('a, button, summary, [tabindex]')];
  const place = stops().findIndex((node) => node === document.activeElement);
  draw();
  stops()[place]?.focus({ preventScroll: true });
}

/**
 * Returns a link to another site, which learns neither where its visitor comes from nor how to reach back. An address that is not https
 * becomes plain text.
 */
export function externalLink(href: string, ...children: Child[]): HTMLElement {
  if (!isHttps(href)) return element('span', {}, ...children);
  return element('a', { href, target: '_blank', rel: 'noopener noreferrer' }, ...children);
}

function isHttps(href: string): boolean {
  return parsed(href)?.protocol === 'https:';
}

/** Returns the host in an address, or the whole address if a browser can't read it: a publisher may sign the port 99999. */
export function hostOf(href: string): string {
  return parsed(href)?.host ?? href;
}

function parsed(href: string): URL | undefined {
  try {
    return new URL(href);
  } catch {
    return undefined;
  }
}

/** Waits until the browser has done what else there is to do. */
export function nextTask(): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve));
}

const kHiddenFrameMs = 100;

/** Waits until the page has been drawn, however long that takes. A hidden tab is drawn when it is seen again. */
export function untilDrawn(): Promise<void> {
  return new Promise((resolve) => requestAnimationFrame(() => setTimeout(resolve)));
}

/** Waits until the page has been drawn, but not for long in a hidden tab, where nothing is drawn. */
export function nextFrame(): Promise<void> {
  return Promise.race([untilDrawn(), new Promise<void>((resolve) => setTimeout(resolve, kHiddenFrameMs))]);
}

/**
 * A button that comes up by itself: the second click of a double click was meant for what was there before, and does nothing.
 * `style`: a class.
 */
export function button(style: 'primary' | 'secondary', act: () => void, ...label: Child[]): HTMLButtonElement {
  const made = element('button', { type: 'button', class: style }, ...label);
  made.addEventListener('click', ({ detail }) => {
    if (detail < 2) act();
  });
  return made;
}

/** True in a frame whose reader has gone on to something else in the page around it, and may be typing there. */
let readerIsElsewhere = false;

/** Begins to note in a frame whether its reader is elsewhere. */
export function followReader(): void {
  if (window.parent === window) return;
  window.addEventListener('blur', () => {
    readerIsElsewhere = true;
  });
  window.addEventListener('focus', () => {
    readerIsElsewhere = false;
  });
}

/**
 * Gives the focus to `node` and returns true. Where that would take the focus from something outside of this page, it does nothing and
 * returns false.
 */
export function tryFocus(node: HTMLElement): boolean {
  if (readerIsElsewhere) return false;
  node.focus({ preventScroll: true });
  return true;
}

/** The room between what is to be seen and the screen's edge, in which the ring around the focus is seen, too. */
const kMarginPx = 8;

/** Gives the focus to `node`, and scrolls until it is seen. */
export function focusOn(node: HTMLElement, ...around: HTMLElement[]): void {
  if (tryFocus(node)) reveal(...around, node);
}

/**
 * Scrolls as little as it takes to see all of the first of `nodes` that there is room for, also above a keyboard. No page but this one:
 * somebody else's around it could tell from how far it is moved how much there is to read, and so the answer.
 */
export function reveal(...nodes: HTMLElement[]): void {
  const start = visualViewport?.offsetTop ?? 0;
  const end = start + (visualViewport?.height ?? innerHeight);
  const boxes = nodes.map((node) => {
    const { top, bottom } = node.getBoundingClientRect();
    return { above: top - kMarginPx - start, below: bottom + kMarginPx - end };
  });
  const box = boxes.find(({ above, below }) => below <= above) ?? boxes.at(-1);
  if (!box) return;
  if (box.above < 0 || box.below > box.above) scrollBy(0, box.above);
  else if (box.below > 0) scrollBy(0, box.below);
}

/** Scrolls `node` to the top of what the reader sees of this page. Where another page frames it, that is not all of its window. */
export function scrollToTop(node: HTMLElement): void {
  const observer = new IntersectionObserver(([seen]) => {
    observer.disconnect();
    scrollBy(0, node.getBoundingClientRect().top - Math.max(0, seen?.intersectionRect.top ?? 0));
  });
  observer.observe(document.documentElement);
}
