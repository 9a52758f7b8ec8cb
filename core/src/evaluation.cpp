#include "selfcheck/evaluation.h"

#include <algorithm>

#include "scoped_wipe.h"
#include "selfcheck/voprf/hash_to_group.h"
#include "stack_wiper.h"

namespace selfcheck {

namespace {

tl::unexpected<Error> own_check_failed() { return fail(ErrorCode::evaluation_invalid, "own check"); }

// The good ones, `threshold` at most.
struct GoodAnswers {
  std::vector<std::uint32_t> indices;
  std::vector<voprf::Element> share_keys;
  std::vector<voprf::Element> evaluated;
};

GoodAnswers good_answers(const voprf::EvaluationKey& key, const voprf::Element& blinded,
                         std::span<const EvaluatorAnswer> answers) {
  GoodAnswers good;
  for (const EvaluatorAnswer& answer : answers) {
    if (good.indices.size() == key.threshold()) break;
    if (answer.status != 200 || answer.index == 0) continue;
    // An evaluator counts once.
    if (std::find(good.indices.begin(), good.indices.end(), answer.index) != good.indices.end()) continue;
    const auto share_key = voprf::share_public_key(key, answer.index);
    if (!share_key) continue;
    const auto evaluated = verify_answer(*share_key, blinded, answer.body);
    if (!evaluated) continue;
    good.indices.push_back(answer.index);
    good.share_keys.push_back(*share_key);
    good.evaluated.push_back(*evaluated);
  }
  return good;
}

tl::unexpected<Error> why_too_few(std::span<const EvaluatorAnswer> answers) {
  std::uint32_t wait = 0;
  bool busy = false, ended = false, invalid = false;
  for (const EvaluatorAnswer& answer : answers) {
    invalid |= answer.status == 200;
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
  const voprf::Scalar r = voprf::scalar_from_uniform(uniform);
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

Result<voprf::Output> evaluate_input(const voprf::EvaluationKey& key, ByteSpan input, voprf::Uniform uniform,
                                     const voprf::Element& blinded, std::span<const EvaluatorAnswer> answers) {
  const StackWiper wiper;
  const auto own = blind_input(input, uniform);
  if (!own) return tl::unexpected<Error>(own.error());
  if (*own != blinded) return own_check_failed();

  const GoodAnswers good = good_answers(key, blinded, answers);
  if (good.indices.size() < key.threshold()) return why_too_few(answers);
  if (voprf::combine(good.indices, good.share_keys) != key.public_key()) return own_check_failed();
  const auto evaluated = voprf::combine(good.indices, good.evaluated);
  if (!evaluated) return own_check_failed();

  const voprf::Scalar r = voprf::scalar_from_uniform(uniform);
  auto unblinded = voprf::unblind(r, *evaluated);
  if (!unblinded) return own_check_failed();
  const ScopedWipe wipe(*unblinded);
  if (voprf::multiply(r, *unblinded) != *evaluated) return own_check_failed();
  return voprf::finalize(input, *unblinded);
}

}  // namespace selfcheck
