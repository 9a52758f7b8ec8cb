// The rules of a site file's fields (docs/SITE.md, docs/site.schema.json). Every mistake is found, not only the first, and none is told with the value
// that was written, which could be anything.

import { kLanguages } from '../messages.mjs';
import { kInvisible } from '../invisible.mjs';

/** @typedef {import('./json.mjs').Path} Path */
/** @typedef {(path: Path, problem: string) => void} Report */
/** @typedef {{language: string, report: Report}} Checking `language` is the site's own. */
/**
 * A rule reports what is wrong with a value, and returns what it stands for.
 *
 * @typedef {(value: unknown, path: Path, checking: Checking) => unknown} Rule
 */

export const kFormat = 'selfcheck-site/1';
const kMaxAddress = 500;

/**
 * @param {unknown} value
 * @returns {value is Record<string, unknown>}
 */
const isObject = (value) => typeof value === 'object' && value !== null && !Array.isArray(value);

/** @param {unknown} value */
const typeOf = (value) => (value === null ? 'null' : Array.isArray(value) ? 'an array' : isObject(value) ? 'an object' : `a ${typeof value}`);

/**
 * Returns how many signs must be added, taken away or changed to make one word of another.
 *
 * @param {string} a
 * @param {string} b
 */
function distance(a, b) {
  let row = Array.from({ length: b.length + 1 }, (_, i) => i);
  for (const [i, letter] of [...a].entries()) {
    const next = [i + 1];
    for (let j = 0; j < b.length; j += 1) {
      next.push(Math.min((next[j] ?? 0) + 1, (row[j + 1] ?? 0) + 1, (row[j] ?? 0) + (letter === b[j] ? 0 : 1)));
    }
    row = next;
  }
  return row.at(-1) ?? 0;
}

/**
 * @param {string} name
 * @param {readonly string[]} known
 */
function nearest(name, known) {
  const [best] = known.map((one) => ({ one, far: distance(name.toLowerCase(), one) })).sort((a, b) => a.far - b.far);
  return best && best.far <= 2 ? `; did you mean ${best.one}?` : `; there are ${known.join(', ')}`;
}

/**
 * Reports what is wrong with a text, and returns whether it can be used.
 *
 * @param {unknown} value
 * @param {Path} path
 * @param {Checking} checking
 * @param {{example: string, max: number}} wanted
 * @returns {value is string}
 */
function isText(value, path, { report }, { example, max }) {
  const problem = (() => {
    if (typeof value !== 'string') return `is ${typeOf(value)}; write a text, such as ${example}`;
    if (value.trim() === '') return `is empty; write ${example}, or take the field away`;
    const [invisible] = kInvisible.exec(value) ?? [];
    if (invisible) {
      const code = (invisible.codePointAt(0) ?? 0).toString(16).toUpperCase().padStart(4, '0');
      return `has the invisible sign U+${code}, a control character or one that turns the words around it; take it away`;
    }
    if (value !== value.trim()) return 'begins or ends with a space; take it away';
    const { length } = [...value];
    return length > max ? `has ${length} characters; write at most ${max}` : undefined;
  })();
  if (problem) report(path, problem);
  return !problem;
}

/**
 * A text that is one for all languages, or several by the code of their language.
 *
 * @param {{example: string, max: number}} wanted
 * @returns {Rule}
 */
const textByLanguage = (wanted) => (value, path, checking) => {
  const { language: own, report } = checking;
  if (typeof value === 'string') return isText(value, path, checking, wanted) ? { [own]: value } : undefined;
  if (!isObject(value)) {
    report(path, `is ${typeOf(value)}; write a text, such as ${wanted.example}, or several by language, such as {"${own}": ${wanted.example}}`);
    return undefined;
  }
  for (const [code, text] of Object.entries(value)) {
    if (!Object.hasOwn(kLanguages, code)) report([...path, code], `there is no such language${nearest(code, Object.keys(kLanguages))}`);
    else isText(text, [...path, code], checking, wanted);
  }
  if (!Object.hasOwn(value, own)) report(path, `has no text in ${own}, the site's own language; add "${own}": ${wanted.example}`);
  // The site's own language comes first: it stands in for all that are missing.
  return { [own]: value[own], ...value };
};

/** @param {string} address */
function parsed(address) {
  try {
    return new URL(address);
  } catch {
    return undefined;
  }
}

/** @type {Rule} */
function link(value, path, checking) {
  const example = '"https://paper.example/contact"';
  if (!isText(value, path, checking, { example, max: kMaxAddress })) return undefined;
  const problem = (() => {
    if (/^javascript:/i.test(value)) return `is code and no address; write an address, such as ${example}`;
    if (/^http:/i.test(value)) return 'begins with http:, which anybody on the way can change; write https:';
    const url = /^https:\/\/\S+$/i.test(value) ? parsed(value) : undefined;
    if (!url) return `is no https address; write one such as ${example}`;
    return url.username || url.password ? 'has a user name or a password in it; every reader would get them, so take them away' : undefined;
  })();
  if (problem) checking.report(path, problem);
  return problem ? undefined : value;
}

