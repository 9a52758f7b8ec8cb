// How the owner of the site is reached: whoever is told to tell them something needs to know where.

import type { WholeLocale } from '../locale.js';
import { element, externalLink } from './dom.js';
import { phrase } from './phrase.js';

/** The owner's address for letters as the site file has it. Neither: nobody has said who runs the site. */
export interface OwnerContact {
  readonly email?: string;
  readonly link?: string;
}

/** The build writes the value in its place. */
declare const OWNER_CONTACT: OwnerContact;

/** In the frame a link opens a page of its own. */
const outOfFrame = (): Record<string, string> => (window.parent === window ? {} : { target: '_blank', rel: 'noopener noreferrer' });

export function ownerLink(locale: WholeLocale): HTMLElement[] {
  const { email, link } = OWNER_CONTACT;
  const shown = (text: string): HTMLElement => element('bdi', { dir: 'ltr' }, text);
  if (email === undefined && link === undefined) {
    const about = new URL(`${locale.language}/about.html#contact`, document.baseURI).href;
    return [element('p', {}, element('a', { href: about, ...outOfFrame() }, locale.text('advice.owner')))];
  }
  const address = link === undefined ? element('a', { href: `mailto:${email}`, ...outOfFrame() }, shown(email ?? '')) : externalLink(link, shown(new URL(link).host));
  return [
    element('p', {}, ...phrase(locale, 'advice.contact', { address })),
    element('p', { class: 'hint' }, locale.text('advice.contact.text')),
  ];
}
