// The code that a newsroom pastes, from what it has chosen: as attributes, for a page that tries it out, and as text.

import { border, reservedHeight, sandbox } from '../embed/frame.js';
import { optionNames, type OptionName } from '../embed/options.js';

/** Of web/build_widget.mjs. */
export interface Deployment {
  /** Of the site, with a slash at its end. */
  readonly address: string;
  readonly script: { readonly name: string; readonly integrity: string };
  readonly lists: readonly { readonly id: string; readonly kind: string }[];
  /** By language. */
  readonly titles: Texts;
  readonly headings: Texts;
}

type Texts = { readonly en: string; readonly [language: string]: string };

export type Choices = Readonly<Partial<Record<OptionName, string>>>;

type Attributes = readonly (readonly [name: string, value: string])[];

const chosen = (choices: Choices): [OptionName, string][] =>
  optionNames.flatMap((name) => (choices[name] ? [[name, choices[name]] as [OptionName, string]] : []));

const inLanguage = (texts: Texts, { lang }: Choices): string => texts[lang ?? 'en'] ?? texts.en;

/** The options are the box's: a script can be moved, or be one for several boxes. */
export function boxAttributes(choices: Choices): Attributes {
  return [
    ['class', 'selfcheck'],
    ...chosen(choices).map(([name, value]) => [`data-${name}`, value] as const),
    ['style', `min-height:${reservedHeight}px`],
  ];
}

export function linkAttributes({ address }: Deployment): Attributes {
  return [
    ['href', address],
    ['target', '_blank'],
    ['rel', 'noopener noreferrer'],
  ];
}

/** What stands there when the script or the frame does not come, and above the frame when they do. */
export function linkText({ headings }: Deployment, choices: Choices): string {
  return inLanguage(headings, choices);
}

export function scriptAttributes({ address, script }: Deployment): Attributes {
  return [
    ['async', ''],
    ['src', new URL(script.name, address).href],
    ['integrity', script.integrity],
    ['crossorigin', 'anonymous'],
    ['referrerpolicy', 'no-referrer'],
  ];
}

export function scriptSnippet(deployment: Deployment, choices: Choices): string {
  const link = markup('a', linkAttributes(deployment), linkText(deployment, choices));
  const script = markup('script', scriptAttributes(deployment));
  return `<div${attributeText(boxAttributes(choices))}>${link}${script}</div>`;
}

/** For systems that take no scripts. */
export function frameSnippet(deployment: Deployment, choices: Choices): string {
  const address = new URL('widget.html', deployment.address);
  address.hash = new URLSearchParams(chosen(choices)).toString();
  const frame = markup('iframe', [
    ['src', address.href],
    ['title', inLanguage(deployment.titles, choices)],
    ['width', '100%'],
    ['height', String(reservedHeight)],
    ['style', `min-height:${reservedHeight}px!important;${border}`],
    ['loading', 'lazy'],
    ['referrerpolicy', 'no-referrer'],
    ['allow', ''],
    ['sandbox', sandbox],
  ]);
  return frame + markup('p', [], markup('a', linkAttributes(deployment), linkText(deployment, choices)), true);
}

const escape = (text: string): string => text.replace(/&/g, '&amp;').replace(/</g, '&lt;').replace(/"/g, '&quot;');

function attributeText(attributes: Attributes): string {
  return attributes.map(([name, value]) => (value === '' ? ` ${name}` : ` ${name}="${escape(value)}"`)).join('');
}

function markup(tag: string, attributes: Attributes, content = '', isMarkup = false): string {
  return `<${tag}${attributeText(attributes)}>${isMarkup ? content : escape(content)}</${tag}>`;
}
