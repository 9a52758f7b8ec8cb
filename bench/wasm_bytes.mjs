// Prints what a .wasm file's bytes are spent on: its sections, and its largest functions by name.
//   node bench/wasm_bytes.mjs FILE.wasm [ROWS]
// A file has names if it was configured with: cmake --preset wasm -DSELFCHECK_WASM_NAMES=ON
import { readFile } from 'node:fs/promises';

const kSections = [
  ...['custom', 'type', 'import', 'function', 'table', 'memory', 'global'],
  ...['export', 'start', 'element', 'code', 'data', 'data count'],
];

class Reader {
  constructor(bytes, at = 0) {
    this.bytes = bytes;
    this.at = at;
  }

  /** Reads an unsigned LEB128 number. */
  number() {
    let value = 0;
    for (let shift = 1; ; shift *= 128) {
      const byte = this.bytes[this.at++];
      value += (byte & 127) * shift;
      if (byte < 128) return value;
    }
  }

  text() {
    const size = this.number();
    this.at += size;
    return Buffer.from(this.bytes.subarray(this.at - size, this.at)).toString();
  }
}

/** Returns each section as {name, start, contents, end}. The contents of a custom section begin after its name. */
function sections(bytes) {
  const reader = new Reader(bytes, 8);
  const found = [];
  while (reader.at < bytes.length) {
    const id = bytes[reader.at++];
    const size = reader.number();
    const end = reader.at + size;
    const start = reader.at;
    found.push({ name: id === 0 ? `custom ${reader.text()}` : kSections[id], start, contents: reader.at, end });
    reader.at = end;
  }
  return found;
}

/** Returns how many functions are imported. They come first in the numbering of functions. */
function importedFunctions(bytes, section) {
  const reader = new Reader(bytes, section.contents);
  let functions = 0;
  for (let left = reader.number(); left > 0; left -= 1) {
    reader.text();
    reader.text();
    const kind = bytes[reader.at++];
    if (kind === 0) {
      functions += 1;
      reader.number();
    } else {
      // The import is a table (element type, limits), a memory (limits) or a global (type, mutability).
      if (kind === 1) reader.at += 1;
      if (kind === 3) reader.at += 2;
      else if (bytes[reader.at++] & 1) reader.number(), reader.number();
      else reader.number();
    }
  }
  return functions;
}

function functionNames(bytes, section) {
  const names = new Map();
  const reader = new Reader(bytes, section.contents);
  while (reader.at < section.end) {
    const id = bytes[reader.at++];
    const end = reader.number() + reader.at;
    if (id === 1) {
      for (let left = reader.number(); left > 0; left -= 1) names.set(reader.number(), reader.text());
    }
    reader.at = end;
  }
  return names;
}

const [path, rows = '40'] = process.argv.slice(2);
if (!path) {
  console.error('usage: node bench/wasm_bytes.mjs FILE.wasm [ROWS]');
  process.exit(2);
}
const bytes = await readFile(path);
const all = sections(bytes);
const find = (name) => all.find((section) => section.name === name);
console.log('| section | bytes |\n|---|---|');
for (const { name, start, end } of all) console.log(`| ${name} | ${end - start} |`);

const code = find('code');
const names = find('custom name') ? functionNames(bytes, find('custom name')) : new Map();
const reader = new Reader(bytes, code.contents);
let index = find('import') ? importedFunctions(bytes, find('import')) : 0;
const functions = [];
for (let left = reader.number(); left > 0; left -= 1, index += 1) {
  const start = reader.at;
  const size = reader.number();
  reader.at += size;
  functions.push({ size: reader.at - start, name: names.get(index) ?? `function ${index}` });
}
functions.sort((a, b) => b.size - a.size);
console.log('\n| function | bytes |\n|---|---|');
for (const { name, size } of functions.slice(0, Number(rows))) console.log(`| \`${name}\` | ${size} |`);
