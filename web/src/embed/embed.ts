// This is the script that a newsroom pastes. It puts a sandboxed frame into every box of the class `selfcheck`,
// loads it when the reader comes near, and lets it grow.
//
// Articles name this script's bytes by their hash, so every version that was ever published must go on
// working: it is small, knows nothing of the check, and reads and keeps nothing of the page that it is
// on. All that it passes on is the options, in the fragment of the frame's address, which is sent to no
// server.

import { border, frameHeight, sandbox } from './frame.js';
import { optionNames, optionPatterns } from './options.js';

/** The frame's name for screen readers, by the language's code. */
declare const FRAME_TITLES: { readonly en: string; readonly [language: string]: string };
/** The address of the site that has the frame, with a slash at its end. The script may be a copy elsewhere, or part of a larger one. */
declare const SITE: string;

const kBox = '.selfcheck';
/** The attribute that marks our frames. Its value is the site's address. */
const kMark = 'data-selfcheck-frame';
/** How many pixels below the screen a frame is when it begins to load. */
const kNearPx = 300;
/** The greatest height that the frame may ask for, in CSS pixels. */
const kMaxHeightPx = 2000;
/** How many pixels of the host's page stay in sight, to scroll by, where the frame is nearly as high as the screen. */
const kMarginPx = 40;
/** How many times a frame is put into one box. Whoever has taken it out as often as that wants it out. */
const kMaxFrames = 5;

type Fill = (running: Element | null) => void;

/** `fill` of the script that ran first. Each pasted line has a script of its own; those that run later on the page leave the work to it. */
const started = window as unknown as Record<string, Fill | undefined>;
const kStarted = `selfcheck ${SITE}`;

/**
 * Returns the options to pass on. What is not understood is left out, except for lists: of these the frame says that it can't check what
 * was chosen.
 */
function optionsOf(given: DOMStringMap): URLSearchParams {
  const options = new URLSearchParams();
  for (const name of optionNames) {
    const value = given[name]?.trim();
    if (value === undefined) continue;
    const isLists = name === 'lists';
    const isUnderstood = optionPatterns[name].test(value);
    if (!isUnderstood) console.warn(`selfcheck: data-${name}="${value}" is ${isLists ? 'wrong: nothing can be checked' : 'ignored'}`);
    if (isUnderstood || isLists) options.set(name, value);
  }
  return options;
}

function titleFor(language: string): string {
  return FRAME_TITLES[language.slice(0, 2)] ?? FRAME_TITLES.en;
}

/** Sets a frame's height so that no style sheet of the host's changes it: many hosts have one for frames with films in them. */
function setHeight(frame: HTMLElement, height: number): void {
  frame.style.setProperty('height', `${height}px`, 'important');
}

/** Returns the height that is left in the box, if the box has a height of its own, else the usual one. */
function heightFor(frame: HTMLElement, box: HTMLElement): number {
  const left = box.getBoundingClientRect().bottom - frame.getBoundingClientRect().top;
  return left > frameHeight / 2 ? left : frameHeight;
}

function loadWhenNear(frame: HTMLIFrameElement, address: string): void {
  const observer = new IntersectionObserver(
    (entries) => {
      if (!entries.some(({ isIntersecting }) => isIntersecting)) return;
      observer.disconnect();
      frame.src = address;
    },
    { rootMargin: `${kNearPx}px` },
  );
  observer.observe(frame);
}

function mount(box: HTMLElement, given: DOMStringMap): HTMLIFrameElement {
  const options = optionsOf(given);
  const frame = document.createElement('iframe');
  frame.title = titleFor(options.get('lang') ?? document.documentElement.lang);
  frame.loading = 'lazy';
  frame.referrerPolicy = 'no-referrer';
  frame.allow = '';
  frame.setAttribute('sandbox', sandbox);
  frame.setAttribute(kMark, SITE);
  // Without this attribute a cross-origin isolated page takes no frame from a server that does not send COEP.
  if (window.crossOriginIsolated) frame.setAttribute('credentialless', '');
  frame.style.cssText = `all:revert;display:block;width:100%;height:0;${border}`.replace(/;|$/g, '!important;');
  box.append(frame);
  setHeight(frame, heightFor(frame, box));
  loadWhenNear(frame, `${SITE}widget.html#${options}`);
  return frame;
}

function start(): Fill {
  const mounted = new WeakSet<Element>();
  const counts = new WeakMap<Element, number>();
  /** The heights that frames have asked for and not got yet. */
  const asked = new WeakMap<Element, number>();
  const frames = (within: ParentNode): NodeListOf<HTMLIFrameElement> => within.querySelectorAll(`iframe[${kMark}]`);

  const fill: Fill = (running) => {
    for (const box of document.querySelectorAll<HTMLElement>(kBox)) {
      const script = box.querySelector<HTMLScriptElement>('script[src]');
      const all = [...frames(box)];
      // A box of another site's is left alone: that site's script will come, or has been there already.
      if (script && script !== running && !script.src.startsWith(SITE)) continue;
      if (all.some((frame) => frame.getAttribute(kMark) !== SITE)) continue;
      const own = all.find((frame) => mounted.has(frame));
      // Sites that keep copies of their pages, to go back to them, copy our frames as well. Such copies are removed.
      for (const frame of all) if (frame !== own) frame.remove();
      const count = counts.get(box) ?? 0;
      if (own || count >= kMaxFrames) continue;
      counts.set(box, count + 1);
      mounted.add(mount(box, { ...script?.dataset, ...box.dataset }));
    }
  };

  /** Gives frames the heights that they have asked for, but only where nothing on the screen moves: the frame's lower edge is below it. */
  const grow = (): void => {
    for (const frame of frames(document)) {
      const height = asked.get(frame);
      if (!height) continue;
      const now = frame.getBoundingClientRect();
      if (now.bottom < innerHeight) continue;
      asked.delete(frame);
      // A frame that is higher than the screen, with more to scroll inside, is hard to read.
      const wanted = Math.min(height, innerHeight - kMarginPx);
      if (wanted > now.height) setHeight(frame, wanted);
    }
  };
  addEventListener('scroll', grow, { passive: true });
  addEventListener('message', ({ source, origin, data }: MessageEvent) => {
    if (!source || origin !== 'null' || data?.selfcheck !== 'height') return;
    const { height } = data;
    if (!Number.isInteger(height) || height > kMaxHeightPx) return;
    for (const frame of frames(document)) if (frame.contentWindow === source) asked.set(frame, height);
    grow();
  });

  // Boxes may come later, where scripts put a page together or change it for another, and scripts that expect no frame may make them anew.
  new MutationObserver(() => fill(null)).observe(document, { childList: true, subtree: true });
  const complain = (): void => {
    if (!document.querySelector(kBox)) console.warn('selfcheck: there is no element of the class "selfcheck" to show the check in');
  };
  if (document.readyState === 'complete') complain();
  else addEventListener('load', complain);
  return fill;
}

const script = document.currentScript as HTMLScriptElement | null;
// Options of a script outside of a box belong to no box: a page with several boxes may have one script for all, which may have been moved.
if (script && !script.closest(kBox) && optionNames.some((name) => name in script.dataset)) {
  console.error('selfcheck: options belong to the element of the class "selfcheck", and not to a script outside of it');
} else {
  (started[kStarted] ??= start())(script);
}
