// Reads JSON as strictly as JSON.parse does, and says where what is wrong stands.

import jsonc from 'jsonc-parser';
import { UsageError } from '../bundle.mjs';

/** @typedef {readonly (string | number)[]} Path The names of the fields that lead to a value. */

/** What each of the parser's errors means to somebody who writes a file by hand. */
const kSyntaxErrors = {
  CloseBraceExpected: 'a } is missing',
  CloseBracketExpected: 'a ] is missing',
  ColonExpected: 'a colon is missing after the name of a field',
  CommaExpected: 'a comma is missing',
  EndOfFileExpected: 'something stands after the end of the object',
  InvalidCharacter: 'a text has a line break or another control character in it; write \\n, or one line',
  InvalidCommentToken: 'JSON has no comments; take it away',
  InvalidEscapeCharacter: 'a backslash in a text means something else; write two',
  InvalidNumberFormat: 'a number is not written as JSON has it',
  InvalidSymbol: 'here is a word or sign that is no JSON; texts stand in straight double quotes',
  InvalidUnicode: 'after \\u there must be four hexadecimal digits',
  PropertyNameExpected: 'the name of a field is missing, in straight double quotes; or there is a comma too many',
  UnexpectedEndOfComment: 'JSON has no comments; take it away',
  UnexpectedEndOfNumber: 'a number has no end',
  UnexpectedEndOfString: 'a text has no closing quotation mark',
  ValueExpected: 'a value is missing, or there is a comma too many',
};

/**
 * Returns the line and the column of an offset, both counted from 1.
 *
 * @param {string} text
 * @param {number} offset
 */
function placeAt(text, offset) {
  const lines = text.slice(0, offset).split('\n');
  return { line: lines.length, column: [...(lines.at(-1) ?? '')].length + 1 };
}

/**
 * Returns the paths of fields that an object has twice. JSON.parse would take the last and forget the others.
 *
 * @param {import('jsonc-parser').Node} node
 * @param {Path} path
 * @returns {Generator<{path: Path, offset: number}, void>}
 */
function* fieldsGivenTwice(node, path) {
  const seen = new Set();
  for (const [i, child] of (node.children ?? []).entries()) {
    const [name, value] = child.type === 'property' ? (child.children ?? []) : [undefined, child];
    const below = [...path, name ? String(name.value) : i];
    if (name && seen.has(name.value)) yield { path: below, offset: name.offset };
    if (name) seen.add(name.value);
    if (value) yield* fieldsGivenTwice(value, below);
  }
}

/**
 * Returns the value that a JSON text has, the paths of fields that stand in it twice, and a function from paths to lines. It throws UsageError, with
 * line and column, for a text that is not JSON.
 *
 * @param {string} file its name in messages
 * @param {string} text
 */
export function parseStrictly(file, text) {
  /** @type {import('jsonc-parser').ParseError[]} */
  const errors = [];
  const tree = jsonc.parseTree(text, errors, { disallowComments: true });
  /** @type {unknown} */
  let value;
  try {
    value = JSON.parse(text);
  } catch {
    const [first] = errors;
    const { line, column } = placeAt(text, first?.offset ?? text.length);
    const name = first ? jsonc.printParseErrorCode(first.error) : '';
    const what = Object.entries(kSyntaxErrors).find(([one]) => one === name)?.[1] ?? 'something is missing or too much here';
    throw new UsageError(`${file} is no JSON: line ${line}, column ${column}: ${what}`);
  }
  return {
    value,
    twice: tree ? [...fieldsGivenTwice(tree, [])].map(({ path, offset }) => ({ path, line: placeAt(text, offset).line })) : [],
    lineOf: (/** @type {Path} */ path) => {
      const node = tree && jsonc.findNodeAtLocation(tree, [...path]);
      return node && placeAt(text, node.offset).line;
    },
  };
}
