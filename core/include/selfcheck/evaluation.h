// The client's side of a keyed list: from an identifier, through its evaluators' answers, to y. docs/FORMAT.md,
// "Asking the evaluators". check_session.h calls this. Each own check in here is an equation that breaks if this
// machine computes wrongly.
#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "selfcheck/error.h"
#include "selfcheck/evaluator.h"
#include "selfcheck/pins.h"
#include "selfcheck/voprf/oprf.h"
#include "selfcheck/voprf/shares.h"

namespace selfcheck {

/// What came of one question to an evaluator, good or not.
struct EvaluatorAnswer {
  std::uint32_t index = 0;        // Which evaluator was asked, from 1 to n.
  std::uint32_t status = 0;       // HTTP's status, or 0 if no answer came in time.
  std::uint32_t retry_after = 0;  // How many seconds a 429 or 503 says to wait, or 0 if it does not say.
  ByteSpan body{};                // The body of a 200, or the first 113 bytes of a longer one.
};

/// The longest Retry-After that counts, in seconds.
inline constexpr std::uint32_t kMaxRetryAfter = 3600;

/// Checks that these pinned evaluators can serve a list with this key: there are at least `threshold` of them, and none
/// has an index above n. Error: evaluators_pinned.
[[nodiscard]] Result<void> check_evaluators(const voprf::EvaluationKey& key,
                                            std::span<const PinnedEvaluator> evaluators);

/// Returns B = r * HashToGroup(input), where r is `uniform` modulo q. Errors: no_randomness if r is zero;
/// evaluation_invalid if an own check fails. Like evaluate_input(), it wipes the secrets that it leaves on the stack.
[[nodiscard]] Result<voprf::Element> blind_input(ByteSpan input, voprf::Uniform uniform);

/// Computes y of `input` from the first `threshold` good answers to the question whose B was `blinded`, and puts it
/// into `y`. The caller must leave it in that place, because no check would notice a copy that went wrong. After an
/// error `y` must not be used. `key` must have passed validate(). Errors: evaluation_invalid if B, computed anew, is
/// not `blinded`, or if an own check fails. If there are too few good answers, the first of these that applies:
/// evaluators_busy (a status was 429 or 503; Error::number is the smallest retry_after from 1 to 3600, or 0),
/// evaluation_ended (a status was 404 or 410), evaluation_invalid (an answer with status 200 was not good),
/// evaluators_unreachable.
[[nodiscard]] Result<void> evaluate_input(const voprf::EvaluationKey& key, ByteSpan input, voprf::Uniform uniform,
                                          const voprf::Element& blinded, std::span<const EvaluatorAnswer> answers,
                                          voprf::Output& y);

}  // namespace selfcheck
