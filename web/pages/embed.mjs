// The page on which an editor puts the widget together. What it says and offers without a choice is written here, so that the page can
// be read, and its code be copied, without JavaScript; src/builder.ts does the rest.

import { importBundled } from '../bundle.mjs';
import { kLanguages } from '../messages.mjs';
import { dataBlock, escape } from '../template.mjs';
import { filled } from './frame.mjs';

const { codeKinds } = await importBundled('src/builder/snippet.ts');
const { heights } = await importBundled('src/builder/heights.ts');

/** @typedef {import('./frame.mjs').Place} Place */
/** @typedef {import('../build_types.d.ts').Deployment} Deployment */

/** What the page's script says. Months and the order of a date are those of the check. */
const kSpoken = [
  ...['facts.mobile', 'facts.aadhaar', 'unopened', 'expired', 'withdrawn', 'unusable', 'test'].map((name) => `embed.list.${name}`),
  ...['kind.other_list', 'accent.wrong', 'height.wrong', 'nothing', 'copied', 'selected'].map((name) => `embed.${name}`),
  ...['kind.mobile.no_list', 'kind.aadhaar.no_list', 'date.long', ...Array.from({ length: 12 }, (_, i) => `month.${i + 1}`)],
];

/** @param {Deployment} deployment @param {Place} place */
function listItems({ lists }, { textOf }) {
  if (lists.length === 0) return `<li>${escape(textOf('page.no_lists'))}</li>`;
  const items = lists.map(({ id, kind }) =>
    [
      `<li data-list="${escape(id)}">`,
      `<label class="tick"><input type="checkbox" value="${escape(id)}" aria-describedby="facts-${escape(id)} message-${escape(id)}">`,
      `<span class="title"><bdi dir="ltr">${escape(id)}</bdi></span></label>`,
      `<p class="hint" id="facts-${escape(id)}">${escape(textOf(`kind.${kind}`))}</p>`,
      `<p class="message" id="message-${escape(id)}" hidden></p></li>`,
    ].join('\n'),
  );
  return items.join('\n');
}

/** @param {Deployment} deployment */
function languageOptions({ headings }) {
  return Object.keys(headings)
    .map((code) => `<option value="${code}" lang="${code}">${escape(kLanguages[code]?.name ?? code)}</option>`)
    .join('\n');
}

/** @param {Deployment} deployment @param {Place} place */
function codeCards(deployment, { textOf }) {
  const cards = Object.entries(codeKinds).map(([kind, write]) => {
    const name = escape(textOf(`embed.${kind}`));
    const label = escape(textOf('embed.code').replace('{name}', textOf(`embed.${kind}`)));
    const code = escape(write(deployment, {}));
    return [
      `<div class="code" data-code="${kind}">`,
      `<h3 id="${kind}-name">${name}</h3>`,
      `<p id="${kind}-text">${escape(textOf(`embed.${kind}.text`))}</p>`,
      // What is in it must not be indented, nor begin with a line break of its own.
      `<textarea rows="5" dir="ltr" readonly spellcheck="false" aria-label="${label}" aria-describedby="${kind}-text">${code}</textarea>`,
      `<p><button type="button" class="primary" id="${kind}-copy" aria-labelledby="${kind}-copy ${kind}-name">`,
      `${escape(textOf('embed.copy'))}</button></p>`,
      '</div>',
    ].join('\n');
  });
  return cards.join('\n');
}

/**
 * Returns what the template of the page is filled with.
 *
 * @param {import('../build_types.d.ts').PagesContext} context
 * @param {Place} place
 */
export function embedParts({ deployment, identity }, place) {
  if (!deployment) throw new Error('the page for editors needs the address of the site');
  const { textOf } = place;
  const words = Object.fromEntries(kSpoken.map((key) => [key, textOf(key)]));
  return {
    LIST_ITEMS: listItems(deployment, place),
    LANGUAGE_OPTIONS: languageOptions(deployment),
    USUAL_ACCENT: escape(identity.accent ?? '#bb0000'),
    PICK_COLOUR: escape(textOf('embed.accent.pick')),
    USUAL_HEIGHT: String(heights.usual),
    HEIGHT_HINT: filled(textOf('embed.height.hint'), { least: String(heights.least), most: String(heights.most) }),
    CODES: codeCards(deployment, place),
    WORDS: dataBlock('words', words),
  };
}
