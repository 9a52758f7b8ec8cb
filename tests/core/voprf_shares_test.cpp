// A key in shares: any `threshold` of them are enough, and fewer are not.
#include <gtest/gtest.h>

#include <algorithm>
#include <utility>

#include "selfcheck/voprf/dleq.h"
#include "selfcheck/voprf/hash_to_group.h"
#include "selfcheck/voprf/oprf.h"
#include "selfcheck/voprf/shares.h"
#include "test_evaluators.h"

namespace selfcheck::voprf {
namespace {

using test::choices;
using test::same;
using test::TestEvaluators;

constexpr std::string_view kInput = "mobile:+916000000001";

// In WASM the splits take six times as long, so only a few are tried there.
#ifdef __EMSCRIPTEN__
constexpr std::uint32_t kMostEvaluators = 4;
#else
constexpr std::uint32_t kMostEvaluators = kMaxEvaluators;
#endif

/// Calls `check(evaluators)` for every threshold of every number of evaluators.
template <typename Check>
void for_every_split(Check check) {
  for (std::uint32_t n = 1; n <= kMostEvaluators; ++n) {
    for (std::uint32_t threshold = 1; threshold <= n; ++threshold) {
      SCOPED_TRACE(std::to_string(threshold) + " of " + std::to_string(n));
      check(TestEvaluators(threshold, n));
    }
  }
}

/// Returns K_i * HashToGroup(input) of these evaluators, which they would give a client that does not blind.
std::vector<Element> evaluated_by(const TestEvaluators& evaluators, const std::vector<std::uint32_t>& indices) {
  const Element element = hash_to_group(as_bytes(kInput));
  std::vector<Element> all;
  for (const std::uint32_t index : indices) all.push_back(*blind_evaluate(evaluators.shares[index - 1], element));
  return all;
}

Element evaluated_by_the_key(const TestEvaluators& evaluators) {
  return *blind_evaluate(evaluators.secret, hash_to_group(as_bytes(kInput)));
}

TEST(Shares, EveryChoiceOfThresholdEvaluatesAsTheKeyDoes) {
  for_every_split([](const TestEvaluators& evaluators) {
    const Element expected = evaluated_by_the_key(evaluators);
    for (auto indices : choices(evaluators.key.n, evaluators.key.threshold())) {
      EXPECT_EQ(combine(indices, evaluated_by(evaluators, indices)), expected);
      std::reverse(indices.begin(), indices.end());
      EXPECT_EQ(combine(indices, evaluated_by(evaluators, indices)), expected) << "in whatever order";
    }
  });
}

TEST(Shares, OfEveryChoiceThePublicKeysCombineToTheKeys) {
  for_every_split([](const TestEvaluators& evaluators) {
    EXPECT_EQ(multiply_generator(evaluators.secret), evaluators.key.public_key());
    for (const auto& indices : choices(evaluators.key.n, evaluators.key.threshold())) {
      std::vector<Element> share_keys;
      for (const std::uint32_t index : indices) share_keys.push_back(*share_public_key(evaluators.key, index));
      EXPECT_EQ(combine(indices, share_keys), evaluators.key.public_key());
    }
  });
}

TEST(Shares, OneFewerThanThresholdGivesNothingHoweverItIsCombined) {
  for_every_split([](const TestEvaluators& evaluators) {
    const std::uint32_t threshold = evaluators.key.threshold();
    if (threshold == 1) return;
    const Element expected = evaluated_by_the_key(evaluators);
    for (const auto& few : choices(evaluators.key.n, threshold - 1)) {
      const auto evaluated = evaluated_by(evaluators, few);
      EXPECT_NE(combine(few, evaluated), expected) << "as if they were enough";
      // The few are also combined with the weights that they would have together with any of the others.
      for (std::uint32_t other = 1; other <= evaluators.key.n; ++other) {
        if (std::find(few.begin(), few.end(), other) != few.end()) continue;
        std::vector<std::uint32_t> indices = few;
        indices.push_back(other);
        auto weights = lagrange(indices);
        weights.pop_back();
        EXPECT_NE(sum_of_products(weights, evaluated), expected) << "but for " << other;
      }
    }
  });
}

TEST(Shares, TheSecretsAreSharedAsTheElementsAre) {
  const TestEvaluators evaluators(3, 5);
  const auto value_of = [&](const std::vector<std::uint32_t>& indices) {
    Scalar sum;
    for (const std::uint32_t index : indices) {
      sum = add(sum, multiply(lagrange(indices, index), evaluators.shares[index - 1]));
    }
    return sum;
  };
  EXPECT_TRUE(same(value_of({1, 3, 4}), evaluators.secret));
  EXPECT_TRUE(same(value_of({5, 2, 1}), evaluators.secret));
  EXPECT_TRUE(same(value_of({1, 2, 3, 4, 5}), evaluators.secret)) << "more than are needed";
  for (const auto& few : choices(5, 2)) EXPECT_FALSE(same(value_of(few), evaluators.secret));
}

TEST(Shares, AShareIsWhatItsPublicKeySays) {
  const TestEvaluators evaluators(2, 3);
  EXPECT_TRUE(is_share(evaluators.key, 0, evaluators.secret));
  for (std::uint32_t i = 1; i <= 3; ++i) {
    const Scalar& share = evaluators.shares[i - 1];
    for (std::uint32_t index = 0; index <= 4; ++index) EXPECT_EQ(is_share(evaluators.key, index, share), index == i);
  }
  EXPECT_FALSE(is_share(evaluators.key, 1, Scalar()));
  // The same number with q added is no scalar.
  ByteArray<32> above{0xed, 0xd3, 0xf5, 0x5c, 0x1a, 0x63, 0x12, 0x58, 0xd6, 0x9c, 0xf7, 0xa2, 0xde, 0xf9, 0xde, 0x14,
                      0,    0,    0,    0,    0,    0,    0,    0,    0,    0,    0,    0,    0,    0,    0,    0x10};
  EXPECT_FALSE(is_scalar(above));
  sodium_add(above.data(), evaluators.shares[0].span().data(), above.size());
  EXPECT_FALSE(is_scalar(above));
  EXPECT_FALSE(is_share(evaluators.key, 1, scalar_from_bytes(above)));
}

TEST(Shares, AKeyIsSplitAnewWithOtherShares) {
  const TestEvaluators one(2, 3, "one"), other(2, 3, "other");
  EXPECT_EQ(one.key.public_key(), other.key.public_key());
  EXPECT_NE(one.key, other.key);
  const std::vector<std::uint32_t> indices{1, 2};
  EXPECT_EQ(combine(indices, evaluated_by(one, indices)), combine(indices, evaluated_by(other, indices)));
  const Element mixed[] = {evaluated_by(one, indices)[0], evaluated_by(other, indices)[1]};
  EXPECT_NE(combine(indices, mixed), evaluated_by_the_key(one)) << "shares of two splits are no shares of one key";
}

TEST(Shares, WhatCantBeDealt) {
  const auto coefficient = [] {
    std::vector<Scalar> one;
    one.push_back(scalar_from_integer(5));
    return one;
  };
  const Scalar key = scalar_from_integer(3);
  EXPECT_TRUE(deal(key, coefficient(), 2));
  EXPECT_FALSE(deal(key, coefficient(), 1)) << "two of one";
  EXPECT_FALSE(deal(key, coefficient(), 0));
  EXPECT_FALSE(deal(key, coefficient(), kMaxEvaluators + 1));
  EXPECT_FALSE(deal(Scalar(), coefficient(), 2)) << "no key";
  std::vector<Scalar> zero(1);
  EXPECT_FALSE(deal(key, zero, 2)) << "a line without slope: each share is the key";
  // On this line f(2) = 0.
  const auto line = coefficient();
  EXPECT_FALSE(deal(subtract(Scalar(), multiply(scalar_from_integer(2), line[0])), line, 3)) << "a share is zero";
}

TEST(Shares, WhatIsNoKey) {
  const TestEvaluators evaluators(2, 3);
  const auto refused = [](const EvaluationKey& key) {
    const auto valid = validate(key);
    return !valid && valid.error().code == ErrorCode::evaluation_key;
  };
  EvaluationKey key = evaluators.key;
  EXPECT_FALSE(refused(key));
  for (const std::uint32_t n : {0u, 1u, kMaxEvaluators + 1, UINT32_MAX}) {
    key.n = n;
    EXPECT_TRUE(refused(key)) << n;
  }
  EXPECT_TRUE(refused({1, {}}));
  EXPECT_TRUE(refused({7, std::vector<Element>(8, generator())}));
  // With C_1 = -C_0 / i, share i is zero, and P_i is the identity.
  for (const std::uint32_t i : {1u, 2u, 3u}) {
    const Scalar slope = subtract(Scalar(), multiply(evaluators.secret, inverse(scalar_from_integer(i))));
    key = {3, {evaluators.key.public_key(), *multiply_generator(slope)}};
    EXPECT_TRUE(refused(key)) << i;
    EXPECT_FALSE(share_public_key(key, i));
    key.n = 2;
    EXPECT_EQ(refused(key), i <= 2) << "nobody has share 3 of 2";
  }
  EXPECT_FALSE(share_public_key(evaluators.key, 4));
  EXPECT_FALSE(share_public_key({0, {}}, 0));
}

TEST(Group, SumsWhoseTermsCancelAreNothing) {
  std::vector<Scalar> scalars;
  scalars.push_back(scalar_from_integer(7));
  scalars.push_back(subtract(Scalar(), scalar_from_integer(7)));
  const std::vector<Element> twice(2, generator());
  EXPECT_FALSE(sum_of_products(scalars, twice));
  scalars.push_back(scalar_from_integer(1));
  EXPECT_EQ(sum_of_products(scalars, std::vector<Element>(3, generator())), generator()) << "but on the way";
  EXPECT_FALSE(sum_of_products({}, {}));
}

TEST(Group, WhatIsNoElementIsNotAdded) {
  const Element g = generator();
  Element high = g, invalid{};
  high[31] |= 0x80;
  invalid.fill(0x7f);
  EXPECT_EQ(add(g, g), multiply(scalar_from_integer(2), g));
  for (const Element& none : {high, invalid}) {
    EXPECT_FALSE(add(none, g));
    EXPECT_FALSE(add(g, none));
    EXPECT_FALSE(multiply(scalar_from_integer(1), none));
    EXPECT_FALSE(is_element(none));
  }
  EXPECT_FALSE(multiply(Scalar(), g)) << "the identity is none";
  EXPECT_FALSE(multiply_generator(Scalar()));
  EXPECT_FALSE(unblind(Scalar(), g));
  EXPECT_FALSE(evaluate(Scalar(), as_bytes(kInput)));
}

TEST(Group, SizesThatDoNotFitEndTheProgram) {
  const std::vector<Element> two(2, generator());
  std::vector<Scalar> one;
  one.push_back(scalar_from_integer(1));
  EXPECT_DEATH_IF_SUPPORTED((void)sum_of_products(one, two), "");
  EXPECT_DEATH_IF_SUPPORTED((void)inverse(Scalar()), "");
}

TEST(Proof, BatchesThatDoNotFitEndTheProgram) {
  const auto verify = [](std::size_t c, std::size_t d) {
    return verify_proof(generator(), std::vector<Element>(c), std::vector<Element>(d), Proof{});
  };
  EXPECT_FALSE(verify(1, 1));
  EXPECT_DEATH_IF_SUPPORTED((void)verify(1, 2), "");
  EXPECT_DEATH_IF_SUPPORTED((void)verify(2, 1), "");
  EXPECT_DEATH_IF_SUPPORTED((void)verify(0, 0), "");
  const Scalar one = scalar_from_integer(1);
  const std::vector<Element> c(1, generator()), d(2, generator());
  EXPECT_DEATH_IF_SUPPORTED((void)generate_proof(one, generator(), c, d, one), "");
  EXPECT_FALSE(verify(UINT16_MAX, UINT16_MAX)) << "as many as two bytes can count";
  EXPECT_DEATH_IF_SUPPORTED((void)verify(UINT16_MAX + 1, UINT16_MAX + 1), "");
}

TEST(Proof, OneWhoseBatchSumsToNothingIsRefused) {
  // With D = k'*C, the proof's s*M + c*Z is the identity for s = -c*k', whatever c is.
  const std::vector<Element> c(1, generator()), d(1, *multiply_generator(scalar_from_integer(5)));
  const Scalar s = subtract(Scalar(), scalar_from_integer(2 * 5));
  Proof proof{2};
  std::copy(s.span().begin(), s.span().end(), proof.begin() + 32);
  EXPECT_FALSE(verify_proof(*multiply_generator(scalar_from_integer(7)), c, d, proof));
}

TEST(Finalize, HashesTheSizesInTwoBytes) {
  const std::string input(300, 'i');
  std::string hashed = "\x01\x2c" + input;
  hashed.append("\0\x20", 2).append(as_text(generator())).append("Finalize");
  ByteArray<64> expected{};
  crypto_hash_sha512(expected.data(), as_bytes(hashed).data(), hashed.size());
  EXPECT_TRUE(std::equal(expected.begin(), expected.end(), finalize(as_bytes(input), generator()).span().begin()));
}

TEST(ExpandMessage, SizesOutOfRangeEndTheProgram) {
  const auto expand = [](std::size_t out, std::size_t dst) {
    std::vector<std::uint8_t> bytes(out);
    expand_message_xmd({}, std::string(dst, 'd'), bytes);
    return bytes.size();
  };
  EXPECT_EQ(expand(16'320, 255), 16'320u);
  EXPECT_EQ(expand(1, 0), 1u);
  EXPECT_DEATH_IF_SUPPORTED((void)expand(0, 1), "");
  EXPECT_DEATH_IF_SUPPORTED((void)expand(16'321, 1), "");
  EXPECT_DEATH_IF_SUPPORTED((void)expand(1, 256), "");
}

}  // namespace
}  // namespace selfcheck::voprf
