// Makes answers that are not good ones, in every way in which the 112 bytes of an evaluator can be wrong.

/** ristretto255's order q, and the field's prime p (RFC 9496). */
const kOrder = 2n ** 252n + 27742317777372353535851937790883648493n;
const kPrime = 2n ** 255n - 19n;

export const kFormat = 'selfcheck-eval/1';
/** The places in an answer at which Z_i, c and s begin. */
const kEvaluated = 16;
const kChallenge = 48;
const kResponse = 80;
export const kAnswerBytes = 112;

const read = (bytes, at) => BigInt(`0x${Buffer.from(bytes.subarray(at, at + 32)).reverse().toString('hex')}`);
const write = (value) => Buffer.from(value.toString(16).padStart(64, '0'), 'hex').reverse();

/** Returns a copy of the answer with other bytes at `at`. */
function replaced(answer, at, bytes) {
  const copy = Buffer.from(answer);
  copy.set(bytes, at);
  return copy;
}

export function flipBit(answer, at, bit = 0) {
  const copy = Buffer.from(answer);
  copy[at] ^= 1 << bit;
  return copy;
}

/**
 * Functions, by name, that make a wrong answer of a good one. The second argument is {other, earlier}, which are good answers, too: another
 * evaluator's to the same B, and the same evaluator's to another B.
 */
export const tamperings = {
  'another share’s answer': (answer, { other }) => other,
  'an answer to an earlier question': (answer, { earlier }) => earlier,
  'another share’s proof': (answer, { other }) => replaced(answer, kChallenge, other.subarray(kChallenge)),
  'an earlier proof': (answer, { earlier }) => replaced(answer, kChallenge, earlier.subarray(kChallenge)),
  'a byte missing': (answer) => answer.subarray(0, kAnswerBytes - 1),
  'a byte too many': (answer) => Buffer.concat([answer, Buffer.of(0)]),
  nothing: () => Buffer.alloc(0),
  'the identity': (answer) => replaced(answer, kEvaluated, Buffer.alloc(32)),
  'a negative element': (answer) => replaced(answer, kEvaluated, write(kPrime - read(answer, kEvaluated))),
  'an element with its highest bit set': (answer) => flipBit(answer, kEvaluated + 31, 7),
  'an element beyond the prime': (answer) => replaced(answer, kEvaluated, write(kPrime)),
  'c + q': (answer) => replaced(answer, kChallenge, write(read(answer, kChallenge) + kOrder)),
  's + q': (answer) => replaced(answer, kResponse, write(read(answer, kResponse) + kOrder)),
  'c and s exchanged': (answer) => Buffer.concat([answer.subarray(0, kChallenge), answer.subarray(kResponse), answer.subarray(kChallenge, kResponse)]),
  'no proof': (answer) => replaced(answer, kChallenge, Buffer.alloc(64)),
  'another version': (answer) => replaced(answer, 0, Buffer.from('selfcheck-eval/2')),
  zeros: () => Buffer.alloc(kAnswerBytes),
  'a home page': () => Buffer.from('<!doctype html><title>Welcome</title>'),
  'a home page of the right length': () => Buffer.from('<!doctype html><title>Welcome</title>'.padEnd(kAnswerBytes)),
};
