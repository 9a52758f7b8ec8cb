// What a newsroom can choose: `data-` attributes of the box that the frame is put into, which are also the parameters in the fragment
// of the frame's address. What does not fit its pattern is left out, but for lists: an answer would not be what the article promises.
// The script that is pasted, the frame and the builder page share this file, so that they can't disagree.

export const optionPatterns = {
  /** Identifiers of pins, with spaces or commas between them; without this option, all of the site's lists. Unlike all others, never left out. */
  lists: /^[a-z0-9-]{1,64}(?:[\s,]+[a-z0-9-]{1,64})*$/,
  /** BCP 47, without regions. A language that there is not is the reader's own. */
  lang: /^[a-z]{2,3}$/,
  theme: /^(?:auto|light|dark)$/,
  /** As in CSS; the number sign can be left out. */
  accent: /^#?(?:[0-9a-f]{3}){1,2}$/i,
  /** The first question's answer, which is then not asked. */
  kind: /^(?:mobile|aadhaar)$/,
} as const;

export type OptionName = keyof typeof optionPatterns;

export const optionNames = Object.keys(optionPatterns) as OptionName[];
