// Building the page from elements and text nodes only: no markup is ever parsed, so no text can become markup.

export type Child = Node | string | undefined | false;
export type Attributes = Readonly<Record<string, string | boolean | undefined>>;

/** `true` sets an empty attribute; `false` and undefined set none. */
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

/** To another site, which learns neither where its visitor comes from nor how to reach back. Only https. */
export function externalLink(href: string, ...children: Child[]): HTMLElement {
  if (!isHttps(href)) return element('span', {}, ...children);
  return element('a', { href, target: '_blank', rel: 'noopener noreferrer' }, ...children);
}

function isHttps(href: string): boolean {
  try {
    return new URL(href).protocol === 'https:';
  } catch {
    return false;
  }
}

/** Lets the browser do what else there is to do. */
export function nextTask(): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve));
}

const kHiddenFrameMs = 100;

/** After what there is has been drawn; before long also in a hidden tab, where nothing is. */
export function nextFrame(): Promise<void> {
  return new Promise((resolve) => {
    setTimeout(resolve, kHiddenFrameMs);
    requestAnimationFrame(() => setTimeout(resolve));
  });
}

/**
 * For buttons that come up by themselves: the second click of a double click was meant for what was there before, and does
 * nothing.
 */
export function onPress(button: HTMLElement, act: () => void): void {
  button.addEventListener('click', ({ detail }) => {
    if (detail < 2) act();
  });
}

/** In a frame: its reader has gone on to something else in the page around it, and may be typing there. */
let readerIsElsewhere = false;

/** To know that. */
export function followReader(): void {
  if (window.parent === window) return;
  window.addEventListener('blur', () => {
    readerIsElsewhere = true;
  });
  window.addEventListener('focus', () => {
    readerIsElsewhere = false;
  });
}

/** False, and nothing done, where that would take it from something outside of this page. */
export function tryFocus(node: HTMLElement): boolean {
  if (readerIsElsewhere) return false;
  node.focus({ preventScroll: true });
  return true;
}

/**
 * Takes the focus, and scrolls no page but this one: somebody else's around it could tell from how far it is moved how much there is to
 * read, and so the answer.
 */
export function focusOn(node: HTMLElement): void {
  if (!tryFocus(node)) return;
  const { top, bottom } = node.getBoundingClientRect();
  if (top < 0 || bottom > innerHeight) scrollBy(0, top - innerHeight / 3);
}

/** To the top of what the reader sees of this page, which is not all of its window where another page frames it. */
export function scrollToTop(node: HTMLElement): void {
  const observer = new IntersectionObserver(([seen]) => {
    observer.disconnect();
    scrollBy(0, node.getBoundingClientRect().top - Math.max(0, seen?.intersectionRect.top ?? 0));
  });
  observer.observe(document.documentElement);
}

/** For screen readers: said once, at the next pause. */
export class Announcer {
  readonly element = element('p', { class: 'visually-hidden', role: 'status', 'aria-live': 'polite' });
  #timer: ReturnType<typeof setTimeout> | undefined;

  /** `delayMs`: a later text within this time replaces the earlier one. */
  say(text: string, delayMs = 0): void {
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => {
      this.element.textContent = text;
    }, delayMs);
  }
}
