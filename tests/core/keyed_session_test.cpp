// Whole checks of keyed lists: their verdicts, and that there is no verdict if any step is missing or wrong.
#include <gtest/gtest.h>

#include <algorithm>
#include <random>

#include "selfcheck/canary.h"
#include "test_list.h"

namespace selfcheck {
namespace {

using test::Answers;
using test::error_of;
using test::kNow;
using test::mobile;
using test::TestEvaluators;
using test::TestList;

const Error kNotReady{ErrorCode::not_ready};

/// A session with the canary proven and the number hashed, which can ask the evaluators.
class KeyedSession : public test::OpenSession {
 public:
  KeyedSession(const TestList& list, std::string_view typed) : OpenSession(list, typed) {}

  [[nodiscard]] EvaluatorsRequest ask(CheckSession::ListHandle handle = 0) const {
    return session.ask_evaluators(handle, uniform, kNow).value();
  }
  [[nodiscard]] Result<void> evaluate(const Answers& answers, CheckSession::ListHandle handle = 0) {
    return session.evaluate(handle, uniform, ask(handle).blinded, answers.given());
  }
  /// Asks, and takes the answers of two evaluators, as the page does.
  [[nodiscard]] Result<void> ask_and_evaluate(const TestEvaluators& evaluators, CheckSession::ListHandle handle = 0) {
    return evaluate(evaluators.answers({1, 2}, ask(handle).blinded), handle);
  }

