/** The kinds of number, by core's names for them. What is valid is core's business; this file is for words on the page. */
export const kinds = ['mobile', 'aadhaar'] as const;
export type Kind = (typeof kinds)[number];

export const digitsOf: Readonly<Record<Kind, number>> = { mobile: 10, aadhaar: 12 };

export function isKind(text: string): text is Kind {
  return (kinds as readonly string[]).includes(text);
}
