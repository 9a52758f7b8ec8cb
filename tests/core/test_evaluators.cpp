#include "test_evaluators.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <bit>
#include <utility>

namespace selfcheck::test {

ByteArray<64> uniform(std::string_view label) {
  ByteArray<64> bytes{};
  crypto_hash_sha512(bytes.data(), as_bytes(label).data(), label.size());
  return bytes;
}

voprf::Scalar scalar(std::string_view label) { return voprf::scalar_from_uniform(uniform(label)); }

void Answers::add(std::uint32_t index, ByteSpan body) {
  bodies_.push_back(std::make_unique<const Bytes>(body.begin(), body.end()));
  given_.push_back({index, 200, 0, *bodies_.back()});
}

void Answers::add_status(std::uint32_t index, std::uint32_t status, std::uint32_t retry_after) {
  given_.push_back({index, status, retry_after, {}});
}

TestEvaluators::TestEvaluators(std::uint32_t threshold, std::uint32_t n, std::string_view label,
                               std::string_view key_label)
    : secret(scalar(key_label)) {
  std::vector<voprf::Scalar> coefficients;
  for (std::uint32_t j = 1; j < threshold; ++j) coefficients.push_back(scalar(std::string(label) + std::to_string(j)));
  auto dealt = voprf::deal(secret, coefficients, n);
  EXPECT_TRUE(dealt);
  key = std::move(dealt->key);
  shares = std::move(dealt->shares);
}

EvaluationAnswer TestEvaluators::answer(std::uint32_t index, const voprf::Element& blinded) const {
  const auto question = write_question(voprf::share_public_key(key, index).value(), blinded);
  return answer_question(shares[index - 1], question, ByteArray<32>{}).value();
}

Answers TestEvaluators::answers(const std::vector<std::uint32_t>& indices, const voprf::Element& blinded) const {
  Answers all;
  for (const std::uint32_t index : indices) all.add(index, answer(index, blinded));
  return all;
}

std::vector<PinnedEvaluator> TestEvaluators::pins() const {
  std::vector<PinnedEvaluator> all;
  for (std::uint32_t i = 1; i <= key.n; ++i) all.push_back({i, "https://" + std::to_string(i) + ".example/"});
  return all;
}

std::vector<std::vector<std::uint32_t>> choices(std::uint32_t n, std::uint32_t size) {
  std::vector<std::vector<std::uint32_t>> all;
  for (std::uint32_t mask = 0; mask < (1u << n); ++mask) {
    if (static_cast<std::uint32_t>(std::popcount(mask)) != size) continue;
    std::vector<std::uint32_t>& choice = all.emplace_back();
    for (std::uint32_t i = 0; i < n; ++i) {
      if ((mask >> i & 1) != 0) choice.push_back(i + 1);
    }
  }
  return all;
}

}  // namespace selfcheck::test
