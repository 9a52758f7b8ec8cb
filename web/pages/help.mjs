// The page of what to do when a number has leaked: the steps that the check shows with its verdict (src/page/steps.ts), of all kinds.

import { importBundled } from '../bundle.mjs';
import { escape } from '../template.mjs';
import { dateIn } from './date.mjs';
import { filled } from './frame.mjs';

const { firstOfAll, lastLook, serviceOf, stepsAsText, stepsOf } = await importBundled('src/page/steps.ts');

/** @typedef {import('../build_types.d.ts').PagesContext} PagesContext */
/** @typedef {import('./frame.mjs').Place} Place */
/** @typedef {{name: string, isWarning?: true}} Step */

/** @param {PagesContext} context @param {Place} place */
function lookedAt(context, place) {
  const { seconds, what } = lastLook();
  return place.textOf(what === 'page' ? 'steps.checked' : 'steps.compared').replace('{date}', dateIn(context, place, seconds));
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
 * @param {PagesContext} context
 * @param {Place} place
 */
export function helpParts(context, place) {
  const { title, text, links } = titleAndText(place, firstOfAll);
  return {
    URGENT: `<div class="urgent">\n<p class="strong">${title}</p>\n${text}\n${links}\n</div>`,
    STEPS_MOBILE: stepList(place, 'mobile'),
    STEPS_AADHAAR: stepList(place, 'aadhaar'),
    LOOKED_AT: escape(lookedAt(context, place)),
  };
}

/**
 * Returns the steps as files that can be kept, by name.
 *
 * @param {PagesContext} context
 * @param {Place} place
 * @returns {Record<string, string>}
 */
export function helpFiles(context, place) {
  /** @type {(key: string, words: Record<string, string>) => string} */
  const textOf = (key, words) => place.textOf(key).replace(/\{(\w+)\}/g, (whole, name) => words[name] ?? whole);
  return Object.fromEntries(
    Object.keys(stepsOf).map((kind) => [`what-to-do-${kind}.txt`, `\ufeff${stepsAsText(kind, textOf, lookedAt(context, place))}`]),
  );
}
