// The script that a newsroom pastes. It puts a sandboxed frame where its tag stands, loads it when the reader comes near, and lets it grow.
//
// Articles name this script's bytes by their hash, so every version that was ever published must go on working: it is small, knows
// nothing of the check, and reads and keeps nothing of the page that it is on. What it passes on are the options, in the fragment of the frame's
// address, which is sent to no server.

import { border, frameHeight, sandbox } from './frame.js';
import { optionNames, optionPatterns } from './options.js';

/** The frame's name for screen readers, by language. */
declare const FRAME_TITLES: { readonly en: string; readonly [language: string]: string };

/** Loading begins this far below the screen. */
const kNearPx = 300;
/** Of heights that the frame may ask for. */
const kMaxHeightPx = 2000;
/** Of the host's page, left to scroll by where the frame is as high as the screen. */
const kMarginPx = 40;
const kMark = 'data-selfcheck-frame';

function optionsOf(script: HTMLScriptElement): URLSearchParams {
  const options = new URLSearchParams();
  for (const name of optionNames) {
    const value = script.dataset[name]?.trim();
    if (!value) continue;
    if (optionPatterns[name].test(value)) options.set(name, value);
    else console.warn(`selfcheck: data-${name}="${value}" is ignored`);
  }
  return options;
}

function titleFor(language: string): string {
  return FRAME_TITLES[language.slice(0, 2)] ?? FRAME_TITLES.en;
}

/** What is left of the box around the script, if there is one with a height of its own. */
function heightFor(frame: HTMLElement, box: HTMLElement | null): number {
  const left = box?.matches('.selfcheck') ? box.getBoundingClientRect().bottom - frame.getBoundingClientRect().top : 0;
  return left > frameHeight / 2 ? left : frameHeight;
}

/** Only where nothing on the screen moves: the frame's lower edge is below it. */
function growWhenUnseen(frame: HTMLElement, asked: number): void {
  const grow = (): void => {
    const { bottom, height } = frame.getBoundingClientRect();
    // A frame higher than the screen, with more to scroll inside, is hard to read.
    const wanted = Math.min(asked, innerHeight - kMarginPx);
    if (bottom >= innerHeight && wanted > height) frame.style.height = `${wanted}px`;
    if (bottom >= innerHeight || !frame.isConnected) removeEventListener('scroll', grow);
  };
  addEventListener('scroll', grow, { passive: true });
  grow();
}

function listen(frame: HTMLIFrameElement): void {
  let asked = 0;
  addEventListener('message', ({ source, origin, data }: MessageEvent) => {
    if (!source || source !== frame.contentWindow || origin !== 'null' || data?.selfcheck !== 'height') return;
    const { height } = data;
    if (!Number.isInteger(height) || height <= asked || height > kMaxHeightPx) return;
    asked = height;
    growWhenUnseen(frame, height);
  });
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

function mount(script: HTMLScriptElement): void {
  const options = optionsOf(script);
  const address = new URL('widget.html', script.src);
  address.hash = options.toString();
  const frame = document.createElement('iframe');
  frame.title = titleFor(options.get('lang') ?? document.documentElement.lang);
  frame.loading = 'lazy';
  frame.referrerPolicy = 'no-referrer';
  frame.allow = '';
  frame.setAttribute('sandbox', sandbox);
  frame.setAttribute(kMark, '');
  // A page that is isolated from others takes no frame without, from a server that does not send COEP.
  if (window.crossOriginIsolated) frame.setAttribute('credentialless', '');
  frame.style.cssText = `display:block;width:100%;height:0;margin:0;${border}`;
  // Sites that keep copies of their pages to go back to run the scripts in them again.
  if (script.nextElementSibling?.hasAttribute(kMark)) script.nextElementSibling.remove();
  script.after(frame);
  frame.style.height = `${heightFor(frame, script.parentElement)}px`;
  listen(frame);
  loadWhenNear(frame, address.href);
}

const current = document.currentScript;
if (current instanceof HTMLScriptElement && current.dataset['selfcheck'] !== undefined) mount(current);
// Put together with other scripts, or run by something that loads scripts in its own way.
else {
  for (const script of document.querySelectorAll<HTMLScriptElement>('script[data-selfcheck][src]')) {
    if (!script.nextElementSibling?.hasAttribute(kMark)) mount(script);
  }
}
