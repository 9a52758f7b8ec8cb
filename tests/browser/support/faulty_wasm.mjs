// Makes an engine in which one chosen instruction, once, gives a result with one bit flipped, as with a processor that computes wrongly
// without failing. Every instruction that computes an integer or loads one is followed by a call of a function, which counts the results
// and flips a bit of the chosen one.

const kHeader = 8;
/** `\0asm` and the format's version. */
const kMagic = Buffer.from([0, 97, 115, 109, 1, 0, 0, 0]);
const kTypes = 1, kImports = 2, kFunctions = 3, kTables = 4, kGlobals = 6, kExports = 7, kCode = 10;
export const kSections = { kTypes, kImports, kFunctions, kTables, kExports, kCode };
const kI32 = 0x7f, kI64 = 0x7e;

export function readUnsigned(wasm, at) {
  let value = 0;
  for (let factor = 1; ; factor *= 128, at += 1) {
    value += (wasm[at] & 0x7f) * factor;
    if (wasm[at] < 0x80) return [value, at + 1];
  }
}

/** Returns where a LEB128 number ends, signed or not, of any width. */
function afterNumber(wasm, at) {
  while (wasm[at] >= 0x80) at += 1;
  return at + 1;
}

export const unsigned = (value) => {
  const bytes = [];
  for (; value >= 128; value = Math.floor(value / 128)) bytes.push((value % 128) | 0x80);
  return [...bytes, value];
};

/** Returns where the instruction at `at` ends, by https://webassembly.github.io/spec/core/binary/instructions.html. */
function afterInstruction(wasm, at) {
  const opcode = wasm[at];
  at += 1;
  const numbers = (count) => {
    for (let i = 0; i < count; i += 1) at = afterNumber(wasm, at);
    return at;
  };
  if (opcode >= 0x02 && opcode <= 0x04) return numbers(1);
  if (opcode === 0x0c || opcode === 0x0d || opcode === 0x10) return numbers(1);
  if (opcode === 0x0e) {
    const [count, next] = readUnsigned(wasm, at);
    at = next;
    return numbers(count + 1);
  }
  if (opcode === 0x11) return numbers(2);
  if (opcode === 0x1c) return numbers(2);
  if (opcode >= 0x20 && opcode <= 0x26) return numbers(1);
  if (opcode >= 0x28 && opcode <= 0x3e) return numbers(2);
  if (opcode >= 0x3f && opcode <= 0x42) return numbers(1);
  if (opcode === 0x43) return at + 4;
  if (opcode === 0x44) return at + 8;
  if (opcode === 0xd0 || opcode === 0xd2) return numbers(1);
  if (opcode === 0xfc) {
    const [which, next] = readUnsigned(wasm, at);
    at = next;
    return which < 8 ? at : numbers(which === 9 || which === 11 || which >= 15 ? 1 : 2);
  }
  if (opcode === 0xfd) {
    const [which, next] = readUnsigned(wasm, at);
    at = next;
    if (which <= 11 || which === 92 || which === 93) return numbers(2);
    if (which === 12 || which === 13) return at + 16;
    if (which >= 21 && which <= 34) return at + 1;
    if (which >= 84 && which <= 91) return numbers(2) + 1;
    return at;
  }
  if (opcode > 0xc4) throw new Error(`an instruction that is not known: ${opcode}`);
  return at;
}

/** Returns the type of integer that a load, comparison, arithmetic or conversion leaves; undefined for other instructions. */
function resultOf(opcode) {
  const inI32 = opcode === 0x28 || (opcode >= 0x2c && opcode <= 0x2f) || (opcode >= 0x45 && opcode <= 0x5a) || (opcode >= 0x67 && opcode <= 0x78);
  if (inI32 || opcode === 0xa7 || opcode === 0xc0 || opcode === 0xc1) return kI32;
  const inI64 = opcode === 0x29 || (opcode >= 0x30 && opcode <= 0x35) || (opcode >= 0x79 && opcode <= 0x8a);
  return inI64 || opcode === 0xac || opcode === 0xad ? kI64 : undefined;
}

