// What came of a question to a keyed list's evaluators: answers, intact or damaged, others' answers, and errors, in any
// order.
#include <algorithm>
#include <optional>
#include <set>
#include <vector>

#include "expect.h"
#include "input.h"
#include "selfcheck/evaluation.h"
#include "test_evaluators.h"

using namespace selfcheck;

namespace {

constexpr std::string_view kNumber = "mobile:+916000000001";

// One key in two splits, of which t = 2 and t = 1, and honest answers to one question and to another.
struct Asked {
  test::TestEvaluators evaluators;
  ByteArray<64> uniform = test::uniform("u");
  voprf::Element blinded = blind_input(as_bytes(kNumber), uniform).value();
  voprf::Element other = blind_input(as_bytes(kNumber), test::uniform("v")).value();
  std::vector<EvaluationAnswer> good, of_other;
  voprf::Output y = *voprf::evaluate(evaluators.secret, as_bytes(kNumber));

  Asked(std::uint32_t threshold, std::uint32_t n) : evaluators(threshold, n) {
    for (std::uint32_t i = 1; i <= n; ++i) {
      good.push_back(evaluators.answer(i, blinded));
      of_other.push_back(evaluators.answer(i, other));
    }
  }
};

// What docs/FORMAT.md section 14 says of answers that are too few.
ErrorCode expected_error(std::span<const EvaluatorAnswer> answers, bool invalid) {
  const auto has = [&](std::initializer_list<std::uint32_t> statuses) {
    return std::ranges::any_of(answers, [&](const EvaluatorAnswer& answer) {
      return std::find(statuses.begin(), statuses.end(), answer.status) != statuses.end();
    });
  };
  if (has({429, 503})) return ErrorCode::evaluators_busy;
  if (has({404, 410})) return ErrorCode::evaluation_ended;
  return invalid ? ErrorCode::evaluation_invalid : ErrorCode::evaluators_unreachable;
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  static const Asked kTwoOfThree(2, 3), kOneOfTwo(1, 2);
  fuzz::Input input(data, size);
  const Asked& asked = input.below(4) == 0 ? kOneOfTwo : kTwoOfThree;
  const std::uint32_t n = asked.evaluators.key.n;
  std::vector<Bytes> bodies;
  std::vector<EvaluatorAnswer> answers;
  std::set<std::uint32_t> intact;
  bool invalid = false;
  bodies.reserve(8);
  for (std::uint32_t count = input.below(8); count > 0; --count) {
    constexpr std::uint32_t kStatuses[] = {200, 200, 200, 200, 200, 429, 503, 404, 410, 500, 0, 403};
    EvaluatorAnswer answer;
    answer.index = input.below(8) == 0 ? input.below(256) : 1 + input.below(n);
    answer.status = kStatuses[input.below(std::size(kStatuses))];
    answer.retry_after = static_cast<std::uint32_t>(input.below(2) == 0 ? 0 : input.number(2));
    const std::uint32_t whose = input.below(4) == 0 ? input.below(n) : (answer.index - 1) % n;
    switch (input.below(4)) {
      case 0:
        bodies.push_back(fuzz::edited(asked.good[whose], input));
        break;
      case 1:
        bodies.emplace_back(asked.of_other[whose].begin(), asked.of_other[whose].end());
        break;
      default:
        bodies.emplace_back(asked.good[whose].begin(), asked.good[whose].end());
    }
    answer.body = bodies.back();
    answers.push_back(answer);
    if (answer.status != 200 || intact.size() == asked.evaluators.key.threshold()) continue;
    const bool good =
        answer.index >= 1 && answer.index <= n && std::ranges::equal(answer.body, asked.good[answer.index - 1]);
    if (good) {
      intact.insert(answer.index);
    } else if (!intact.contains(answer.index)) {
      invalid = true;
    }
  }

  // Only intact answers of different evaluators give y, and they give the one that whoever has the key computes.
  voprf::Output y;
  const std::uint32_t which = input.below(16);
  const voprf::Element& blinded = which == 1 ? asked.other : asked.blinded;
  const auto done = evaluate_input(asked.evaluators.key, as_bytes(kNumber), asked.uniform, blinded, answers, y);
  if (which == 1) {
    EXPECT(!done && done.error().code == ErrorCode::evaluation_invalid);
    return 0;
  }
  EXPECT(done.has_value() == (intact.size() == asked.evaluators.key.threshold()));
  if (done) {
    EXPECT(test::same(y, asked.y));
    return 0;
  }
  EXPECT(done.error().code == expected_error(answers, invalid));
  std::uint64_t wait = 0;
  for (const EvaluatorAnswer& answer : answers) {
    const bool says =
        (answer.status == 429 || answer.status == 503) && answer.retry_after >= 1 && answer.retry_after <= 3600;
    if (says && (wait == 0 || answer.retry_after < wait)) wait = answer.retry_after;
  }
  EXPECT(done.error().number == (done.error().code == ErrorCode::evaluators_busy ? wait : 0));
  return 0;
}
