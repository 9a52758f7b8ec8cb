// What the page about its site says that depends on the site: who runs it, how to reach them, and what its code is.

import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { web } from '../bundle.mjs';
import { escape } from '../template.mjs';
import { addressOf, ownersText } from './frame.mjs';

/** @typedef {import('../build_types.d.ts').PagesContext} PagesContext */
/** @typedef {import('./frame.mjs').Place} Place */

/**
 * Returns the commands that download a site and compare it with its version.json. They are those of docs/VERIFYING.md, which are tested there.
 *
 * @param {string} address
 */
async function commandsFor(address) {
  const [, commands] = /<!-- on the page -->\n```sh\n([^]*?)```/.exec(await readFile(join(web, '../docs/VERIFYING.md'), 'utf8')) ?? [];
  if (commands === undefined) throw new Error('docs/VERIFYING.md has no commands for the page');
  return `site=${address}\n${commands.trimEnd()}`;
}

/** @param {string} href @param {string} text */
const link = (href, text) => `<a href="${escape(href)}">${escape(text)}</a>`;

/** @param {readonly string[]} links */
const listOf = (links) => (links.length > 0 ? `<ul class="ways">\n${links.map((one) => `<li>${one}</li>`).join('\n')}\n</ul>` : '');

/** @param {PagesContext} context @param {Place} place */
function operatorMarkup({ identity: { operator, imprint, privacy, source } }, place) {
  const { textOf } = place;
  if (!operator) {
    const texts = ['about.nobody', 'about.nobody_careful', 'about.nobody_check'];
    return `<div class="notice">\n${texts.map((key) => `<p>${escape(textOf(key))}</p>`).join('\n')}\n</div>`;
  }
  const links = [
    operator.link && link(operator.link, textOf('about.operator_link')),
    imprint && link(imprint, textOf('frame.imprint')),
    privacy && link(privacy, textOf('frame.privacy')),
    source && link(source, textOf('frame.source')),
  ].filter((one) => one !== undefined);
  const about = operator.about ? `<p>${ownersText(operator.about, place)}</p>\n` : '';
  return `<p class="operator"><strong>${ownersText(operator.name, place)}</strong></p>\n${about}${listOf(links)}`;
}

/** @param {PagesContext} context @param {Place} place */
function contactMarkup({ identity: { contact } }, { textOf }) {
  if (!contact) return `<p>${escape(textOf('about.contact_nobody'))}</p>`;
  const ways = [
    contact.email && `<a href="mailto:${escape(contact.email)}" dir="ltr">${escape(contact.email)}</a>`,
    contact.link && link(contact.link, textOf('about.contact_link')),
  ].filter((one) => one !== undefined);
  return `<p>${escape(textOf('about.contact_what'))}</p>\n${listOf(ways)}`;
}

/** @param {PagesContext} context @param {Place} place */
export async function aboutParts(context, place) {
  const { address, version } = context;
  const { textOf } = place;
  const code = (/** @type {string} */ text) => `<code dir="ltr">${escape(text)}</code>`;
  const isAt = address ? `<p>${escape(textOf('about.verify_address_is'))} ${code(address.href)}</p>\n` : '';
  return {
    OPERATOR: operatorMarkup(context, place),
    CONTACT: contactMarkup(context, place),
    OUR_ADDRESS: isAt,
    POSTER_LINK: address ? `<p>${link(addressOf(place, 'poster'), textOf('poster.title'))}</p>\n` : '',
    VERSION: code(version.version),
    CODE: code(version.code),
    COMMANDS: escape(await commandsFor(address?.href ?? 'https://check.example/')),
  };
}
