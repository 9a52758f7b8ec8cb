// Filling the site's pages.

/** @param {string} text */
export const escape = (text) => text.replace(/&/g, '&amp;').replace(/</g, '&lt;').replace(/"/g, '&quot;');

/**
 * `values` are text; those of `markup` have been escaped. Comments and indentation are for who reads the template.
 *
 * @param {string} template
 * @param {Readonly<Record<string, string>>} values
 * @param {Readonly<Record<string, string>>} markup
 */
export function fillTemplate(template, values, markup) {
  return template.replace(/[^\S\n]*<!--.*?-->\n?/gs, '').replace(/\n\s+/g, '\n').replace(/%([A-Z_]+)%/g, (token, name) => {
    if (Object.hasOwn(markup, name)) return markup[name] ?? '';
    const value = values[name];
    if (value === undefined) throw new Error(`a template has an unknown ${token}`);
    return escape(value);
  });
}

/**
 * One text in all languages: what a page says before it knows which one its reader wants.
 *
 * @param {import('./build_types.d.ts').AllMessages} messages
 * @param {string} key
 * @param {string} tag
 */
export function inAllLanguages(messages, key, tag) {
  return Object.entries(messages)
    .map(([code, { direction, texts }]) => `<${tag} lang="${code}" dir="${direction}">${escape(texts[key] ?? '')}</${tag}>`)
    .join('\n');
}
