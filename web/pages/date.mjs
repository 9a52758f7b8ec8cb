// Writes dates on the pages as the check's script writes them: browsers know some of India's languages badly, so nobody else is asked.

import { importBundled } from '../bundle.mjs';

const { Locale } = await importBundled('src/locale.ts');

/**
 * Returns a day in words.
 *
 * @param {Pick<import('../build_types.d.ts').PagesContext, 'messages'>} context
 * @param {Pick<import('./frame.mjs').Place, 'language'>} place
 * @param {number} seconds since 1970
 * @returns {string}
 */
export const dateIn = ({ messages }, { language }, seconds) => new Locale(language, messages[language]?.texts ?? {}).date(seconds);
