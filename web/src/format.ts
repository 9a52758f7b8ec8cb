// Decides how numbers, sizes and days are written in every language; the words are in locales/<language>.json. The browser is not asked,
// because browsers differ in what they know of India's languages: some write months as M11, lakhs as millions, digits in groups of three.

const kLakh = 1e5;
const kCrore = 1e7;

/** How many seconds India's clock is ahead of UTC. It has no summer time. */
const kIndiaSeconds = 5.5 * 3600;

export interface Amount<Unit extends string> {
  readonly count: number;
  readonly unit: Unit;
}

export interface Day {
  readonly day: number;
  /** The month, from 1 to 12. */
  readonly month: number;
  readonly year: number;
}

/**
 * Returns a number with at most three decimals, such as `12,34,567.8`. Everyone in India groups digits like this, whatever the script of
 * the words around them.
 */
export function grouped(value: number): string {
  const [whole = '', decimals] = String(Number(value.toFixed(3))).split('.');
  const groups = whole.replace(/\B(?=(?:\d\d)*\d{3}$)/g, ',');
  return decimals === undefined ? groups : `${groups}.${decimals}`;
}

/** Returns a number rounded to two digits, and counted in lakhs or crores if there are so many. */
export function rounded(value: number): Amount<'' | 'lakh' | 'crore'> {
  const count = Number(value.toPrecision(2));
  if (count >= kCrore) return { count: count / kCrore, unit: 'crore' };
  if (count >= kLakh) return { count: count / kLakh, unit: 'lakh' };
  return { count, unit: '' };
}

/** Returns a size in units of a thousand, by which networks are paid for. */
export function size(bytes: number): Amount<'bytes' | 'kilobytes' | 'megabytes'> {
  if (bytes < 1e3) return { count: bytes, unit: 'bytes' };
  const kilobytes = Math.round(bytes / 1e3);
  if (kilobytes < 1e3) return { count: kilobytes, unit: 'kilobytes' };
  return { count: Math.round(bytes / 1e5) / 10, unit: 'megabytes' };
}

/** Returns the day in India, so that every reader sees the same one. `seconds` are counted from 1970. */
export function dayInIndia(seconds: number): Day {
  const date = new Date((seconds + kIndiaSeconds) * 1000);
  return { day: date.getUTCDate(), month: date.getUTCMonth() + 1, year: date.getUTCFullYear() };
}
