// The page on which a newsroom puts its widget together: what it chooses is shown as its readers will see it, and as the code to paste. For
// editors, so in English, with the words in site/embed.html.

import {
  boxAttributes,
  frameSnippet,
  linkAttributes,
  linkText,
  scriptAttributes,
  scriptSnippet,
  type Choices,
  type Deployment,
} from './builder/snippet.js';
import { optionPatterns } from './embed/options.js';
import { languageOf } from './languages.js';
import { element, replaceChildren } from './page/dom.js';
import { scriptUrl } from './trusted_types.js';

declare const DEPLOYMENT: Deployment;

/** This page has been made together with site/embed.html, so what it looks for is there. */
function part<Type extends HTMLElement>(id: string, type: { new (): Type }): Type {
  const found = document.getElementById(id);
  if (!(found instanceof type)) throw new Error(`no ${id}`);
  return found;
}

const form = part('choices', HTMLFormElement);
const lists = part('lists', HTMLElement);
const language = part('language', HTMLSelectElement);
const theme = part('theme', HTMLSelectElement);
const kind = part('kind', HTMLSelectElement);
const accent = part('accent', HTMLInputElement);
const accentMessage = part('accent-message', HTMLElement);
const status = part('status', HTMLElement);
const previews = [part('preview-phone', HTMLElement), part('preview-desktop', HTMLElement)];
const codes = [
  { field: part('script-code', HTMLTextAreaElement), button: part('copy-script', HTMLButtonElement), write: scriptSnippet },
  { field: part('frame-code', HTMLTextAreaElement), button: part('copy-frame', HTMLButtonElement), write: frameSnippet },
];

function chosenLists(): Deployment['lists'] {
  const ticked = new Set([...lists.querySelectorAll('input')].filter(({ checked }) => checked).map(({ value }) => value));
  return DEPLOYMENT.lists.filter(({ id }) => ticked.has(id));
}

/** Of all lists, if none is ticked. Where they have one kind between them there is nothing to ask. */
function onlyKind(): string {
  const some = chosenLists();
  const kinds = new Set((some.length > 0 ? some : DEPLOYMENT.lists).map((list) => list.kind));
  return kinds.size === 1 ? ([...kinds][0] ?? '') : '';
}

function read(): Choices {
  const colour = accent.value.trim();
  const valid = colour === '' || optionPatterns.accent.test(colour);
  accentMessage.hidden = valid;
  accent.setAttribute('aria-invalid', String(!valid));
  return {
    lists: chosenLists()
      .map(({ id }) => id)
      .join(' '),
    lang: language.value,
    theme: theme.value,
    accent: valid ? colour : '',
    kind: kind.value || onlyKind(),
  };
}

/** As it will be pasted, but from where this page is: that may not be the address yet. */
function preview(choices: Choices): HTMLElement {
  const here = { ...DEPLOYMENT, address: new URL('.', location.href).href };
  const script = element('script');
  for (const [name, value] of scriptAttributes(here)) {
    if (name === 'src') script.src = scriptUrl(value);
    else script.setAttribute(name, value);
  }
  const box = element('div');
  for (const [name, value] of boxAttributes(choices)) {
    if (name === 'style') box.style.cssText = value;
    else box.setAttribute(name, value);
  }
  const link = element('a', Object.fromEntries(linkAttributes(here)), linkText(here, choices));
  box.append(link, script);
  return box;
}

function show(): void {
  const choices = read();
  for (const { field, write } of codes) field.value = write(DEPLOYMENT, choices);
  for (const box of previews) replaceChildren(box, preview(choices));
  status.textContent = '';
}

async function copy(field: HTMLTextAreaElement): Promise<void> {
  field.select();
  try {
    await navigator.clipboard.writeText(field.value);
    status.textContent = 'Copied.';
  } catch {
    status.textContent = 'Selected: copy it with your keyboard.';
  }
}

for (const { id, kind: itsKind } of DEPLOYMENT.lists) {
  const box = element('input', { type: 'checkbox', value: id, id: `list-${id}` });
  lists.append(element('p', { class: 'tick' }, box, element('label', { for: `list-${id}` }, `${id} (${itsKind})`)));
}
for (const code of Object.keys(DEPLOYMENT.titles)) {
  language.append(element('option', { value: code, lang: code }, languageOf(code).name));
}
form.addEventListener('change', show);
form.addEventListener('submit', (event) => event.preventDefault());
for (const { field, button } of codes) button.addEventListener('click', () => void copy(field));
show();
