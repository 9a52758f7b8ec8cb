// The client's side of a keyed list: from an identifier, through its evaluators' answers, to y. docs/FORMAT.md,
// "Asking the evaluators". Called by check_session.h; every own check in here is an equation that a machine which
// computes wrongly breaks.
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

/// What came of one question, good or not.
struct EvaluatorAnswer {
  std::uint32_t index = 0;        // which evaluator: 1 to n
  std::uint32_t status = 0;       // HTTP's; 0: none came, or not in time
  std::uint32_t retry_after = 0;  // seconds, of a 429 or 503 that says so; else 0
  ByteSpan body{};                // of a 200: its bytes, or the first 113 of more
};

/// Of a Retry-After that counts.
inline constexpr std::uint32_t kMaxRetryAfter = 3600;

/// Whether a list with this key can be asked about with these pinned evaluators: at least `threshold` of them, and no
/// index above n. Error: evaluators_pinned.
[[nodiscard]] Result<void> check_evaluators(const voprf::EvaluationKey& key,
                                            std::span<const PinnedEvaluator> evaluators);

/// B = r * HashToGroup(input), r = `uniform` modulo q. Errors: no_randomness if r is zero; evaluation_invalid if an own
/// check fails. Wipes what it leaves, as does evaluate_input().
[[nodiscard]] Result<voprf::Element> blind_input(ByteSpan input, voprf::Uniform uniform);

/// Puts y of `input` into `y`, where it has to stay, from the first `threshold` good answers to the question whose B
/// was `blinded`. `key` has passed validate(). Computes B anew. After an error nothing is to be made of what is in `y`.
/// Errors: evaluation_invalid if it is another one, or an own check fails; with fewer good answers, by the first that
/// holds: evaluators_busy (one said 429 or 503; Error::number is the smallest retry_after from 1 to 3600, or 0),
/// evaluation_ended (404 or 410), evaluation_invalid (a 200 was not good), evaluators_unreachable.
[[nodiscard]] Result<void> evaluate_input(const voprf::EvaluationKey& key, ByteSpan input, voprf::Uniform uniform,
                                          const voprf::Element& blinded, std::span<const EvaluatorAnswer> answers,
                                          voprf::Output& y);

}  // namespace selfcheck
