// What the check says where no script runs: what it is, that it needs a script, and where to read how it works.

import { escape } from '../template.mjs';
import { addressOf } from './frame.mjs';
import { textsOf } from './render.mjs';

/**
 * Returns the markup, in each of `languages`.
 *
 * @param {import('../build_types.d.ts').AllMessages} messages
 * @param {readonly string[]} languages
 */
export function withoutScript(messages, languages) {
  const inOne = (/** @type {string} */ language, /** @type {number} */ index) => {
    const text = textsOf(messages, language);
    const heading = index === 0 ? 'h1' : 'h2';
    return [
      `<div lang="${language}" dir="${messages[language]?.direction ?? 'ltr'}">`,
      `<${heading}>${escape(text('page.heading'))}</${heading}>`,
      `<p>${escape(text('page.lead'))}</p>`,
      `<p class="notice">${escape(text('static.script'))}</p>`,
      `<p><a href="${addressOf({ page: 'check', language, root: '', textOf: text }, 'how')}">${escape(text('frame.how'))}</a></p>`,
      '</div>',
    ].join('\n');
  };
  return languages.map(inOne).join('\n');
}
