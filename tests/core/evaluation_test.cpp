// Goes from an identifier, through its evaluators' answers, to y, with good answers and with all kinds of others.
#include "selfcheck/evaluation.h"

#include <gtest/gtest.h>

#include <algorithm>

#include "selfcheck/voprf/hash_to_group.h"
#include "selfcheck/voprf/oprf.h"
#include "selfcheck/voprf/proof_nonce.h"
#include "test_evaluators.h"
#include "y_of.h"

namespace selfcheck {
namespace {

using test::Answers;
using test::TestEvaluators;

class Evaluation : public ::testing::Test {
 protected:
  static constexpr std::string_view kInput = "mobile:+916000000001";

  [[nodiscard]] Result<voprf::Output> evaluate(const Answers& answers) const {
    return test::y_of(evaluators_.key, as_bytes(kInput), uniform_, blinded_, answers.given());
  }
  [[nodiscard]] bool gives_y(const Answers& answers) const {
    const auto y = evaluate(answers);
    return y && test::same(*y, y_);
  }
  [[nodiscard]] Error error_of(const Answers& answers) const {
    const auto y = evaluate(answers);
    return y ? Error{} : y.error();
  }
  /// Expects that a body in place of evaluator 1's answer counts as none: with evaluator 2 alone there is no y, and
  /// with 2 and 3 there is the right one.
  void expect_refused(ByteSpan body, const std::string& what) const {
    Answers answers;
    answers.add(1, body);
    answers.add(2, evaluators_.answer(2, blinded_));
    EXPECT_EQ(error_of(answers), Error{ErrorCode::evaluation_invalid}) << what;
    answers.add(3, evaluators_.answer(3, blinded_));
    EXPECT_TRUE(gives_y(answers)) << what;
  }

