// Makes engines that are wrong: one that computes wrongly without failing, like SIMD on some phones, and one that never ends.

/** The two bytes of the instruction i8x16.shuffle. Sixteen bytes follow that say which lane comes from where. */
const kShuffle = Buffer.of(0xfd, 0x0d);
/** The number of the section that has a module's functions. */
const kCodeSection = 10;
const kHeaderSize = 8;

/** The beginning of a function without locals: loop, br 0, end, unreachable. What follows never runs. */
const kEndless = [0x00, 0x03, 0x40, 0x0c, 0x00, 0x0b, 0x00];
const kNop = 0x01;
const kEnd = 0x0b;

/** Returns the places in `code` of the lanes of each shuffle. */
export function shufflesIn(code) {
  const places = [];
  for (let at = code.indexOf(kShuffle); at !== -1; at = code.indexOf(kShuffle, at + 1)) {
    if (code.subarray(at + 2, at + 18).every((lane) => lane < 32)) places.push(at + 2);
  }
  return places;
}

/** Returns `wasm` with two lanes of the shuffle in its middle exchanged. */
export function spoilSimd(wasm) {
  const places = shufflesIn(wasm);
  if (places.length < 10) throw new Error('no SIMD kernel to spoil');
  const spoiled = Buffer.from(wasm);
  const lanes = places[Math.floor(places.length / 2)];
  [spoiled[lanes], spoiled[lanes + 8]] = [spoiled[lanes + 8], spoiled[lanes]];
  return spoiled;
}

/** Returns the unsigned LEB128 number at `at`, and where it ends. */
function readNumber(wasm, at) {
  let value = 0;
  for (let shift = 0; ; shift += 7, at += 1) {
    value |= (wasm[at] & 0x7f) << shift;
    if (wasm[at] < 0x80) return [value, at + 1];
  }
}

/** Returns the functions of `wasm`, each as a view of its body. */
function functionsOf(wasm) {
  for (let at = kHeaderSize; at < wasm.length; ) {
    const id = wasm[at];
    const [size, begin] = readNumber(wasm, at + 1);
    at = begin + size;
    if (id !== kCodeSection) continue;
    let [count, next] = readNumber(wasm, begin);
    return Array.from({ length: count }, () => {
      const [length, start] = readNumber(wasm, next);
      next = start + length;
      return wasm.subarray(start, next);
    });
  }
  throw new Error('no functions');
}

/** Returns `wasm`, an engine with SIMD, changed so that the function that hashes never ends. */
export function neverEnding(wasm) {
  const endless = Buffer.from(wasm);
  const kernel = functionsOf(endless).reduce((a, b) => (shufflesIn(b).length > shufflesIn(a).length ? b : a));
  kernel.fill(kNop).set(kEndless);
  kernel[kernel.length - 1] = kEnd;
  return endless;
}
