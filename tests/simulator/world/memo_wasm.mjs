// Makes an engine with SIMD that remembers what its slow hash came to. Argon2id fills memory from the two blocks that it derives from
// the number, and only the last block counts afterwards, so who knows the last block of a filling need not fill again. Everything else
// is computed by the real engine each time, and what is remembered is what the real engine has computed in this process.
import { createHash } from 'node:crypto';
import * as wasmFile from '../../browser/support/faulty_wasm.mjs';
import { shufflesIn } from '../../browser/support/spoiled_wasm.mjs';

const { assembled, entriesOf, importedFunctions, kSections, readUnsigned, sectionsOf, unsigned, withMore } = wasmFile;
const { kTypes, kFunctions, kTables, kExports, kCode } = kSections;
const kI32 = 0x7f;
/** `(func (param i32 i32))`, the type of libsodium's `fill_segment`, which takes the addresses of the hash and of the position in it. */
const kFillType = Buffer.from([0x60, 2, kI32, kI32, 0]);
const kHookType = [0x60, 2, kI32, kI32, 1, kI32];
const kTable = 'memo';
const kBlock = 1024;
/** Each pass over memory is made in so many segments. */
const kSegments = 4;

const sized = (bytes) => Buffer.concat([Buffer.from(unsigned(bytes.length)), bytes]);

/** Returns a section's entries, where `next(bytes, at)` returns where the one at `at` ends. */
function entries(section, next) {
  const { count, bytes } = entriesOf(section);
  const found = [];
  for (let at = 0; found.length < count; ) {
    const end = next(bytes, at);
    found.push(bytes.subarray(at, end));
    at = end;
  }
  return found;
}

const afterSized = (bytes, at) => {
  const [size, begin] = readUnsigned(bytes, at);
  return begin + size;
};
const afterNumber = (bytes, at) => readUnsigned(bytes, at)[1];
const afterType = (bytes, at) => afterSized(bytes, afterSized(bytes, at + 1));

/** Returns the engine `wasm`, in which `fill_segment` asks one hook before it begins, and tells another one when it has ended. */
export function withHooks(wasm) {
  const sections = sectionsOf(wasm);
  const section = (wanted) => sections.find(({ id }) => id === wanted);
  const imported = importedFunctions(sections);
  const types = entries(section(kTypes), afterType);
  const functions = entries(section(kFunctions), afterNumber);
  const bodies = entries(section(kCode), afterSized).map((body) => body.subarray(afterNumber(body, 0)));
  // The function that has the shuffles fills one block, and only `fill_segment` calls it.
  const fillsBlock = bodies.reduce((best, body, i) => (shufflesIn(body).length > shufflesIn(bodies[best]).length ? i : best), 0);
  const call = Buffer.from([0x10, ...unsigned(imported + fillsBlock)]);
  const fits = (body, i) => types[readUnsigned(functions[i], 0)[0]].equals(kFillType) && body.includes(call);
  const fillers = bodies.flatMap((body, i) => (fits(body, i) ? [i] : []));
  if (fillers.length !== 1) throw new Error('the engine has no function that looks like fill_segment');
  const [filler] = fillers;

  const table = entriesOf(section(kTables)).count;
  const given = [0x20, 0, 0x20, 1];
  const hook = (which) => [...given, 0x41, which, 0x11, ...unsigned(types.length), ...unsigned(table)];
  const moved = [0x10, ...unsigned(imported + bodies.length)];
  const original = bodies[filler];
  bodies[filler] = Buffer.from([0, ...hook(0), 0x04, 0x40, 0x0f, 0x0b, ...given, ...moved, ...hook(1), 0x1a, 0x0b]);
  withMore(section(kTypes), [kHookType]);
  withMore(section(kFunctions), [functions[filler]]);
  withMore(section(kTables), [[0x70, 0, 2]]);
  withMore(section(kExports), [[kTable.length, ...Buffer.from(kTable), 1, ...unsigned(table)]]);
  section(kCode).contents = Buffer.concat([Buffer.from(unsigned(bodies.length + 1)), ...bodies.map(sized), sized(original)]);
  return assembled(sections);
}

/** A module that gives two functions of JavaScript's the form in which a table takes them. */
const kHooks = new WebAssembly.Module(
  Uint8Array.of(
    ...[0, 97, 115, 109, 1, 0, 0, 0, 1, 7, 1, ...kHookType],
    ...[2, 13, 2, 1, 104, 1, 98, 0, 0, 1, 104, 1, 97, 0, 0],
    ...[7, 9, 2, 1, 98, 0, 0, 1, 97, 0, 1],
  ),
);

/** The last block of each filling, by what the filling began with. */
const known = new Map();

/** Makes an instance of an engine with hooks remember what it fills, and know what others have filled. */
export function remember(instance) {
  const memory = Object.values(instance.exports).find((one) => one instanceof WebAssembly.Memory);
  let key;
  /** Reads libsodium's argon2_instance_t and argon2_position_t. */
  const read = (hash, position) => {
    const view = new DataView(memory.buffer);
    const blocks = view.getUint32(view.getUint32(hash, true) + 4, true);
    const [passes, count] = [view.getUint32(hash + 8, true), view.getUint32(hash + 16, true)];
    const [pass, segment] = [view.getUint32(position, true), view.getUint8(position + 8)];
    return {
      isFirst: pass === 0 && segment === 0,
      isLast: pass === passes - 1 && segment === kSegments - 1,
      begun: () => createHash('sha256').update(`${passes} ${count}`).update(new Uint8Array(memory.buffer, blocks, 2 * kBlock)).digest('base64'),
      last: new Uint8Array(memory.buffer, blocks + (count - 1) * kBlock, kBlock),
    };
  };
  const before = (hash, position) => {
    const { isFirst, isLast, begun, last } = read(hash, position);
    if (isFirst) key = begun();
    if (isLast && known.has(key)) last.set(known.get(key));
    return Number(known.has(key));
  };
  const after = (hash, position) => {
    const { isLast, last } = read(hash, position);
    if (isLast) known.set(key, last.slice());
    return 0;
  };
  const { exports } = new WebAssembly.Instance(kHooks, { h: { b: before, a: after } });
  instance.exports[kTable].set(0, exports.b);
  instance.exports[kTable].set(1, exports.a);
}
