#include "check/audit_evaluators.h"

#include <fmt/format.h>
#include <sodium.h>

#include <set>
#include <string>
#include <utility>

#include "base/failure.h"
#include "base/stop_signals.h"
#include "base/wording.h"
#include "check/evaluator_question.h"
#include "selfcheck/evaluation.h"
#include "selfcheck/evaluator.h"

namespace selfcheck::cli {
namespace {

// The evaluators whose answers were good.
struct Good {
  std::vector<std::uint32_t> indices;
  std::vector<voprf::Element> evaluated;  // Z_i
};

struct Judgement {
  Status status;
  std::string detail;
};

// Says what was wrong with an answer that was not good.
Judgement judge(const HttpAnswer& answer) {
  switch (answer.status) {
    case 0:
      return {Status::warn, fmt::format("unreachable: {}", answer.problem)};
    case 200:
      return {Status::fail, "wrong: its answer is no evaluation with this list's share, proven"};
    case 404:
      return {Status::fail, "ended: it does not have this list's share (status 404)"};
    case 410:
      return {Status::fail, "ended: its share is past its date (status 410)"};
    case 429:
    case 503:
      return {Status::warn, answer.retry_after == 0 ? fmt::format("busy (status {})", answer.status)
                                                    : fmt::format("busy (status {}): it asks to wait {}", answer.status,
                                                                  duration(static_cast<double>(answer.retry_after)))};
    default:
      return {Status::warn, fmt::format("unreachable: status {} instead of an answer", answer.status)};
  }
}

// Whether the evaluators at these places of `good` give the canary's evaluation together.
bool gives_evaluation(const Good& good, const std::vector<std::size_t>& places, const voprf::Scalar& r,
                      const Manifest& manifest) {
  std::vector<std::uint32_t> indices;
  std::vector<voprf::Element> evaluated;
  for (const std::size_t place : places) {
    indices.push_back(good.indices[place]);
    evaluated.push_back(good.evaluated[place]);
  }
  const auto combined = voprf::combine(indices, evaluated);
  return combined && voprf::unblind(r, *combined) == manifest.canary.evaluation;
}

// Calls `look` with every choice of `count` of the numbers below `all`. Returns false as soon as `look` does.
template <typename Look>
bool holds_for_all(std::size_t all, std::size_t count, const Look& look) {
  for (std::uint32_t chosen = 0; chosen < (std::uint32_t{1} << all); ++chosen) {
    std::vector<std::size_t> places;
    for (std::size_t i = 0; i < all; ++i) {
      if ((chosen >> i & 1) != 0) places.push_back(i);
    }
    if (places.size() == count && !look(places)) return false;
  }
  return true;
}

Finding judge_together(const Good& good, const voprf::Scalar& r, const Manifest& manifest) {
  const std::string name = "evaluators_together";
  const std::size_t needed = manifest.evaluation->threshold();
  if (good.indices.size() < needed) {
    return {name, Status::fail,
            fmt::format("{} of the {} needed gave a good answer: every check ends in \"could not tell\"",
                        good.indices.size(), needed)};
  }
  const bool right = holds_for_all(good.indices.size(), needed, [&](const std::vector<std::size_t>& places) {
    throw_if_stopped();
    return gives_evaluation(good, places, r, manifest);
  });
  if (!right) return {name, Status::fail, "together they do not give the canary's evaluation"};
  return {name, Status::pass,
          fmt::format("any {} of the {} that answered give the canary's evaluation", needed, good.indices.size())};
}

}  // namespace

std::vector<Finding> audit_evaluators(const Manifest& manifest, const Pin& pin) {
  SecretBytes<64> uniform;
  randombytes_buf(uniform.mutable_span().data(), uniform.mutable_span().size());
  const auto blinded = value_or_fail(blind_input(as_bytes(manifest.canary.text), uniform.span()));

  std::vector<EvaluatorsRequest::Question> questions;
  std::vector<voprf::Element> share_keys;
  std::set<std::uint32_t> relative;
  for (const PinnedEvaluator& evaluator : pin.evaluators) {
    const auto share_key = voprf::share_public_key(*manifest.evaluation, evaluator.index);
    if (!share_key) throw Failure::from({ErrorCode::evaluation_key});
    share_keys.push_back(*share_key);
    if (!is_web_address(evaluator.url)) relative.insert(evaluator.index);
    questions.push_back({evaluator.index, evaluator.url, write_question(*share_key, blinded)});
  }
  HttpClient client;
  const auto answers = post(client, questions, relative);

  std::vector<Finding> findings;
  Good good;
  for (std::size_t i = 0; i < questions.size(); ++i) {
    const std::uint32_t index = questions[i].index;
    const std::string name = fmt::format("evaluator_{}", index);
    const auto evaluated = answers[i].status == 200 ? verify_answer(share_keys[i], blinded, answers[i].body)
                                                    : std::optional<voprf::Element>();
    if (evaluated) {
      good.indices.push_back(index);
      good.evaluated.push_back(*evaluated);
      findings.push_back({name, Status::pass, "good: it evaluates with this list's share, and proves it"});
    } else if (relative.contains(index)) {
      findings.push_back(
          {name, Status::fail, "not asked: its address is relative to the page, which is not known here"});
    } else {
      auto [status, detail] = judge(answers[i]);
      findings.push_back({name, status, std::move(detail)});
    }
  }
  findings.push_back(judge_together(good, voprf::scalar_from_uniform(uniform.span()), manifest));
  return findings;
}

}  // namespace selfcheck::cli
