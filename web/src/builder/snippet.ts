// The code that a newsroom pastes, from what it has chosen: as attributes, for a page that tries it out, and as text.
// Articles out there have the line as it is written here, so what it is for the same choices must not change.

import { border, reservedHeight, sandbox } from '../embed/frame.js';
import { optionNames, type OptionName } from '../embed/options.js';

/** Of web/build_widget.mjs. */
export interface Deployment {
  /** The site's address, with a slash at its end. */
  readonly address: string;
  readonly script: { readonly name: string; readonly integrity: string };
  readonly lists: readonly { readonly id: string; readonly kind: string }[];
  /** By language. */
  readonly titles: Texts;
  readonly headings: Texts;
}

type Texts = { readonly en: string; readonly [language: string]: string };

export interface Choices extends Readonly<Partial<Record<OptionName, string>>> {
  /** Instead of the heading of the check. */
  readonly link?: string;
  /** The height of the box in CSS pixels, if it is not the usual one. */
  readonly height?: number;
}

type Attributes = readonly (readonly [name: string, value: string])[];

const chosen = (choices: Choices): [OptionName, string][] =>
  optionNames.flatMap((name) => (choices[name] ? [[name, choices[name]] as [OptionName, string]] : []));

const inLanguage = (texts: Texts, { lang }: Choices): string => texts[lang ?? 'en'] ?? texts.en;

const heightOf = ({ height }: Choices): number => height ?? reservedHeight;

const dataAttributes = (choices: Choices): Attributes => chosen(choices).map(([name, value]) => [`data-${name}`, value]);

/** The options are the box's: a script can be moved, or be one for several boxes. */
export function boxAttributes(choices: Choices): Attributes {
  return [
    ['class', 'selfcheck'],
    ...dataAttributes(choices),
    ['style', `min-height:${heightOf(choices)}px`],
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
  return choices.link || inLanguage(headings, choices);
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

const linkMarkup = (deployment: Deployment, choices: Choices): string =>
  markup('a', linkAttributes(deployment), linkText(deployment, choices));

export function scriptSnippet(deployment: Deployment, choices: Choices): string {
  const script = markup('script', scriptAttributes(deployment));
  return `<div${attributeText(boxAttributes(choices))}>${linkMarkup(deployment, choices)}${script}</div>`;
}

/** Returns the code of a plain frame, for systems that take no scripts. */
export function frameSnippet(deployment: Deployment, choices: Choices): string {
  const address = new URL('widget.html', deployment.address);
  address.hash = new URLSearchParams(chosen(choices)).toString();
  const frame = markup('iframe', [
    ['src', address.href],
    ['title', inLanguage(deployment.titles, choices)],
    ['width', '100%'],
    ['height', String(heightOf(choices))],
    ['style', `min-height:${heightOf(choices)}px!important;${border}`],
    ['loading', 'lazy'],
    ['referrerpolicy', 'no-referrer'],
    ['allow', ''],
    ['sandbox', sandbox],
  ]);
  return frame + markup('p', [], linkMarkup(deployment, choices), true);
}

/** The line, as WordPress keeps a block of one's own HTML in a post. */
function wordPressBlock(deployment: Deployment, choices: Choices): string {
  return `<!-- wp:html -->\n${scriptSnippet(deployment, choices)}\n<!-- /wp:html -->`;
}

/**
 * React moves a script into the head of the page, so box and script stand beside each other. What is in the box is not React's, which
 * would otherwise complain of the frame that it finds there.
 */
function reactComponent(deployment: Deployment, choices: Choices): string {
  const { name, integrity } = deployment.script;
  const attributes = dataAttributes(choices).map((attribute) => `        ${attributeText([attribute]).trim()}`);
  return [
    `const link = ${quoted(linkMarkup(deployment, choices))};`,
    '',
    'export function Selfcheck() {',
    '  return (',
    '    <>',
    '      <div',
    '        className="selfcheck"',
    ...attributes,
    `        style={{ minHeight: ${heightOf(choices)} }}`,
    '        dangerouslySetInnerHTML={{ __html: link }}',
    '        suppressHydrationWarning',
    '      />',
    '      <script',
    '        async',
    `        src="${new URL(name, deployment.address).href}"`,
    `        integrity="${integrity}"`,
    '        crossOrigin="anonymous"',
    '        referrerPolicy="no-referrer"',
    '      />',
    '    </>',
    '  );',
    '}',
    '',
  ].join('\n');
}

/** What a site that sends a Content-Security-Policy adds to it. */
function policyLines({ address }: Deployment): string {
  const { origin } = new URL(address);
  return `script-src ${origin}; frame-src ${origin}`;
}

/** Everything that can be copied, by the name that web/pages/embed.mjs and its words have for it. */
export const codeKinds: Readonly<Record<string, (deployment: Deployment, choices: Choices) => string>> = {
  line: scriptSnippet,
  frame: frameSnippet,
  wordpress: wordPressBlock,
  react: reactComponent,
  policy: policyLines,
};

/** A string of JavaScript. */
const quoted = (text: string): string => `'${text.replace(/[\\']/g, '\\$&').replace(/[\r\n\u2028\u2029]+/g, ' ')}'`;

const escape = (text: string): string => text.replace(/&/g, '&amp;').replace(/</g, '&lt;').replace(/"/g, '&quot;');

function attributeText(attributes: Attributes): string {
  return attributes.map(([name, value]) => (value === '' ? ` ${name}` : ` ${name}="${escape(value)}"`)).join('');
}

function markup(tag: string, attributes: Attributes, content = '', isMarkup = false): string {
  return `<${tag}${attributeText(attributes)}>${isMarkup ? content : escape(content)}</${tag}>`;
}
