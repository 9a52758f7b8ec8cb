// The file of what is said only once there is an answer, a failure or a request to speak of. page/later.ts says when it is loaded.

import type { BuiltFile } from './page_script.js';
import type { WordFiles } from './site_files.js';

export { facts } from './page/facts.js';
export { failureText, reasonText, remedyButton } from './page/failure_view.js';
export { inputErrorText } from './page/input_error.js';
export { whenInstalled } from './page/installed.js';
export { LedgerView } from './page/ledger_view.js';
export { offerView } from './page/offer_view.js';
export { shareView } from './page/share.js';
export { verdictDetails } from './page/verdict_details.js';

/** The build writes the values in their places. */
declare const LATER_WORDS: WordFiles;
declare const LATER_STYLE: BuiltFile;

/** The files with the words that all this needs, as site_files.ts has those of the first; they are in `locales/later/`. */
export const wordFiles = LATER_WORDS;

/** The style sheet for all this. */
export const styleFile = LATER_STYLE;
