// How numbers, sizes and days are written, for every language: what the words are is in locales/<language>.json. The browser is not asked.
// What it knows of India's languages differs from one to the next: months as M11, lakhs as millions, digits in groups of three.

const kLakh = 1e5;
const kCrore = 1e7;

/** India's clock has no summer time. */
const kIndiaSeconds = 5.5 * 3600;

export interface Amount<Unit extends string> {
  readonly count: number;
  readonly unit: Unit;
}

export interface Day {
  readonly day: number;
  /** From 1. */
  readonly month: number;
  readonly year: number;
}

/** `12,34,567.8`: everyone in India groups digits like this, whatever the script of the words around them. To three decimals. */
export function grouped(value: number): string {
  const [whole = '', decimals] = String(Number(value.toFixed(3))).split('.');
  const groups = whole.replace(/\B(?=(?:\d\d)*\d{3}$)/g, ',');
  return decimals === undefined ? groups : `${groups}.${decimals}`;
}

/** To two digits, counted in lakhs or crores where there are so many. */
export function rounded(value: number): Amount<'' | 'lakh' | 'crore'> {
  const count = Number(value.toPrecision(2));
  if (count >= kCrore) return { count: count / kCrore, unit: 'crore' };
  if (count >= kLakh) return { count: count / kLakh, unit: 'lakh' };
  return { count, unit: '' };
}

/** Units of a thousand, as networks are paid for. */
export function size(bytes: number): Amount<'bytes' | 'kilobytes' | 'megabytes'> {
  if (bytes < 1e3) return { count: bytes, unit: 'bytes' };
  const kilobytes = Math.round(bytes / 1e3);
  if (kilobytes < 1e3) return { count: kilobytes, unit: 'kilobytes' };
  return { count: Math.round(bytes / 1e5) / 10, unit: 'megabytes' };
}

/** The same day for every reader: India's. */
export function dayInIndia(seconds: number): Day {
  const date = new Date((seconds + kIndiaSeconds) * 1000);
  return { day: date.getUTCDate(), month: date.getUTCMonth() + 1, year: date.getUTCFullYear() };
}
