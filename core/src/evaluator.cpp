#include "selfcheck/evaluator.h"

#include <algorithm>

#include "selfcheck/voprf/dleq.h"
#include "selfcheck/voprf/oprf.h"
#include "selfcheck/voprf/proof_nonce.h"
#include "stack_wiper.h"

namespace selfcheck {

namespace {

constexpr std::size_t kHeader = kEvaluationFormat.size();
constexpr std::size_t kElement = sizeof(voprf::Element);
static_assert(sizeof(EvaluationQuestion) == kHeader + 2 * kElement);
static_assert(sizeof(EvaluationAnswer) == kHeader + kElement + sizeof(voprf::Proof));

template <std::size_t N>
ByteArray<N> array_at(ByteSpan bytes, std::size_t offset) {
  ByteArray<N> array{};
  std::copy_n(bytes.begin() + static_cast<std::ptrdiff_t>(offset), N, array.begin());
  return array;
}

bool has_header(ByteSpan bytes) { return as_text(bytes.first(kHeader)) == kEvaluationFormat; }

}  // namespace

EvaluationQuestion write_question(const voprf::Element& share_key, const voprf::Element& blinded) {
  EvaluationQuestion question{};
  auto end = std::copy(kEvaluationFormat.begin(), kEvaluationFormat.end(), question.begin());
  end = std::copy(share_key.begin(), share_key.end(), end);
  std::copy(blinded.begin(), blinded.end(), end);
  return question;
}

std::optional<ReadQuestion> read_question(ByteSpan bytes) {
  if (bytes.size() != sizeof(EvaluationQuestion) || !has_header(bytes)) return std::nullopt;
  return ReadQuestion{array_at<kElement>(bytes, kHeader), array_at<kElement>(bytes, kHeader + kElement)};
}

std::optional<EvaluationAnswer> answer_question(const voprf::Scalar& secret, const EvaluationQuestion& question,
                                                std::span<const std::uint8_t, 32> random) {
  const StackWiper wiper;
  const auto read = read_question(question);
  if (!read) return std::nullopt;
  const auto evaluated = voprf::blind_evaluate(secret, read->blinded);
  if (!evaluated) return std::nullopt;
  const voprf::Scalar nonce = voprf::proof_nonce(secret, random, question);
  const auto proof =
      voprf::generate_proof(secret, read->share_key, std::span(&read->blinded, 1), std::span(&*evaluated, 1), nonce);
  if (!proof) return std::nullopt;
  EvaluationAnswer answer{};
  auto end = std::copy(kEvaluationFormat.begin(), kEvaluationFormat.end(), answer.begin());
  end = std::copy(evaluated->begin(), evaluated->end(), end);
  std::copy(proof->begin(), proof->end(), end);
  return answer;
}

std::optional<voprf::Element> verify_answer(const voprf::Element& share_key, const voprf::Element& blinded,
                                            ByteSpan answer) {
  if (answer.size() != sizeof(EvaluationAnswer) || !has_header(answer)) return std::nullopt;
  const auto evaluated = array_at<kElement>(answer, kHeader);
  const auto proof = array_at<sizeof(voprf::Proof)>(answer, kHeader + kElement);
  if (!voprf::is_element(evaluated)) return std::nullopt;
  if (!voprf::verify_proof(share_key, std::span(&blinded, 1), std::span(&evaluated, 1), proof)) return std::nullopt;
  return evaluated;
}

}  // namespace selfcheck
