// The page on which an editor puts the widget together: what is chosen is shown as readers will see it, and as the code to paste.

import { Codes } from './builder/codes.js';
import { Form } from './builder/form.js';
import { objectionsTo } from './builder/objections.js';
import { part } from './builder/parts.js';
import { Preview } from './builder/preview.js';
import { openLists, unread } from './builder/site_lists.js';
import { linkText, type Deployment } from './builder/snippet.js';
import { Locale, type AnyKey, type Messages } from './locale.js';

/** The build writes the value in its place. */
declare const DEPLOYMENT: Deployment;

/** This script is in the root of the site, and the page anywhere in it. */
const site = new URL('.', import.meta.url);
const language = document.documentElement.lang;
/** The build has written them into the page (web/pages/embed.mjs). */
const words = new Locale<AnyKey>(language, JSON.parse(part('words', HTMLScriptElement).textContent) as Messages);
const form = new Form(words, show);
const codes = new Codes(words);
const preview = new Preview(site);
let lists = DEPLOYMENT.lists.map(unread);

function show(): void {
  const choices = form.read(lists);
  const { link: _, ...others } = choices;
  form.suggestLink(linkText(DEPLOYMENT, others));
  const objections = objectionsTo(lists, (id) => form.isTicked(id), form.kind);
  form.object(objections);
  if (objections.some(({ forbids }) => forbids)) {
    codes.withhold();
    preview.withhold();
    return;
  }
  codes.show(DEPLOYMENT, choices);
  preview.show(DEPLOYMENT, choices);
}

show();
void openLists(site, language, DEPLOYMENT.lists).then((opened) => {
  lists = [...opened];
  form.describe(lists);
  show();
});
