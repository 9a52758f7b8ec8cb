// Keeps numbers out of messages, as cli/base/redact.h does: somebody may name a file after a number, or type one where an option was meant,
// and the message ends up in a log.

const kSeparators = ' \\-.()+_,\\u00A0\\u200B-\\u200D\\u2010-\\u2014';
const kGroup = new RegExp(`\\p{Nd}(?:[\\p{Nd}${kSeparators}]*\\p{Nd})?`, 'gu');
const kDigit = /\p{Nd}/gu;

/**
 * Returns `text` with `#` for every digit of what could be a number, and `?` for every character that could steer a terminal.
 *
 * @param {string} text
 */
export function redact(text) {
  const hidden = (/** @type {string} */ group) => /\p{Nd}{5}/u.test(group) || (group.match(kDigit) ?? []).length > 8;
  return text.replace(kGroup, (group) => (hidden(group) ? group.replace(kDigit, '#') : group)).replace(/\p{C}/gu, '?');
}
