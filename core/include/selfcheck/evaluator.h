// What a client asks an evaluator, and what it answers: bytes over HTTP. docs/FORMAT.md, "Asking the evaluators".
//
//   question, 80 bytes:  `selfcheck-eval/1` || P_i (32) || B (32)
//   answer, 112 bytes:   `selfcheck-eval/1` || Z_i (32) || c (32) || s (32)
#pragma once

#include <optional>
#include <span>
#include <string_view>

#include "selfcheck/bytes.h"
#include "selfcheck/voprf/group.h"

namespace selfcheck {

inline constexpr std::string_view kEvaluationFormat = "selfcheck-eval/1";

using EvaluationQuestion = ByteArray<80>;
using EvaluationAnswer = ByteArray<112>;

/// `share_key`: P_i. `blinded`: B.
[[nodiscard]] EvaluationQuestion write_question(const voprf::Element& share_key, const voprf::Element& blinded);

struct ReadQuestion {
  voprf::Element share_key;  // P_i as it stands there
  voprf::Element blinded;    // B, likewise: it may be no element
};
/// Nothing unless there are 80 bytes, and the format's name first.
[[nodiscard]] std::optional<ReadQuestion> read_question(ByteSpan bytes);

/// The evaluator's part: Z_i = secret * B, and the proof of it. `secret`: f(i), of which `question` names the P_i.
/// `random`: 32 fresh random bytes. Nothing if B is no element. In a time that depends on no secret; wipes what it
/// leaves.
[[nodiscard]] std::optional<EvaluationAnswer> answer_question(const voprf::Scalar& secret,
                                                              const EvaluationQuestion& question,
                                                              std::span<const std::uint8_t, 32> random);

/// The client's part: Z_i, if `answer` is a good answer to the question of that P_i and B. Nothing for anything else.
[[nodiscard]] std::optional<voprf::Element> verify_answer(const voprf::Element& share_key,
                                                          const voprf::Element& blinded, ByteSpan answer);

}  // namespace selfcheck
