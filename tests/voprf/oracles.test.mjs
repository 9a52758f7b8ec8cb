// Compares core's VOPRF with @noble/curves and @cloudflare/voprf-ts: their client with our evaluators, our client with
// theirs, and what both have to refuse. Inputs are random; SELFCHECK_VOPRF_INPUTS says how many there are.
import assert from "node:assert/strict";
import { randomBytes, randomInt } from "node:crypto";
import test from "node:test";
import { Evaluation, EvaluationRequest, Oprf, VOPRFClient, VOPRFServer } from "@cloudflare/voprf-ts";
import { CryptoNoble } from "@cloudflare/voprf-ts/crypto-noble";
import { ristretto255, ristretto255_hasher, ristretto255_oprf } from "noble-curves/ed25519.js";
import { hex, ours, unhex } from "./ours.mjs";

const inputs = Number(process.env.SELFCHECK_VOPRF_INPUTS ?? 2000);
const few = Math.max(10, Math.round(inputs / 50));
const batch = 50;

const { Point } = ristretto255;
const { Fn } = Point;
const noble = ristretto255_oprf.voprf;
const DST = "HashToGroup-OPRFV1-\x01-ristretto255-SHA512";

const times = (count, make) => Array.from({ length: count }, (_, i) => make(i));
const bytes = (text) => new TextEncoder().encode(text);
/** Returns a random input, as long as an identifier or of any other length. */
const randomInput = (i) => new Uint8Array(randomBytes(i % 2 ? 20 : randomInt(0, 300)));
const randomScalar = () => Fn.toBytes(Fn.create(BigInt(`0x${hex(randomBytes(64))}`)));
const keyPair = () => {
  const { secretKey, publicKey } = noble.generateKeyPair();
  return { secretKey, publicKey };
};
const concat = (...parts) => new Uint8Array(Buffer.concat(parts));

test("inputs are hashed to the same elements", () => {
  const all = times(inputs, randomInput);
  const actual = ours(all.map((input) => ["hash_to_group", input])).map(([element]) => element);
  all.forEach((input, i) =>
    assert.equal(actual[i], hex(ristretto255_hasher.hashToCurve(input, { DST }).toBytes()), hex(input)),
  );
});

test("noble's client accepts our evaluator, and has what we evaluate ourselves", () => {
  for (let done = 0; done < inputs / 4; done += batch) {
    const { secretKey, publicKey } = keyPair();
    const items = times(batch, (i) => {
      const input = randomInput(i);
      return { input, ...noble.blind(input) };
    });
    const blinded = items.map((item) => item.blinded);
    const [[evaluated, proof], ...expected] = ours([
      ["evaluate_batch", secretKey, publicKey, randomScalar(), blinded],
      ...items.map(({ input }) => ["evaluate", secretKey, input]),
    ]);
    const answered = evaluated.split(",").map((element, i) => ({ ...items[i], evaluated: unhex(element) }));
    const outputs = noble.finalizeBatch(answered, publicKey, unhex(proof));
    outputs.forEach((output, i) => assert.equal(hex(output), expected[i][0], hex(items[i].input)));
  }
});

test("our client accepts noble's evaluator, and has what we evaluate ourselves", () => {
  for (let done = 0; done < inputs / 4; done += batch) {
    const { secretKey, publicKey } = keyPair();
    const items = times(batch, (i) => ({ input: randomInput(i), blind: randomScalar() }));
    const blinded = ours(items.map(({ input, blind }) => ["blind", input, blind])).map(([element]) => unhex(element));
    const { evaluated, proof } = noble.blindEvaluateBatch(secretKey, publicKey, blinded);
    const [[good], [swapped], ...results] = ours([
      ["verify", publicKey, blinded, evaluated, proof],
      ["verify", publicKey, blinded, [...evaluated].reverse(), proof],
      ...items.map(({ input, blind }, i) => ["finalize", input, blind, evaluated[i]]),
      ...items.map(({ input }) => ["evaluate", secretKey, input]),
    ]);
    assert.equal(good, "good");
    assert.equal(swapped, "nothing");
    items.forEach(({ input }, i) => assert.equal(results[i][0], results[batch + i][0], hex(input)));
  }
});

/** Returns lambda_i as in Shamir's paper. */
const weight = (indices, index) =>
  indices
    .filter((other) => other !== index)
    .reduce((product, j) => Fn.mul(product, Fn.div(BigInt(j), Fn.create(BigInt(j - index)))), 1n);

const header = bytes("selfcheck-eval/1");

