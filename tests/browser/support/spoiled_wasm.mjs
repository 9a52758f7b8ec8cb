// A module that computes wrongly without failing, like SIMD on some phones.

/** i8x16.shuffle: two bytes, and sixteen that say which lane comes from where. */
const kShuffle = Buffer.of(0xfd, 0x0d);

/** Of the shuffles in `wasm`, the middle one takes two lanes from each other's places. */
export function spoilSimd(wasm) {
  const places = [];
  for (let at = wasm.indexOf(kShuffle); at !== -1; at = wasm.indexOf(kShuffle, at + 1)) {
    if (wasm.subarray(at + 2, at + 18).every((lane) => lane < 32)) places.push(at + 2);
  }
  if (places.length < 10) throw new Error('no SIMD kernel to spoil');
  const spoiled = Buffer.from(wasm);
  const lanes = places[Math.floor(places.length / 2)];
  [spoiled[lanes], spoiled[lanes + 8]] = [spoiled[lanes + 8], spoiled[lanes]];
  return spoiled;
}
