// The page of what to do when a number has leaked: the steps that the check shows with its verdict (src/page/steps.ts), of all kinds.

import { importBundled } from '../bundle.mjs';
import { escape } from '../template.mjs';
import { filled } from './frame.mjs';

const { firstOfAll, lastLook, serviceOf, stepsAsText, stepsOf } = await importBundled('src/page/steps.ts');
const { dayInIndia } = await importBundled('src/format.ts');

/** @typedef {import('./frame.mjs').Place} Place */
/** @typedef {{name: string, isWarning?: true}} Step */

/** @param {Place} place */
function lookedAt({ textOf }) {
  const { seconds, what } = lastLook();
  const { day, month, year } = dayInIndia(seconds);
  /** @type {Record<string, string | number>} */
  const parts = { day, month: textOf(`month.${month}`), year };
  const date = textOf('date.long').replace(/\{(\w+)\}/g, (_, name) => String(parts[name]));
  return textOf(what === 'page' ? 'steps.checked' : 'steps.compared').replace('{date}', date);
}

/**
 * @param {Place} place
 * @param {Step} step
 */
function titleAndText({ textOf }, step) {
  const { phone = '', link } = serviceOf(step) ?? {};
  const number = `<bdi dir="ltr" class="digits">${phone}</bdi>`;
  const call = phone && `<a href="tel:${phone}" dir="ltr">${phone}</a>`;
  const open = link ? `<a href="${escape(link)}" dir="ltr" rel="noopener noreferrer">${escape(new URL(link).host)}</a>` : '';
  return {
    title: filled(textOf(`steps.${step.name}`), { phone: number }),
    text: `<p>${filled(textOf(`steps.${step.name}.text`), { phone: number })}</p>`,
    links: call || open ? `<p class="links">${call}${open}</p>` : '',
  };
}

/**
 * @param {Place} place
 * @param {string} kind
 */
function stepList(place, kind) {
  const items = stepsOf[kind].map((/** @type {Step} */ step) => {
    const { title, text, links } = titleAndText(place, step);
    const ticked = `<label class="strong tick"><input type="checkbox" autocomplete="off"><span>${title}</span></label>`;
    return `<li>${step.isWarning ? `<p class="strong">${title}</p>` : ticked}\n${text}\n${links}</li>`;
  });
  return `<ol>\n${items.join('\n')}\n</ol>`;
}

/**
 * Returns what the template of the page is filled with.
 *
 * @param {Place} place
 */
export function helpParts(place) {
  const { title, text, links } = titleAndText(place, firstOfAll);
  return {
    URGENT: `<div class="urgent">\n<p class="strong">${title}</p>\n${text}\n${links}\n</div>`,
    STEPS_MOBILE: stepList(place, 'mobile'),
    STEPS_AADHAAR: stepList(place, 'aadhaar'),
    LOOKED_AT: escape(lookedAt(place)),
  };
}

/**
 * The steps as files that can be kept, by name.
 *
 * @param {Place} place
 * @returns {Record<string, string>}
 */
export function helpFiles(place) {
  /** @type {(key: string, words: Record<string, string>) => string} */
  const textOf = (key, words) => place.textOf(key).replace(/\{(\w+)\}/g, (whole, name) => words[name] ?? whole);
  return Object.fromEntries(
    Object.keys(stepsOf).map((kind) => [`what-to-do-${kind}.txt`, `\ufeff${stepsAsText(kind, textOf, lookedAt(place))}`]),
  );
}