/** Returns `code` with a call after each instruction that leaves an integer. `calls` has the call's bytes, by the integer's type. */
function instrument(code, calls) {
  let [groups, at] = readUnsigned(code, 0);
  for (; groups > 0; groups -= 1) at = afterNumber(code, at) + 1;
  const parts = [code.subarray(0, at)];
  while (at < code.length) {
    const end = afterInstruction(code, at);
    parts.push(code.subarray(at, end), calls[resultOf(code[at])] ?? Buffer.alloc(0));
    at = end;
  }
  return Buffer.concat(parts);
}

export function sectionsOf(wasm) {
  const sections = [];
  for (let at = kHeader; at < wasm.length; ) {
    const id = wasm[at];
    const [size, begin] = readUnsigned(wasm, at + 1);
    at = begin + size;
    sections.push({ id, contents: wasm.subarray(begin, at) });
  }
  return sections;
}

/** Returns how many entries a section has, and the bytes of all of them. */
export function entriesOf({ contents }) {
  const [count, begin] = readUnsigned(contents, 0);
  return { count, bytes: contents.subarray(begin) };
}

export const withMore = (section, added) => {
  const { count, bytes } = entriesOf(section);
  section.contents = Buffer.concat([Buffer.from(unsigned(count + added.length)), bytes, ...added.map((one) => Buffer.from(one))]);
};

export function importedFunctions(sections) {
  const { count, bytes } = entriesOf(sections.find(({ id }) => id === kImports));
  let functions = 0;
  for (let i = 0, at = 0; i < count; i += 1) {
    for (let name = 0; name < 2; name += 1) {
      const [length, begin] = readUnsigned(bytes, at);
      at = begin + length;
    }
    const kind = bytes[at];
    at += 1;
    if (kind === 0) functions += 1;
    if (kind !== 0) throw new Error('an import that is no function');
    at = afterNumber(bytes, at);
  }
  return functions;
}

/** Returns the indices of the module's globals that can change, such as its stack pointer. */
function changingGlobals(section) {
  const { count, bytes } = entriesOf(section);
  const found = [];
  for (let i = 0, at = 0; i < count; i += 1) {
    if (bytes[at + 1] === 1) found.push(i);
    at += 2;
    while (bytes[at] !== 0x0b) at = afterInstruction(bytes, at);
    at += 1;
  }
  return found;
}

/** Returns the module that is made of the sections. Custom ones are left out: the names and places in them are no longer true. */
export function assembled(sections) {
  const kept = sections.filter(({ id }) => id !== 0);
  return Buffer.concat([kMagic, ...kept.map(({ id, contents }) => Buffer.concat([Buffer.from([id, ...unsigned(contents.length)]), contents]))]);
}

const kOurs = ['ticks', 'turn', 'mask', 'limit'];

/**
 * Returns the code of a function `(func (param type) (result type))`. It counts its calls, flips the bit of `mask` when it is the chosen
 * turn, and traps beyond the limit, since a fault may have sent the engine round in a circle.
 */
function flipper(type, { ticks, turn, mask, limit }) {
  const get = (global) => [0x23, ...unsigned(global)];
  // An i32 takes the half of the 64-bit mask that has the one bit.
  const half = [...get(mask), 0xa7, ...get(mask), 0x42, 32, 0x88, 0xa7, 0x72];
  const masked = type === kI32 ? [0x20, 0, ...half, 0x73] : [0x20, 0, ...get(mask), 0x85];
  const body = [
    ...[0, ...get(ticks), 0x42, 1, 0x7c, 0x24, ...unsigned(ticks)], // ticks += 1
    ...[...get(ticks), ...get(turn), 0x51, 0x04, 0x40, ...masked, 0x0f, 0x0b], // the chosen turn: return with the bit flipped
    ...[...get(ticks), ...get(limit), 0x56, 0x04, 0x40, 0x00, 0x0b],
    ...[0x20, 0, 0x0b],
  ];
  return [...unsigned(body.length), ...body];
}

