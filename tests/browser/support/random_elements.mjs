// Finds out whether elements of ristretto255 look like random ones. An element has 32 bytes, of which the first bit and the last are always
// 0 (RFC 9496, 4.3.2), and the others are like tosses of a coin.
import { execFile } from 'node:child_process';
import { promisify } from 'node:util';

const kBytes = 32;
const kBits = 8 * kBytes;
/** How many standard deviations from what is expected are too far: random elements are so far from it once in a billion times. */
const kFar = 6;
/** How often each value must be expected before the values are counted. */
const kFewest = 5;

/** Returns random elements, which libsodium itself makes. */
export async function randomElements(count) {
  const program = `
import ctypes, sys
sodium = ctypes.CDLL('libsodium.so.23')
sodium.sodium_init()
element = ctypes.create_string_buffer(${kBytes})
for _ in range(${count}):
    sodium.crypto_core_ristretto255_random(element)
    sys.stdout.buffer.write(element.raw)
`;
  const { stdout } = await promisify(execFile)('python3', ['-c', program], { encoding: 'buffer', maxBuffer: 1 << 26 });
  return Array.from({ length: count }, (_, i) => stdout.subarray(kBytes * i, kBytes * (i + 1)));
}

const bitOf = (element, bit) => (element[bit >> 3] >> (bit & 7)) & 1;
const isFixed = (bit) => bit === 0 || bit === kBits - 1;

/** Returns how many standard deviations a chi-square is from the mean for its degrees of freedom (Wilson and Hilferty). */
const chiSquareScore = (value, freedom) => (Math.cbrt(value / freedom) - (1 - 2 / (9 * freedom))) / Math.sqrt(2 / (9 * freedom));

/** Returns the values that a byte can have, and how often each is expected in `count` elements. A fixed bit halves the values. */
function expectedOf(byte, count) {
  const possible = (value) => !(byte === 0 && value & 1) && !(byte === kBytes - 1 && value & 0x80);
  const values = Array.from({ length: 256 }, (_, value) => value).filter(possible);
  return { values, each: count / values.length };
}

/**
 * Returns one line for each thing that would not be so with random elements: a bit that is 0 or 1 too often; two neighbouring bits, or one
 * bit in two elements that follow each other, that are alike too often or too seldom; a byte whose values are not evenly spread; an element
 * that is there twice.
 */
export function notRandom(elements) {
  const strange = [];
  const count = elements.length;
  if (new Set(elements.map((one) => Buffer.from(one).toString('hex'))).size !== count) strange.push('two are alike');
  const judge = (what, score) => {
    if (Math.abs(score) > kFar) strange.push(`${what}: ${score.toFixed(1)} standard deviations`);
  };
  const coin = (what, ones, tosses) => judge(what, (2 * ones - tosses) / Math.sqrt(tosses));
  for (let bit = 0; bit < kBits; bit += 1) {
    let ones = 0;
    let asNext = 0;
    let asFollowing = 0;
    for (let i = 0; i < count; i += 1) {
      const one = bitOf(elements[i], bit);
      ones += one;
      if (bit + 1 < kBits) asNext += one ^ bitOf(elements[i], bit + 1);
      if (i + 1 < count) asFollowing += one ^ bitOf(elements[i + 1], bit);
    }
    if (isFixed(bit)) {
      if (ones > 0) strange.push(`bit ${bit} is not always 0`);
      continue;
    }
    coin(`bit ${bit}`, ones, count);
    coin(`bit ${bit} after itself`, asFollowing, count - 1);
    if (!isFixed(bit + 1)) coin(`bits ${bit} and ${bit + 1}`, asNext, count);
  }
  for (let byte = 0; byte < kBytes; byte += 1) {
    const { values, each } = expectedOf(byte, count);
    // There are too few elements for a chi-square.
    if (each < kFewest) continue;
    const seen = new Uint32Array(256);
    for (const element of elements) seen[element[byte]] += 1;
    const chiSquare = values.reduce((sum, value) => sum + (seen[value] - each) ** 2 / each, 0);
    judge(`byte ${byte}`, chiSquareScore(chiSquare, values.length - 1));
  }
  return strange;
}
