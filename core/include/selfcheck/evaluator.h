// What a client asks an evaluator, and what the evaluator answers, as bytes over HTTP. docs/FORMAT.md, "Asking the
// evaluators".
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

/// Returns the bytes of a question. `share_key` is P_i and `blinded` is B.
[[nodiscard]] EvaluationQuestion write_question(const voprf::Element& share_key, const voprf::Element& blinded);

struct ReadQuestion {
  voprf::Element share_key;  // P_i as the question has it; these 32 bytes may be no element.
  voprf::Element blinded;    // B as the question has it; these 32 bytes may be no element.
};
/// Reads a question. Returns nothing unless it has 80 bytes that begin with the format's name.
[[nodiscard]] std::optional<ReadQuestion> read_question(ByteSpan bytes);

/// Does the evaluator's part: returns Z_i = secret * B, with its proof. `secret` is the share f(i) that belongs to the
/// P_i in `question`, and `random` is 32 fresh random bytes. Returns nothing if B is no element. The time that it takes
/// depends on no secret, and it wipes the secrets that it leaves on the stack.
[[nodiscard]] std::optional<EvaluationAnswer> answer_question(const voprf::Scalar& secret,
                                                              const EvaluationQuestion& question,
                                                              std::span<const std::uint8_t, 32> random);

/// Does the client's part: returns Z_i if `answer` is a good answer to the question with this P_i (`share_key`) and
/// this B (`blinded`), and nothing otherwise.
[[nodiscard]] std::optional<voprf::Element> verify_answer(const voprf::Element& share_key,
                                                          const voprf::Element& blinded, ByteSpan answer);

}  // namespace selfcheck
