// The sign of an answer. The three differ in shape, so that they can be told apart without colour, in print and in forced colours; the
// words beside a sign say the same, and are all that a screen reader reads. None is a tick: no answer is an all-clear.

import type { Outcome } from '../check/result.js';
import { drawing } from './drawing.js';

const shapes: Readonly<Record<Outcome, readonly string[]>> = {
  /** This is a filled shape of eight corners around an exclamation mark (style.css fills it). */
  found: ['M7.4 1h9.2L23 7.4v9.2L16.6 23H7.4L1 16.6V7.4z', 'M12 6.2v7.2M12 17v1.2'],
  /** This is an empty ring around a short line. */
  not_found: ['M12 2.4a9.6 9.6 0 1 0 0 19.2a9.6 9.6 0 1 0 0-19.2z', 'M8 12h8'],
  /** These are the corners of a square around a question mark. */
  could_not_tell: ['M2.2 7.5V2.2H7.5M16.5 2.2h5.3v5.3M21.8 16.5v5.3h-5.3M7.5 21.8H2.2v-5.3', 'M8.7 9.2a3.3 3.3 0 1 1 5 2.9c-1.2.7-1.7 1.2-1.7 2.3M12 17.4v1'],
};

export function mark(outcome: Outcome): SVGElement {
  return drawing(`mark ${outcome}`, shapes[outcome]);
}