/** @type {Rule} */
function email(value, path, checking) {
  const example = '"desk@paper.example"';
  if (!isText(value, path, checking, { example, max: 254 })) return undefined;
  if (/^[\w.+-]+@(?:[a-z0-9-]+\.)+[a-z0-9-]{2,}$/i.test(value)) return value;
  checking.report(path, `is no e-mail address; write one such as ${example}, without a name or mailto:`);
  return undefined;
}

/** @type {Rule} */
function colour(value, path, { report }) {
  if (typeof value === 'string' && /^#[0-9a-f]{6}$/i.test(value)) return value.toLowerCase();
  report(path, 'is no colour; write # and six hexadecimal digits, such as "#0b5563"');
  return undefined;
}

/** @type {Rule} */
function language(value, path, { report }) {
  if (typeof value === 'string' && Object.hasOwn(kLanguages, value)) return value;
  report(path, `is no language of this site; write the code of one, such as "hi"; there are ${Object.keys(kLanguages).join(', ')}`);
  return undefined;
}

/** @type {Rule} */
function format(value, path, { report }) {
  if (value !== kFormat) report(path, `is not "${kFormat}", which says how this file is to be read`);
  return undefined;
}

/** @type {Rule} */
const fileName = (value, path, checking) => (isText(value, path, checking, { example: '"logo.svg"', max: kMaxAddress }) ? value : undefined);

/**
 * An object with these fields and no others. `required`: what to say of each that must not be missing.
 *
 * @param {string} example
 * @param {Readonly<Record<string, Rule>>} fields
 * @param {Readonly<Record<string, string>>} [required]
 * @returns {(value: unknown, path: Path, checking: Checking) => Record<string, any> | undefined}
 */
const object = (example, fields, required = {}) => (value, path, checking) => {
  const { report } = checking;
  if (!isObject(value)) {
    report(path, `is ${typeOf(value)}; write an object, such as ${example}`);
    return undefined;
  }
  const known = Object.keys(fields);
  for (const name of Object.keys(value).filter((one) => !known.includes(one))) report([...path, name], `there is no such field${nearest(name, known)}`);
  for (const [name, what] of Object.entries(required)) if (!Object.hasOwn(value, name)) report([...path, name], `is missing; ${what}`);
  const given = Object.entries(fields).filter(([name]) => Object.hasOwn(value, name));
  const results = given.map(([name, rule]) => [name, rule(value[name], [...path, name], checking)]);
  return Object.fromEntries(results.filter(([, result]) => result !== undefined));
};

const kContactExample = '{"email": "desk@paper.example"}';
const contactFields = object(kContactExample, { email, link });

/** @type {Rule} */
function contact(value, path, checking) {
  if (isObject(value) && !Object.hasOwn(value, 'email') && !Object.hasOwn(value, 'link')) {
    checking.report(path, `says nothing; somebody must be reachable, so write ${kContactExample}, or a "link", or both`);
  }
  return contactFields(value, path, checking);
}

const operatorName = { example: '"The Example Paper"', max: 120 };
const operator = object(
  `{"name": ${operatorName.example}}`,
  { name: textByLanguage(operatorName), about: textByLanguage({ example: '"We are a newsroom in Pune."', max: 1500 }), link },
  { name: `write ${operatorName.example}, the name of who runs the site` },
);

const siteName = { example: '"Leak check"', max: 60 };

/** The whole file. */
const site = object(
  `{"format": "${kFormat}", "name": ${siteName.example}}`,
  {
    ...{ format, language, name: textByLanguage(siteName), operator, contact },
    ...{ imprint: link, privacy: link, source: link, accent: colour, logo: fileName },
  },
  {
    format: `write "format": "${kFormat}"`,
    name: `write ${siteName.example}, what stands beside the logo`,
    operator: `write {"name": ${operatorName.example}}, who runs the site`,
    contact: `somebody must be reachable, so write ${kContactExample}, or a "link", or both`,
  },
);

/**
 * Reports every mistake of a site file's fields, and returns what they say; what has mistakes may be missing there.
 *
 * @param {unknown} value
 * @param {Report} report
 * @returns {{language: string, [field: string]: any}}
 */
export function checkFields(value, report) {
  const given = isObject(value) ? value['language'] : undefined;
  // A wrong language is reported once, and not again for every text.
  const own = typeof given === 'string' && Object.hasOwn(kLanguages, given) ? given : 'en';
  return { language: own, ...site(value, [], { language: own, report }) };
}
