// Shows what a language's words make of numbers, sizes and dates.
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { webDirectory } from './paths.mjs';

export const messagesOf = async (language) => JSON.parse(await readFile(join(webDirectory, 'locales', `${language}.json`), 'utf8'));

/**
 * Writes a day of each month, from the 10th of January to the 21st of December 2026, and numbers of all sizes. It runs in browsers, too, so
 * it uses nothing around it.
 */
export function writtenIn(Locale, language, messages) {
  const locale = new Locale(language, messages);
  return {
    dates: Array.from({ length: 12 }, (_, month) => locale.date(Date.UTC(2026, month, month + 10) / 1000)),
    numbers: [9999, 1_234_567, 12_345_678].map((value) => locale.number(value)),
    roughly: [23_456, 8_593_750, 85_937_500].map((value) => locale.roughly(value)),
    sizes: [372, 22_400, 2_860_000].map((value) => locale.bytes(value)),
  };
}
