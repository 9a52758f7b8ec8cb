// How high the box may be that an article keeps free for the frame, in CSS pixels.

import { reservedHeight } from '../embed/frame.js';

export const heights = {
  usual: reservedHeight,
  /** In less, an answer is read through a slit. */
  least: 480,
  /** More is higher than most phones, and readers would be caught in the frame when they scroll. */
  most: 1000,
} as const;

/** Returns the height that was typed, the usual one where nothing was, or undefined where it does not fit. */
export function readHeight(typed: string): number | undefined {
  if (typed === '') return heights.usual;
  const height = /^\d+$/.test(typed) ? Number(typed) : NaN;
  return height >= heights.least && height <= heights.most ? height : undefined;
}
