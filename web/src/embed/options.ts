// The options that a newsroom can choose. They are `data-` attributes of the box that the frame is put into, and the parameters in the
// fragment of the frame's address. What does not fit its pattern is left out, but for lists, without which an answer would not be what
// the article promises. The script that is pasted, the frame and the builder page share this file, so that they can't disagree.

export const optionPatterns = {
  /**
   * The identifiers of pins, with spaces or commas between them. Without this option it is all of the site's lists. Unlike the others it is
   * never left out.
   */
  lists: /^[a-z0-9-]{1,64}(?:[\s,]+[a-z0-9-]{1,64})*$/,
  /** A BCP 47 tag without a region. If the site does not have this language, the reader's own is used. */
  lang: /^[a-z]{2,3}$/,
  theme: /^(?:auto|light|dark)$/,
  /** A colour in hexadecimal as in CSS, whose number sign can be left out. */
  accent: /^#?(?:[0-9a-f]{3}){1,2}$/i,
  /** The answer to the first question, which is then not asked. */
  kind: /^(?:mobile|aadhaar)$/,
} as const;

export type OptionName = keyof typeof optionPatterns;

export const optionNames = Object.keys(optionPatterns) as OptionName[];