  ByteArray<64> uniform = test::uniform("u");
};

class KeyedCheck : public ::testing::Test {
 protected:
  const TestEvaluators evaluators_{2, 3};
  const TestList list_{5, 0, {.evaluators = &evaluators_}};
};

TEST_F(KeyedCheck, FindsMembersAndNobodyElse) {
  const TestList buckets(12, 2, {.evaluators = &evaluators_});
  for (const TestList* list : {&list_, &buckets}) {
    for (const auto& indices : test::choices(3, 2)) {
      for (const unsigned number : {0u, 3u, 1000u}) {
        KeyedSession open(*list, mobile(number));
        ASSERT_TRUE(open.evaluate(evaluators_.answers(indices, open.ask().blinded)));
        const Verdict verdict = open.decide(*list);
        EXPECT_EQ(verdict.outcome, number == 1000 ? Outcome::not_found : Outcome::found);
        EXPECT_EQ(verdict.reason, Error{});
      }
    }
  }
}

TEST_F(KeyedCheck, AsksEachPinnedEvaluatorTheSame) {
  TestList list = list_;
  std::swap(list.pin.evaluators[0], list.pin.evaluators[2]);
  list.pin.evaluators.pop_back();  // Evaluators 3 and 2 are left.
  const KeyedSession open(list, mobile(1));
  const EvaluatorsRequest request = open.ask();
  ASSERT_EQ(request.questions.size(), 2u);
  for (std::size_t i = 0; i < 2; ++i) {
    const auto& question = request.questions[i];
    EXPECT_EQ(question.index, 3 - i);
    EXPECT_EQ(question.url, list.pin.evaluators[i].url);
    EXPECT_EQ(question.body,
              write_question(*voprf::share_public_key(evaluators_.key, question.index), request.blinded));
  }
  EXPECT_EQ(open.ask().blinded, request.blinded) << "of the same u";
  const auto other = open.session.ask_evaluators(0, test::uniform("another u"), kNow);
  EXPECT_NE(other->blinded, request.blinded);
  EXPECT_EQ(error_of(open.session.ask_evaluators(0, ByteArray<64>{}, kNow)), Error{ErrorCode::no_randomness});
}

TEST_F(KeyedCheck, NoStepCanBeLeftOut) {
  for (const unsigned number : {1u, 1000u}) {
    for (const std::string_view missing : {"canary", "hash", "evaluate", "nothing"}) {
      CheckSession session{ByteArray<32>{}};
      session.add_list(list_.pin);
      ASSERT_TRUE(session.open_pointer(0, as_bytes(list_.pointer_file)));
      ASSERT_TRUE(session.open_manifest(0, as_bytes(list_.manifest_file), kNow));
      EXPECT_TRUE(missing == "canary" || session.prove_canary(0));
      ASSERT_TRUE(session.set_identifier(Kind::mobile, mobile(number)));
      EXPECT_TRUE(missing == "hash" || session.hash(0));
      if (missing != "evaluate") {
        const auto uniform = test::uniform("u");
        const auto asked = session.ask_evaluators(0, uniform, kNow).value();
        const auto answers = evaluators_.answers({2, 3}, asked.blinded);
        ASSERT_TRUE(session.evaluate(0, uniform, asked.blinded, answers.given()));
      }
      const Verdict verdict = session.decide(0, list_.bucket_files[0], kNow);
      if (missing == "nothing") {
        EXPECT_EQ(verdict.outcome, number == 1 ? Outcome::found : Outcome::not_found);
      } else {
        EXPECT_EQ(verdict.outcome, Outcome::could_not_tell) << missing;
        EXPECT_EQ(verdict.reason, kNotReady) << missing;
      }
    }
  }
}

TEST_F(KeyedCheck, WhatTheEvaluatorsDoIsTheReason) {
  KeyedSession open(list_, mobile(1000));
  const auto refused = [&](const Answers& answers) { return error_of(open.evaluate(answers)); };
  const voprf::Element blinded = open.ask().blinded;
  EXPECT_EQ(refused({}).code, ErrorCode::evaluators_unreachable);
  Answers answers = evaluators_.answers({3}, blinded);
  EXPECT_EQ(refused(answers).code, ErrorCode::evaluators_unreachable);
  answers.add(1, as_bytes("nonsense"));
  EXPECT_EQ(refused(answers).code, ErrorCode::evaluation_invalid);
  answers.add_status(2, 410);
  EXPECT_EQ(refused(answers).code, ErrorCode::evaluation_ended);
  answers.add_status(2, 429, 12);
  EXPECT_EQ(refused(answers), (Error{ErrorCode::evaluators_busy, {}, 12}));
  EXPECT_EQ(open.decide(list_).reason, kNotReady);
  // Then one more good answer comes.
  answers.add(2, evaluators_.answer(2, blinded));
  EXPECT_TRUE(open.evaluate(answers));
  EXPECT_EQ(open.decide(list_).outcome, Outcome::not_found);
  EXPECT_TRUE(open.evaluate({})) << "one success is enough";
  EXPECT_EQ(open.decide(list_).outcome, Outcome::not_found);
}

TEST_F(KeyedCheck, AnotherBlindingThanThatOfTheQuestionIsNoEvaluation) {
  KeyedSession open(list_, mobile(1));
  const voprf::Element blinded = open.ask().blinded;
  const Answers answers = evaluators_.answers({1, 2}, blinded);
  const auto refused = [&](const ByteArray<64>& uniform, const voprf::Element& b) {
    const auto evaluated = open.session.evaluate(0, uniform, b, answers.given());
    return !evaluated && evaluated.error().code == ErrorCode::evaluation_invalid &&
           open.decide(list_).reason == kNotReady;
  };
  const auto other = test::uniform("another u");
  EXPECT_TRUE(refused(other, blinded));
  EXPECT_TRUE(refused(open.uniform, voprf::generator()));
  EXPECT_TRUE(refused(other, open.session.ask_evaluators(0, other, kNow)->blinded)) << "a replay of other answers";
  // Another number is checked with this number's question and answers.
  ASSERT_TRUE(open.session.set_identifier(Kind::mobile, mobile(1000)));
  ASSERT_TRUE(open.session.hash(0));
  EXPECT_TRUE(refused(open.uniform, blinded));
}

TEST_F(KeyedCheck, ASecondEngineIsGivenTheAnswersAndAsksNobody) {
  KeyedSession first(list_, mobile(2)), second(list_, mobile(2));
  const EvaluatorsRequest asked = first.ask();
  const Answers answers = evaluators_.answers({1, 3}, asked.blinded);
  ASSERT_TRUE(first.evaluate(answers));
  ASSERT_TRUE(second.session.evaluate(0, first.uniform, asked.blinded, answers.given()));
  EXPECT_EQ(second.decide(list_).outcome, Outcome::found);
}

TEST_F(KeyedCheck, ForgetsTheEvaluationWithTheNumber) {
  KeyedSession open(list_, mobile(1));
  ASSERT_TRUE(open.ask_and_evaluate(evaluators_));
  ASSERT_EQ(open.decide(list_).outcome, Outcome::found);
  open.session.clear_identifier();
  EXPECT_EQ(open.session.ask_evaluators(0, open.uniform, kNow).error(), kNotReady);
  ASSERT_TRUE(open.session.set_identifier(Kind::mobile, mobile(1)));
  ASSERT_TRUE(open.session.hash(0));
  EXPECT_EQ(open.decide(list_).reason, kNotReady) << "the same number again";
  ASSERT_TRUE(open.ask_and_evaluate(evaluators_));
  EXPECT_EQ(open.decide(list_).outcome, Outcome::found);
  ASSERT_TRUE(open.session.set_identifier(Kind::mobile, mobile(1000)));
  ASSERT_TRUE(open.session.hash(0));
  EXPECT_EQ(open.decide(list_).reason, kNotReady) << "another number, without clearing";
}

TEST_F(KeyedCheck, AStaticListIsNotAskedAbout) {
  TestList list(3);
  list.pin.evaluators = evaluators_.pins();
  KeyedSession open(list, mobile(1));
  EXPECT_EQ(open.session.evaluation_group(0).value(), "");
  EXPECT_EQ(open.session.ask_evaluators(0, open.uniform, kNow).error(), kNotReady);
  EXPECT_EQ(error_of(open.session.evaluate(0, open.uniform, {}, {})), kNotReady);
  EXPECT_EQ(open.decide(list).outcome, Outcome::found) << "a pin may name evaluators before there is a keyed edition";
}

TEST_F(KeyedCheck, AskingFailsAsTheBucketsRequestDoes) {
  KeyedSession open(list_, mobile(1));
  EXPECT_EQ(open.session.ask_evaluators(0, open.uniform, list_.manifest.valid_until).error().code, ErrorCode::expired);
  EXPECT_EQ(open.session.ask_evaluators(0, open.uniform, list_.manifest.published - 1).error().code,
            ErrorCode::not_yet_published);
  EXPECT_EQ(open.session.ask_evaluators(1, open.uniform, kNow).error(), kNotReady);
  EXPECT_EQ(error_of(open.session.evaluate(1, open.uniform, {}, {})), kNotReady);
  EXPECT_EQ(open.session.evaluation_group(1).error(), kNotReady);
  ASSERT_TRUE(open.session.set_identifier(Kind::aadhaar, "9999 4105 7058"));
  EXPECT_EQ(open.session.ask_evaluators(0, open.uniform, kNow).error().code, ErrorCode::pinned_kind);
  EXPECT_EQ(error_of(open.session.evaluate(0, open.uniform, {}, {})).code, ErrorCode::pinned_kind);
}

TEST_F(KeyedCheck, APinHasToNameEnoughEvaluators) {
  const auto opened = [](const TestList& list) {
    CheckSession session{ByteArray<32>{}};
    session.add_list(list.pin);
    EXPECT_TRUE(session.open_pointer(0, as_bytes(list.pointer_file)));
    const auto manifest = session.open_manifest(0, as_bytes(list.manifest_file), kNow);
    EXPECT_EQ(session.manifest(0).has_value(), manifest.has_value());
    EXPECT_TRUE(session.described(0)) << "what is said of the list is said all the same";
    return manifest ? ErrorCode::none : manifest.error().code;
  };
  TestList list = list_;
  EXPECT_EQ(opened(list), ErrorCode::none);
  list.pin.evaluators.pop_back();
  EXPECT_EQ(opened(list), ErrorCode::none);
  list.pin.evaluators.push_back({4, "https://4.example/"});
  EXPECT_EQ(opened(list), ErrorCode::evaluators_pinned) << "the list has no evaluator 4";
  list.pin.evaluators.resize(1);
  EXPECT_EQ(opened(list), ErrorCode::evaluators_pinned);
  list.pin.evaluators.clear();
  EXPECT_EQ(opened(list), ErrorCode::evaluators_pinned);
  list.manifest.withdrawn = true;
  list.sign();
  EXPECT_EQ(opened(list), ErrorCode::withdrawn) << "what the reader has to know first";
}

TEST_F(KeyedCheck, ACanaryThatTheKeyDidNotEvaluateLeavesNoVerdict) {
  const TestEvaluators others(2, 3, "", "another key");
  TestList forged = list_;
  forged.manifest.evaluation = others.key;
  ASSERT_TRUE(evaluate_canary(forged.manifest, others.secret, ByteArray<32>{}));
  forged.manifest.evaluation = evaluators_.key;
  forged.sign();
  TestList unproven = list_;
  unproven.manifest.canary.proof[40] ^= 1;
  unproven.sign();
  for (const TestList* list : {&forged, &unproven}) {
    CheckSession session{ByteArray<32>{}};
    session.add_list(list_.pin);
    const auto open = [&](const TestList& edition) {
      EXPECT_TRUE(session.open_pointer(0, as_bytes(edition.pointer_file)));
      EXPECT_TRUE(session.open_manifest(0, as_bytes(edition.manifest_file), kNow));
      return session.prove_canary(0);
    };
    // The edition is refused also after the good one, whose proof says nothing of the next edition.
    for (const bool before : {false, true}) {
      EXPECT_TRUE(!before || open(list_));
      EXPECT_EQ(error_of(open(*list)).code, ErrorCode::evaluation_key);
      EXPECT_EQ(error_of(session.prove_canary(0)).code, ErrorCode::evaluation_key) << "asked again";
      ASSERT_TRUE(session.set_identifier(Kind::mobile, mobile(1)));
      ASSERT_TRUE(session.hash(0));
      const auto uniform = test::uniform("u");
      const auto asked = session.ask_evaluators(0, uniform, kNow).value();
      ASSERT_TRUE(session.evaluate(0, uniform, asked.blinded, evaluators_.answers({1, 2}, asked.blinded).given()));
      EXPECT_EQ(session.decide(0, list->bucket_files[0], kNow).reason, kNotReady);
    }
  }
}

TEST_F(KeyedCheck, BucketsMadeWithAnotherKeyAreNoAnswer) {
  // The list is signed and its canary proven, but its buckets were made with another key, so the canary is not in them.
  const TestEvaluators others(2, 3, "", "another key");
  TestList list = list_;
  list.bodies = TestList(5, 0, {.evaluators = &others}).bodies;
  list.rebuild();
  KeyedSession open(list, mobile(1));
  ASSERT_TRUE(open.ask_and_evaluate(evaluators_));
  EXPECT_EQ(open.decide(list).reason.code, ErrorCode::canary_missing);
}

TEST_F(KeyedCheck, ListsOfOneKeyShareTheirEvaluationAndOthersDoNot) {
  const TestEvaluators split_anew(3, 4, "again"), others(2, 3, "", "another key");
  const TestList same(4, 0, {.salt = 0x77, .evaluators = &evaluators_}), again(4, 0, {.evaluators = &split_anew}),
      other(4, 0, {.evaluators = &others}), static_list(4);
  TestList elsewhere = list_;
  elsewhere.pin.evaluators[1].url = "https://elsewhere.example/";
  TestList one_more = list_;
  one_more.manifest.evaluation->n = 4;
  one_more.sign();
  KeyedSession open(list_, mobile(1));
  std::vector<std::string> groups{open.session.evaluation_group(0).value()};
  for (const TestList* list :
       std::initializer_list<const TestList*>{&same, &again, &other, &static_list, &elsewhere, &one_more}) {
    const auto handle = open.session.add_list(list->pin);
    ASSERT_TRUE(open.session.open_pointer(handle, as_bytes(list->pointer_file)));
    ASSERT_TRUE(open.session.open_manifest(handle, as_bytes(list->manifest_file), kNow));
    ASSERT_TRUE(open.session.prove_canary(handle));
    ASSERT_TRUE(open.session.hash(handle));
    groups.push_back(open.session.evaluation_group(handle).value());
  }
  EXPECT_EQ(groups[1], groups[0]);
  EXPECT_EQ(groups[4], "");
  for (const std::size_t i : {2u, 3u, 5u, 6u}) {
    EXPECT_NE(groups[i], "");
    EXPECT_EQ(std::count(groups.begin(), groups.end(), groups[i]), 1) << i;
  }

  ASSERT_TRUE(open.ask_and_evaluate(evaluators_));
  const auto outcome = [&](CheckSession::ListHandle handle, const TestList& list) {
    return open.session.decide(handle, list.bucket_files[0], kNow).outcome;
  };
  EXPECT_EQ(outcome(0, list_), Outcome::found);
  EXPECT_EQ(outcome(1, same), Outcome::found);
  EXPECT_EQ(outcome(2, again), Outcome::found) << "the same key, split anew";
  EXPECT_EQ(outcome(3, other), Outcome::could_not_tell) << "with the first list's y this would be not found";
  EXPECT_EQ(outcome(4, static_list), Outcome::found);
  ASSERT_TRUE(open.ask_and_evaluate(others, 3));
  EXPECT_EQ(outcome(3, other), Outcome::found);
  EXPECT_EQ(outcome(0, list_), Outcome::found);
}

TEST_F(KeyedCheck, WhateverIsCalledInWhateverOrderNothingButTheTruthComesOut) {
  // A number that is in the list is never "not found", and another number is never "found". Without evaluate() there is
  // neither.
  const TestList& list = list_;
  std::mt19937 random(14);
  CheckSession session{ByteArray<32>{}};
  session.add_list(list.pin);
  const auto uniform = test::uniform("u"), other_uniform = test::uniform("another u");
  bool evaluated = false, member = false;
  int verdicts = 0;
  // Each answer is made only once, because each takes a proof.
  std::vector<Answers> answers;
  std::vector<voprf::Element> blinded;
  for (const unsigned number : {1u, 1000u}) {
    const auto form = normalize(Kind::mobile, mobile(number)).value();
    blinded.push_back(blind_input(form.bytes(), uniform).value());
    answers.push_back(evaluators_.answers({1, 3}, blinded.back()));
    answers.push_back(evaluators_.answers({2}, blinded.back()));
  }
  for (int i = 0; i < 600; ++i) {
    switch (random() % 8) {
      case 0:
        if (random() % 8 == 0) (void)session.open_pointer(0, as_bytes(list.pointer_file));
        break;
      case 1:
        (void)session.open_manifest(0, as_bytes(list.manifest_file), kNow);
        break;
      case 2:
        (void)session.prove_canary(0);
        break;
      case 3:
        if (random() % 4 != 0) break;
        member = random() % 2 == 0;
        ASSERT_TRUE(session.set_identifier(Kind::mobile, mobile(member ? 1 : 1000)));
        evaluated = false;
        break;
      case 4:
        (void)session.hash(0);
        break;
      case 5:
      case 6: {
        const std::size_t which = random() % answers.size();
        const bool right =
            session.evaluate(0, random() % 4 == 0 ? other_uniform : uniform, blinded[which / 2], answers[which].given())
                .has_value();
        evaluated |= right;
        break;
      }
      default:
        break;
    }
    const Verdict verdict = session.decide(0, list.bucket_files[0], kNow);
    if (verdict.outcome == Outcome::could_not_tell) continue;
    ++verdicts;
    EXPECT_TRUE(evaluated);
    EXPECT_EQ(verdict.outcome, member ? Outcome::found : Outcome::not_found);
  }
  EXPECT_GT(verdicts, 20);
}

}  // namespace
}  // namespace selfcheck
