// Makes synthetic numbers by a generator with a fixed seed. They are nobody's as far as we know. Aadhaar numbers are from 9999...,
// the range that UIDAI uses for testing.

/** Mulberry32, a random generator that is small, and the same everywhere. */
function generator(seed) {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}

const digit = (random) => Math.floor(random() * 10);

export function verhoeffCheckDigit(digits) {
  // Multiplication in the dihedral group D5: 0-4 rotations, 5-9 reflections.
  const times = (a, b) => {
    const sum = ((a % 5) + (a < 5 ? b % 5 : 5 - (b % 5))) % 5;
    return (a < 5) === (b < 5) ? sum : sum + 5;
  };
  const inverse = (a) => (a > 0 && a < 5 ? 5 - a : a);
  const permute = (value, turns) => {
    let result = value;
    for (let turn = 0; turn < turns % 8; turn += 1) result = [1, 5, 7, 6, 2, 8, 3, 0, 9, 4][result];
    return result;
  };
  const sum = [...digits].reverse().reduce((c, value, place) => times(c, permute(Number(value), place + 1)), 0);
  return String(inverse(sum));
}

const make = {
  mobile: (random) =>
    String(6 + Math.floor(random() * 4)) + Array.from({ length: 9 }, () => digit(random)).join(''),
  aadhaar: (random) => {
    const digits = `9999${Array.from({ length: 7 }, () => digit(random)).join('')}`;
    return digits + verhoeffCheckDigit(digits);
  },
};

/** Returns `count` distinct numbers of the kind. Another seed gives others. */
export function syntheticNumbers(kind, count, seed) {
  const random = generator(seed);
  const numbers = new Set();
  while (numbers.size < count) numbers.add(make[kind](random));
  return [...numbers];
}

export function canonicalForm(kind, digits) {
  return `${kind}:${kind === 'mobile' ? '+91' : ''}${digits}`;
}