test("keys that we deal, noble's evaluators answer and our client combines; and the other way round", () => {
  const splits = times(14, (i) => {
    const n = 1 + (i % 7);
    const threshold = 1 + randomInt(n);
    const key = randomScalar();
    return { n, threshold, key, input: randomInput(1), uniform: new Uint8Array(randomBytes(64)) };
  });
  const dealt = ours(
    splits.map(({ key, n, threshold }) => ["deal", key, times(threshold - 1, () => randomScalar()), n]),
  );
  const asked = ours(splits.map(({ input, uniform }) => ["blind_input", input, uniform])).map(([b]) => unhex(b));

  const answered = splits.map(({ n, threshold, input, uniform, key }, k) => {
    const [commitments, shares] = dealt[k].map((list) => list.split(",").map(unhex));
    const points = commitments.map((commitment) => Point.fromBytes(commitment));
    const shareKeys = shares.map((_, i) =>
      points.reduce((sum, point, j) => sum.add(point.multiply(BigInt(i + 1) ** BigInt(j))), Point.ZERO).toBytes(),
    );
    shares.forEach((share, i) =>
      assert.equal(hex(shareKeys[i]), hex(Point.BASE.multiply(Fn.fromBytes(share)).toBytes()), "a share fits"),
    );
    const all = times(n, (i) => i + 1).sort(() => randomInt(3) - 1);
    const indices = all.slice(0, threshold);
    const secret = indices.reduce(
      (sum, i) => Fn.add(sum, Fn.mul(weight(indices, i), Fn.fromBytes(shares[i - 1]))),
      0n,
    );
    assert.equal(hex(Fn.toBytes(secret)), hex(key), "the shares give the key");

    const answers = indices.map((i) => {
      const { evaluated, proof } = noble.blindEvaluate(shares[i - 1], shareKeys[i - 1], asked[k]);
      return concat(header, evaluated, proof);
    });
    return { n, commitments, input, uniform, blinded: asked[k], indices, answers, shares, shareKeys, key };
  });

  const combined = ours(
    answered.flatMap((a) => [
      ["evaluate_input", a.n, a.commitments, a.input, a.uniform, a.blinded, a.indices, a.answers],
      ["evaluate", a.key, a.input],
    ]),
  );
  answered.forEach((_, k) => assert.deepEqual(combined[2 * k], combined[2 * k + 1]));

  // Here the evaluators are ours, and the client is made from noble's parts.
  const questions = answered.flatMap(({ indices, shares, shareKeys, blinded }) =>
    indices.map((i) => ["answer", shares[i - 1], concat(header, shareKeys[i - 1], blinded), randomBytes(32)]),
  );
  const bodies = ours(questions).map(([answer]) => unhex(answer));
  answered.forEach(({ indices, shareKeys, blinded, input, uniform }, k) => {
    const r = Fn.create(BigInt(`0x${hex(Uint8Array.from(uniform).reverse())}`));
    const sum = indices.reduce((total, i) => {
      const body = bodies.shift();
      assert.equal(hex(body.subarray(0, 16)), hex(header));
      const evaluated = body.subarray(16, 48);
      // This throws if the proof is not good. Its result is of no use, since it is from one evaluator's answer alone.
      noble.finalize(input, Fn.toBytes(r), evaluated, blinded, shareKeys[i - 1], body.subarray(48));
      return total.add(Point.fromBytes(evaluated).multiply(weight(indices, i)));
    }, Point.ZERO);
    // Mode 0x00 finalises as 0x01 does, and asks for no proof.
    assert.equal(hex(ristretto255_oprf.oprf.finalize(input, Fn.toBytes(r), sum.toBytes())), combined[2 * k][0]);
  });
});

test("a changed answer is refused by both", () => {
  const { secretKey, publicKey } = keyPair();
  const input = randomInput(1);
  const { blind, blinded } = noble.blind(input);
  const [[evaluated, proof]] = ours([["evaluate_batch", secretKey, publicKey, randomScalar(), [blinded]]]);
  const good = concat(unhex(evaluated), unhex(proof));
  const accepted = (answer) => {
    try {
      noble.finalize(input, blind, answer.subarray(0, 32), blinded, publicKey, answer.subarray(32));
      return true;
    } catch {
      return false;
    }
  };
  assert.ok(accepted(good));
  const changed = times(few, (i) => {
    const bad = good.slice();
    bad[i < 96 ? i : randomInt(96)] ^= 1 << randomInt(8);
    return bad;
  });
  const results = ours(
    changed.map((bad) => ["verify", publicKey, [blinded], [bad.subarray(0, 32)], bad.subarray(32)]),
  );
  changed.forEach((bad, i) => {
    assert.equal(accepted(bad), false, hex(bad));
    assert.equal(results[i][0], "nothing", hex(bad));
  });
});

test("voprf-ts's client accepts our evaluator, and our client its evaluator", async () => {
  Oprf.Crypto = CryptoNoble;
  const suite = Oprf.Suite.RISTRETTO255_SHA512;
  const { secretKey, publicKey } = keyPair();
  const client = new VOPRFClient(suite, publicKey);
  const server = new VOPRFServer(suite, secretKey);
  const all = times(few, (i) => randomInput(i));
  const expected = ours(all.map((input) => ["evaluate", secretKey, input])).map(([y]) => y);

  const [data, request] = await client.blind(all);
  const blinded = request.blinded.map((element) => element.serialize());
  const [[evaluated, proof]] = ours([["evaluate_batch", secretKey, publicKey, randomScalar(), blinded]]);
  // voprf-ts writes an evaluation as the number of elements, each of them, the mode, and the proof; a request lacks the
  // last two.
  const written = (elements, rest) => {
    const count = new Uint8Array(2);
    new DataView(count.buffer).setUint16(0, elements.length);
    return concat(count, ...elements, ...rest);
  };
  const evaluation = Evaluation.deserialize(
    suite,
    written(evaluated.split(",").map(unhex), [Uint8Array.of(1), unhex(proof)]),
  );
  const outputs = await client.finalize(data, evaluation);
  assert.deepEqual(outputs.map(hex), expected);

  const blinds = all.map(() => randomScalar());
  const ourBlinded = ours(all.map((input, i) => ["blind", input, blinds[i]])).map(([element]) => unhex(element));
  const answer = await server.blindEvaluate(EvaluationRequest.deserialize(suite, written(ourBlinded, [])));
  const elements = answer.evaluated.map((element) => element.serialize());
  const [[good], ...ys] = ours([
    ["verify", publicKey, ourBlinded, elements, answer.proof.serialize()],
    ...all.map((input, i) => ["finalize", input, blinds[i], elements[i]]),
  ]);
  assert.equal(good, "good");
  assert.deepEqual(
    ys.map(([y]) => y),
    expected,
  );
});