  const TestEvaluators evaluators_{2, 3};
  const ByteArray<64> uniform_ = test::uniform("u");
  const voprf::Element blinded_ = blind_input(as_bytes(kInput), uniform_).value();
  const voprf::Output y_ = voprf::evaluate(evaluators_.secret, as_bytes(kInput)).value();
};

TEST_F(Evaluation, AnyTwoOfThreeGiveWhatTheKeyGives) {
  for (const auto& indices : test::choices(3, 2)) EXPECT_TRUE(gives_y(evaluators_.answers(indices, blinded_)));
  EXPECT_TRUE(gives_y(evaluators_.answers({3, 1}, blinded_)));
  EXPECT_TRUE(gives_y(evaluators_.answers({3, 2, 1}, blinded_)));
}

TEST_F(Evaluation, WithEveryThreshold) {
  for (const auto& [threshold, n] : {std::pair(1u, 1u), {1u, 3u}, {3u, 3u}, {3u, 5u}, {7u, 7u}}) {
    const TestEvaluators evaluators(threshold, n);
    for (const auto& indices : test::choices(n, threshold)) {
      const auto answers = evaluators.answers(indices, blinded_);
      const auto y = test::y_of(evaluators.key, as_bytes(kInput), uniform_, blinded_, answers.given());
      ASSERT_TRUE(y) << threshold << " of " << n;
      EXPECT_TRUE(test::same(*y, y_));
    }
  }
}

TEST_F(Evaluation, AnotherBlindGivesTheSameY) {
  const auto other = test::uniform("another u");
  const auto blinded = blind_input(as_bytes(kInput), other).value();
  EXPECT_NE(blinded, blinded_);
  const auto answers = evaluators_.answers({1, 2}, blinded);
  const auto y = test::y_of(evaluators_.key, as_bytes(kInput), other, blinded, answers.given());
  ASSERT_TRUE(y);
  EXPECT_TRUE(test::same(*y, y_));
}

TEST_F(Evaluation, EveryChangedByteOfAnAnswerIsRefused) {
  const EvaluationAnswer good = evaluators_.answer(1, blinded_);
  const auto share_key = voprf::share_public_key(evaluators_.key, 1).value();
  ASSERT_TRUE(verify_answer(share_key, blinded_, good));
  for (std::size_t i = 0; i < good.size(); ++i) {
    for (const int bit : {0, 7}) {
      EvaluationAnswer bad = good;
      bad[i] = static_cast<std::uint8_t>(bad[i] ^ (1 << bit));
      EXPECT_FALSE(verify_answer(share_key, blinded_, bad)) << i;
    }
    if (i % 8 != 0) continue;
    EvaluationAnswer bad = good;
    bad[i] ^= 0xff;
    expect_refused(bad, "byte " + std::to_string(i));
  }
}

TEST_F(Evaluation, AnAnswerOfAnyOtherLengthIsRefused) {
  const EvaluationAnswer good = evaluators_.answer(1, blinded_);
  const std::string text(as_text(good));
  for (const std::size_t size : {0u, 1u, 15u, 16u, 111u}) expect_refused(as_bytes(text.substr(0, size)), "too short");
  const std::string longer = text + '\0', twice = text + text, page = "<!doctype html><title>404</title>";
  expect_refused(as_bytes(longer), "a byte more");
  expect_refused(as_bytes(twice), "twice");
  expect_refused(as_bytes(page), "a page");
}

TEST_F(Evaluation, AnswersThatAreGoodElsewhereAreRefused) {
  expect_refused(evaluators_.answer(2, blinded_), "evaluator 2's");
  const auto other_question = blind_input(as_bytes(kInput), test::uniform("earlier u")).value();
  expect_refused(evaluators_.answer(1, other_question), "an earlier question's");
  expect_refused(TestEvaluators(2, 3, "again").answer(1, blinded_), "another split's, of the same key");
  expect_refused(TestEvaluators(2, 3, "", "another key").answer(1, blinded_), "another key's");
  // This answer has the Z of one answer and the proof of another.
  EvaluationAnswer mixed = evaluators_.answer(1, blinded_);
  const EvaluationAnswer other = evaluators_.answer(2, blinded_);
  std::copy_n(other.begin() + 16, 32, mixed.begin() + 16);
  expect_refused(mixed, "evaluator 2's element");
}

TEST_F(Evaluation, ElementsAndScalarsThatAreNotCanonicalAreRefused) {
  const EvaluationAnswer good = evaluators_.answer(1, blinded_);
  const auto with = [&](std::size_t offset, const voprf::Element& bytes) {
    EvaluationAnswer bad = good;
    std::copy(bytes.begin(), bytes.end(), bad.begin() + static_cast<std::ptrdiff_t>(offset));
    return bad;
  };
  voprf::Element all_ones{}, negative{1};
  all_ones.fill(0xff);
  expect_refused(with(16, {}), "the identity");
  expect_refused(with(16, all_ones), "above p");
  expect_refused(with(16, negative), "negative");
  expect_refused(with(48, {}), "c = 0");
  expect_refused(with(80, {}), "s = 0");
  expect_refused(with(48, all_ones), "c above q");
  // These are the same numbers with q added, which libsodium's own functions would accept.
  const voprf::Element q{0xed, 0xd3, 0xf5, 0x5c, 0x1a, 0x63, 0x12, 0x58, 0xd6, 0x9c, 0xf7,
                         0xa2, 0xde, 0xf9, 0xde, 0x14, 0,    0,    0,    0,    0,    0,
                         0,    0,    0,    0,    0,    0,    0,    0,    0,    0x10};
  for (const std::size_t offset : {48u, 80u}) {
    voprf::Element plus_q{};
    std::copy_n(good.begin() + static_cast<std::ptrdiff_t>(offset), 32, plus_q.begin());
    sodium_add(plus_q.data(), q.data(), q.size());
    expect_refused(with(offset, plus_q), offset == 48 ? "c + q" : "s + q");
  }
}

TEST_F(Evaluation, OneEvaluatorsAnswersCountOnce) {
  Answers answers;
  answers.add(1, evaluators_.answer(1, blinded_));
  answers.add(1, evaluators_.answer(1, blinded_));
  EXPECT_EQ(error_of(answers), Error{ErrorCode::evaluators_unreachable});
  answers.add(3, evaluators_.answer(3, blinded_));
  EXPECT_TRUE(gives_y(answers));
}

TEST_F(Evaluation, AnEvaluatorThatTheListDoesNotHaveCountsForNothing) {
  // P_0 belongs to the whole key. Whoever has that key could answer alone, but is no evaluator.
  const auto question = write_question(evaluators_.key.public_key(), blinded_);
  const auto by_the_key = answer_question(evaluators_.secret, question, ByteArray<32>{}).value();
  for (const std::uint32_t index : {0u, 4u, 8u, UINT32_MAX}) {
    Answers answers;
    answers.add(index, by_the_key);
    answers.add(2, evaluators_.answer(2, blinded_));
    EXPECT_EQ(error_of(answers), Error{ErrorCode::evaluation_invalid}) << index;
    answers.add(1, evaluators_.answer(1, blinded_));
    EXPECT_TRUE(gives_y(answers)) << index;
  }
}

TEST_F(Evaluation, TooFewAnswersAreNamedByTheFirstReasonThatHolds) {
  const auto with = [&](std::initializer_list<std::pair<std::uint32_t, std::uint32_t>> statuses, bool bad = false) {
    Answers answers = evaluators_.answers({1}, blinded_);
    for (const auto& [index, status] : statuses) answers.add_status(index, status, 0);
    if (bad) answers.add(3, as_bytes("no answer"));
    return error_of(answers).code;
  };
  EXPECT_EQ(with({}), ErrorCode::evaluators_unreachable);
  EXPECT_EQ(with({{2, 0}, {3, 500}}), ErrorCode::evaluators_unreachable) << "one is good: nobody computed wrongly";
  EXPECT_EQ(with({{2, 400}, {3, 405}}), ErrorCode::evaluators_unreachable);
  EXPECT_EQ(with({{2, 204}, {3, 301}}), ErrorCode::evaluators_unreachable) << "only a 200 is an answer";
  EXPECT_EQ(with({{2, 0}}, true), ErrorCode::evaluation_invalid);
  EXPECT_EQ(with({{2, 404}}, true), ErrorCode::evaluation_ended);
  EXPECT_EQ(with({{2, 410}}), ErrorCode::evaluation_ended);
  EXPECT_EQ(with({{2, 410}, {3, 429}}), ErrorCode::evaluators_busy);
  EXPECT_EQ(with({{2, 503}}, true), ErrorCode::evaluators_busy);
}

TEST_F(Evaluation, HowLongToWaitIsTheLeastThatIsSaidAndCounts) {
  const auto wait = [&](std::initializer_list<std::uint32_t> seconds) {
    Answers answers;
    std::uint32_t status = 429;
    for (const std::uint32_t each : seconds) {
      answers.add_status(1, status, each);
      status = 503;
    }
    const Error error = error_of(answers);
    EXPECT_EQ(error.code, ErrorCode::evaluators_busy);
    return error.number;
  };
  EXPECT_EQ(wait({30, 7, 3600}), 7u);
  EXPECT_EQ(wait({0, 0}), 0u);
  EXPECT_EQ(wait({0, 60}), 60u);
  EXPECT_EQ(wait({3600}), 3600u);
  EXPECT_EQ(wait({3601, UINT32_MAX}), 0u);
  EXPECT_EQ(wait({3601, 1}), 1u);
  Answers unreachable;
  unreachable.add_status(1, 500, 5);
  unreachable.add_status(2, 0, 5);
  EXPECT_EQ(error_of(unreachable), Error{ErrorCode::evaluators_unreachable}) << "a Retry-After of another status";
}

TEST_F(Evaluation, ItsOwnChecksHoldTheQuestionToTheInput) {
  const Answers answers = evaluators_.answers({1, 2}, blinded_);
  const auto code = [&](std::string_view input, const ByteArray<64>& uniform, const voprf::Element& blinded) {
    return test::y_of(evaluators_.key, as_bytes(input), uniform, blinded, answers.given()).error();
  };
  const Error invalid{ErrorCode::evaluation_invalid, "own check"};
  EXPECT_EQ(code("mobile:+916000000002", uniform_, blinded_), invalid) << "another number's question";
  EXPECT_EQ(code(kInput, test::uniform("another u"), blinded_), invalid);
  const auto other = blind_input(as_bytes(kInput), test::uniform("another u")).value();
  EXPECT_EQ(code(kInput, uniform_, other), invalid);
  EXPECT_EQ(code(kInput, uniform_, {}), invalid);
}

TEST_F(Evaluation, WithoutRandomnessNothingIsAsked) {
  // As scalars, q itself and 2^256 * q are zero.
  ByteArray<64> zero{},
      q{0xed, 0xd3, 0xf5, 0x5c, 0x1a, 0x63, 0x12, 0x58, 0xd6, 0x9c, 0xf7, 0xa2, 0xde, 0xf9, 0xde, 0x14,
        0,    0,    0,    0,    0,    0,    0,    0,    0,    0,    0,    0,    0,    0,    0,    0x10};
  ByteArray<64> shifted{};
  std::copy_n(q.begin(), 32, shifted.begin() + 32);
  for (const auto& uniform : {zero, q, shifted}) {
    EXPECT_EQ(blind_input(as_bytes(kInput), uniform).error(), Error{ErrorCode::no_randomness});
    EXPECT_EQ(test::y_of(evaluators_.key, as_bytes(kInput), uniform, blinded_, {}).error(),
              Error{ErrorCode::no_randomness});
  }
}

TEST_F(Evaluation, WhoMayBeAsked) {
  const auto check = [&](std::vector<std::uint32_t> indices) {
    std::vector<PinnedEvaluator> pinned;
    for (const std::uint32_t index : indices) pinned.push_back({index, "https://example.org/"});
    const auto enough = check_evaluators(evaluators_.key, pinned);
    return enough ? ErrorCode::none : enough.error().code;
  };
  EXPECT_EQ(check({1, 2, 3}), ErrorCode::none);
  EXPECT_EQ(check({3, 1}), ErrorCode::none);
  EXPECT_EQ(check({2}), ErrorCode::evaluators_pinned);
  EXPECT_EQ(check({}), ErrorCode::evaluators_pinned);
  EXPECT_EQ(check({1, 2, 4}), ErrorCode::evaluators_pinned);
}

TEST(Evaluator, ReadsQuestionsAndNothingElse) {
  const EvaluationQuestion question = write_question({1}, {2});
  const auto read = read_question(question);
  ASSERT_TRUE(read);
  EXPECT_EQ(read->share_key, voprf::Element{1});
  EXPECT_EQ(read->blinded, voprf::Element{2});
  const std::string text(as_text(question));
  for (const std::string& bad : {std::string(), text.substr(0, 79), text + "x", "x" + text.substr(1), "\x01" + text}) {
    EXPECT_FALSE(read_question(as_bytes(bad))) << bad.size();
  }
  for (std::size_t i = 0; i < 16; ++i) {
    EvaluationQuestion other = question;
    other[i] ^= 1;
    EXPECT_FALSE(read_question(other));
    EXPECT_FALSE(answer_question(voprf::scalar_from_integer(1), other, ByteArray<32>{}));
  }
}

TEST(Evaluator, ItsNonceIsAHashOfAllThatMustNotRepeat) {
  const voprf::Scalar key = test::scalar("key");
  const ByteArray<32> random{7};
  const std::string message = "a question";
  Bytes hashed;
  for (const ByteSpan part :
       {as_bytes("selfcheck-nonce1"), ByteSpan(key.span()), ByteSpan(random), as_bytes(message)}) {
    hashed.insert(hashed.end(), part.begin(), part.end());
  }
  ByteArray<64> digest{};
  crypto_hash_sha512(digest.data(), hashed.data(), hashed.size());
  EXPECT_TRUE(test::same(voprf::proof_nonce(key, random, as_bytes(message)), voprf::scalar_from_uniform(digest)));
}

TEST(Evaluator, TwoQuestionsWithTheSameRandomBytesDoNotGiveTheShareAway) {
  // Two clones of a virtual machine draw the same random bytes.
  const TestEvaluators evaluators(1, 1);
  const auto answer = [&](const char* label) {
    return evaluators.answer(1, *voprf::multiply_generator(test::scalar(label)));
  };
  const EvaluationAnswer one = answer("one"), other = answer("other");
  EXPECT_EQ(answer("one"), one);
  const auto scalar_at = [](const EvaluationAnswer& bytes, std::size_t offset) {
    return voprf::scalar_from_bytes(std::span(bytes).subspan(offset).first<32>());
  };
  // If both answers had the same r in s = r - c*k, then k would be (s - s') / (c' - c).
  const voprf::Scalar difference = voprf::subtract(scalar_at(other, 48), scalar_at(one, 48));
  const voprf::Scalar solved =
      voprf::multiply(voprf::subtract(scalar_at(one, 80), scalar_at(other, 80)), voprf::inverse(difference));
  EXPECT_FALSE(test::same(solved, evaluators.shares[0]));
}

TEST(Evaluator, OtherRandomBytesMakeAnotherProofOfTheSame) {
  const TestEvaluators evaluators(1, 1);
  const auto blinded = *voprf::multiply_generator(test::scalar("blinded"));
  const auto question = write_question(evaluators.key.public_key(), blinded);
  const auto one = answer_question(evaluators.shares[0], question, ByteArray<32>{1}).value();
  const auto other = answer_question(evaluators.shares[0], question, ByteArray<32>{2}).value();
  EXPECT_NE(one, other);
  EXPECT_TRUE(std::equal(one.begin(), one.begin() + 48, other.begin()));
  EXPECT_TRUE(verify_answer(evaluators.key.public_key(), blinded, one));
  EXPECT_TRUE(verify_answer(evaluators.key.public_key(), blinded, other));
}

}  // namespace
}  // namespace selfcheck
