// What can become of bytes on their way.

export function flipped(bytes, chance) {
  const copy = Uint8Array.from(bytes);
  if (copy.length > 0) copy[chance.below(copy.length)] ^= 1 << chance.below(8);
  return copy;
}

export const truncated = (bytes, chance) => Uint8Array.from(bytes.subarray(0, chance.below(bytes.length)));

export function longer(bytes, chance) {
  const more = new Uint8Array(bytes.length + 1 + chance.below(100));
  more.set(bytes);
  return more;
}

/** Returns the bytes in pieces, of which there are one to four. */
export function pieces(bytes, chance) {
  const cuts = Array.from({ length: chance.below(4) }, () => chance.below(bytes.length + 1)).sort((a, b) => a - b);
  return [0, ...cuts].map((begin, i) => bytes.subarray(begin, cuts[i] ?? bytes.length)).filter(({ length }) => length > 0);
}

export const kHtml = new TextEncoder().encode('<!doctype html><html><head><title>Sign in</title></head><body>Welcome</body></html>');
