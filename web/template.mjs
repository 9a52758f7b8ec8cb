// Filling the site's pages.

export const escape = (text) => text.replace(/&/g, '&amp;').replace(/</g, '&lt;').replace(/"/g, '&quot;');

/** `values` are text; those of `markup` have been escaped. */
export function fillTemplate(template, values, markup) {
  return template.replace(/%([A-Z_]+)%/g, (token, name) => {
    if (Object.hasOwn(markup, name)) return markup[name];
    if (!Object.hasOwn(values, name)) throw new Error(`a template has an unknown ${token}`);
    return escape(values[name]);
  });
}

/** One text in all languages: what a page says before it knows which one its reader wants. */
export function inAllLanguages(messages, key, tag) {
  return Object.entries(messages)
    .map(([code, { direction, texts }]) => `<${tag} lang="${code}" dir="${direction}">${escape(texts[key])}</${tag}>`)
    .join('\n        ');
}