/** Returns the engine `wasm`, changed so that startFaulty() can make it fail. */
export function withFaults(wasm) {
  const sections = sectionsOf(wasm);
  const section = (wanted) => sections.find(({ id }) => id === wanted);
  const firstType = entriesOf(section(kTypes)).count;
  const firstFunction = importedFunctions(sections) + entriesOf(section(kFunctions)).count;
  const firstGlobal = entriesOf(section(kGlobals)).count;
  const globals = Object.fromEntries(kOurs.map((name, i) => [name, firstGlobal + i]));
  const types = [kI32, kI64];
  const calls = Object.fromEntries(types.map((type, i) => [type, Buffer.from([0x10, ...unsigned(firstFunction + i)])]));

  const { count, bytes } = entriesOf(section(kCode));
  const functions = [];
  for (let i = 0, at = 0; i < count; i += 1) {
    const [size, begin] = readUnsigned(bytes, at);
    at = begin + size;
    const code = instrument(bytes.subarray(begin, at), calls);
    functions.push(Buffer.concat([Buffer.from(unsigned(code.length)), code]));
  }
  section(kCode).contents = Buffer.concat([Buffer.from(unsigned(count)), ...functions]);

  const kept = changingGlobals(section(kGlobals)).map((index) => [`changing_${index}`, index]);
  const exported = [...kept, ...Object.entries(globals)];
  withMore(section(kTypes), types.map((type) => [0x60, 1, type, 1, type]));
  withMore(section(kFunctions), types.map((_, i) => unsigned(firstType + i)));
  withMore(section(kGlobals), kOurs.map(() => [kI64, 1, 0x42, 0x7f, 0x0b]));
  withMore(section(kExports), exported.map(([name, index]) => [name.length, ...Buffer.from(name), 3, ...unsigned(index)]));
  withMore(section(kCode), types.map((type) => flipper(type, globals)));
  return assembled(sections);
}

/** The turn and the limit, as unsigned numbers, that no count ever reaches. */
const kNever = -1n;

/**
 * Makes an instance of the engine `wasm` by `create`, the function of selfcheck.mjs. Returns {module, count, fault, save}. `count(step)`
 * returns how many results can be flipped while `step()` runs. `fault({turn, bit, limit}, step)` flips bit `bit` (modulo the result's
 * width) of result number `turn`, and returns what the step returns. `save()` returns a function that brings the instance back to what it
 * is now.
 */
export async function startFaulty(create, wasm) {
  const instantiate = WebAssembly.instantiate;
  let instance;
  WebAssembly.instantiate = async (...args) => {
    const made = await instantiate.apply(WebAssembly, args);
    instance = made.instance ?? made;
    return made;
  };
  let module;
  try {
    module = await create({ wasm: withFaults(wasm) });
  } finally {
    WebAssembly.instantiate = instantiate;
  }
  const { ticks, turn, mask, limit } = instance.exports;
  const { grow } = WebAssembly.Memory.prototype;
  const disarm = () => {
    turn.value = kNever;
    limit.value = kNever;
  };
  disarm();
  return {
    module,
    count: (step) => {
      ticks.value = 0n;
      step();
      return Number(ticks.value);
    },
    fault: (one, step) => {
      ticks.value = 0n;
      turn.value = BigInt(one.turn);
      mask.value = BigInt.asIntN(64, 1n << BigInt(one.bit));
      limit.value = BigInt(one.limit);
      // The memory must not grow: memory that has grown could not be brought back.
      WebAssembly.Memory.prototype.grow = () => {
        throw new RangeError('no more memory');
      };
      try {
        return step();
      } finally {
        WebAssembly.Memory.prototype.grow = grow;
        disarm();
      }
    },
    save: () => {
      const memory = module.heap().slice();
      const changing = Object.entries(instance.exports).filter(([name]) => name.startsWith('changing_'));
      const values = changing.map(([, global]) => global.value);
      return () => {
        module.heap().set(memory);
        changing.forEach(([, global], i) => (global.value = values[i]));
      };
    },
  };
}
