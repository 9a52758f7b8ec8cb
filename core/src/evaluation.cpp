#include "selfcheck/evaluation.h"

#include <algorithm>

#include "scoped_wipe.h"
#include "selfcheck/voprf/hash_to_group.h"
#include "stack_wiper.h"

namespace selfcheck {

namespace {

tl::unexpected<Error> own_check_failed() { return fail(ErrorCode::evaluation_invalid, "own check"); }

// Returns whether this machine hashes to the group correctly, by a known answer. Computing twice does not show that,
// because a machine may make the same mistake each time.
bool hashes_to_group_rightly() {
  static constexpr voprf::Element kAnswer{0xb4, 0xbc, 0xa8, 0x7e, 0xf5, 0x44, 0x13, 0x54, 0x25, 0xbb, 0xa7,
                                          0x16, 0x7f, 0x16, 0x20, 0x36, 0x30, 0x71, 0x13, 0x97, 0xd1, 0xc2,
                                          0x96, 0x2b, 0xe5, 0xc4, 0xc9, 0xa5, 0xdf, 0xff, 0x92, 0x49};
  return voprf::hash_to_group(as_bytes("aadhaar:999941057058")) == kAnswer;
}

// Returns B, and checks that r^-1 undoes it.
Result<voprf::Element> blind_checked(ByteSpan input, const voprf::Scalar& r) {
  if (voprf::is_zero(r)) return fail(ErrorCode::no_randomness);
  const auto blinded = voprf::blind(input, r);
  if (!blinded) return own_check_failed();
  auto undone = voprf::unblind(r, *blinded);
  if (!undone) return own_check_failed();
  const ScopedWipe wipe_undone(*undone);
  auto expected = voprf::hash_to_group(input);
  const ScopedWipe wipe_expected(expected);
  if (*undone != expected) return own_check_failed();
  return *blinded;
}

// The good answers, of which there are `threshold` at most.
struct GoodAnswers {
  std::vector<std::uint32_t> indices;
  std::vector<voprf::Element> share_keys;
  std::vector<voprf::Element> evaluated;
  bool others = false;  // Whether an answer with status 200 was not good.
};

GoodAnswers good_answers(const voprf::EvaluationKey& key, const voprf::Element& blinded,
                         std::span<const EvaluatorAnswer> answers) {
  GoodAnswers good;
  for (const EvaluatorAnswer& answer : answers) {
    if (good.indices.size() == key.threshold()) break;
    // Each evaluator counts once.
    const bool counted = std::find(good.indices.begin(), good.indices.end(), answer.index) != good.indices.end();
    if (answer.status != 200 || counted) continue;
    // Index 0 stands for K itself, which no evaluator has.
    const auto share_key = answer.index == 0 ? std::nullopt : voprf::share_public_key(key, answer.index);
    const auto evaluated = share_key ? verify_answer(*share_key, blinded, answer.body) : std::nullopt;
    good.others |= !evaluated;
    if (!evaluated) continue;
    good.indices.push_back(answer.index);
    good.share_keys.push_back(*share_key);
    good.evaluated.push_back(*evaluated);
  }
  return good;
}

tl::unexpected<Error> why_too_few(std::span<const EvaluatorAnswer> answers, bool invalid) {
  std::uint32_t wait = 0;
  bool busy = false, ended = false;
  for (const EvaluatorAnswer& answer : answers) {
    ended |= answer.status == 404 || answer.status == 410;
    if (answer.status != 429 && answer.status != 503) continue;
    busy = true;
    const std::uint32_t seconds = answer.retry_after;
    if (seconds >= 1 && seconds <= kMaxRetryAfter && (wait == 0 || seconds < wait)) wait = seconds;
  }
  if (busy) return fail(ErrorCode::evaluators_busy, {}, wait);
  if (ended) return fail(ErrorCode::evaluation_ended);
  return fail(invalid ? ErrorCode::evaluation_invalid : ErrorCode::evaluators_unreachable);
}

}  // namespace

Result<void> check_evaluators(const voprf::EvaluationKey& key, std::span<const PinnedEvaluator> evaluators) {
  const bool above = std::any_of(evaluators.begin(), evaluators.end(),
                                 [&](const PinnedEvaluator& evaluator) { return evaluator.index > key.n; });
  if (above || evaluators.size() < key.threshold()) return fail(ErrorCode::evaluators_pinned);
  return {};
}

Result<voprf::Element> blind_input(ByteSpan input, voprf::Uniform uniform) {
  const StackWiper wiper;
  return blind_checked(input, voprf::scalar_from_uniform(uniform));
}

Result<void> evaluate_input(const voprf::EvaluationKey& key, ByteSpan input, voprf::Uniform uniform,
                            const voprf::Element& blinded, std::span<const EvaluatorAnswer> answers, voprf::Output& y) {
  const StackWiper wiper;
  const voprf::Scalar r = voprf::scalar_from_uniform(uniform);
  const auto own = blind_checked(input, r);
  if (!own) return tl::unexpected<Error>(own.error());
  if (*own != blinded || !hashes_to_group_rightly()) return own_check_failed();

  const GoodAnswers good = good_answers(key, blinded, answers);
  if (good.indices.size() < key.threshold()) return why_too_few(answers, good.others);

  // The weights are right if with them the P_i of the evaluators sum to P. Z and N are then summed apart from each
  // other from the answers, Z with the weights and N with r^-1 times the weights, so that r*N = Z shows that both sums
  // are right. If N were made of Z, a wrong Z would satisfy that equation, too.
  std::vector<voprf::Scalar> weights = voprf::lagrange(good.indices);
  if (voprf::sum_of_products(weights, good.share_keys) != key.public_key()) return own_check_failed();
  const auto evaluated = voprf::sum_of_products(weights, good.evaluated);
  const voprf::Scalar unblinding = voprf::inverse(r);
  for (voprf::Scalar& weight : weights) weight = voprf::multiply(unblinding, weight);
  auto unblinded = voprf::sum_of_products(weights, good.evaluated);
  if (!unblinded) return own_check_failed();
  const ScopedWipe wipe(*unblinded);
  if (!evaluated || voprf::multiply(r, *unblinded) != *evaluated) return own_check_failed();
  if (!voprf::finalize_twice(input, *unblinded, y)) return own_check_failed();
  return {};
}

}  // namespace selfcheck
