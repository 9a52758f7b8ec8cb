// Filling the site's pages.

/** @param {string} text */
export const escape = (text) => text.replace(/&/g, '&amp;').replace(/</g, '&lt;').replace(/"/g, '&quot;');

/**
 * Fills a template. `%NAME%` becomes the value of that name, escaped, or the markup of that name as it is; `{{key}}` becomes the
 * text of that key, escaped. Comments and indentation are for who reads the template, and are left out. Throws for a name that
 * has no value.
 *
 * @param {string} template
 * @param {Readonly<Record<string, string>>} values
 * @param {Readonly<Record<string, string>>} markup
 * @param {(key: string) => string} [textOf]
 */
export function fillTemplate(template, values, markup, textOf) {
  const plain = template.replace(/[^\S\n]*<!--.*?-->\n?/gs, '').replace(/\n\s+/g, '\n');
  return plain.replace(/%([A-Z_]+)%|\{\{([\w.]+)\}\}/g, (token, name, key) => {
    if (key !== undefined && textOf) return escape(textOf(key));
    if (Object.hasOwn(markup, name)) return markup[name] ?? '';
    const value = values[name];
    if (value === undefined) throw new Error(`a template has an unknown ${token}`);
    return escape(value);
  });
}

/**
 * Returns one text in several languages: what a page says before it knows which one its reader wants.
 *
 * @param {import('./build_types.d.ts').AllMessages} messages
 * @param {string} key
 * @param {string} tag
 * @param {readonly string[]} [languages] by default all
 */
export function inLanguages(messages, key, tag, languages = Object.keys(messages)) {
  return Object.entries(messages)
    .filter(([code]) => languages.includes(code))
    .map(([code, { direction, texts }]) => `<${tag} lang="${code}" dir="${direction}">${escape(texts[key] ?? '')}</${tag}>`)
    .join('\n');
}

/**
 * Returns the languages of what not everybody has to be able to read before a page has loaded: the site's own, and English.
 *
 * @param {string} language the site's own
 */
export const withEnglish = (language) => [...new Set([language, 'en'])];

/**
 * Returns what the page is told of the site's lists before it can read the pins file (src/expected_lists.ts).
 *
 * @param {import('./build_types.d.ts').Pins} pins
 */
export const listValues = ({ lists }) => ({ LISTS: String(lists.length), KINDS: [...new Set(lists.map(({ kind }) => kind))].join(' ') });

/**
 * Returns an element that holds data. The browser does not run it, and nothing in it can end it.
 *
 * @param {string} id
 * @param {unknown} value
 */
export const dataBlock = (id, value) => `<script type="application/json" id="${id}">${JSON.stringify(value).replace(/</g, '\\u003c')}</script>`;
