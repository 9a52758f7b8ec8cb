// A key in shares, and evaluators that have them: core's own evaluator, without a network.
#pragma once

#include <algorithm>
#include <initializer_list>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "selfcheck/evaluation.h"
#include "selfcheck/voprf/shares.h"

namespace selfcheck::test {

/// 64 bytes from SHA-512 of a label: as good as random, and always the same.
ByteArray<64> uniform(std::string_view label);
voprf::Scalar scalar(std::string_view label);

template <std::size_t N>
bool same(const SecretBytes<N>& a, const SecretBytes<N>& b) {
  return std::equal(a.span().begin(), a.span().end(), b.span().begin());
}

/// What a client got, with the bytes that EvaluatorAnswer points to.
class Answers {
 public:
  /// A 200.
  void add(std::uint32_t index, ByteSpan body);
  void add(std::uint32_t index, const std::string& body) { add(index, as_bytes(body)); }
  /// An error, or no answer.
  void add_status(std::uint32_t index, std::uint32_t status, std::uint32_t retry_after = 0);

  [[nodiscard]] std::span<const EvaluatorAnswer> given() const { return given_; }

 private:
  std::vector<std::unique_ptr<const Bytes>> bodies_;
  std::vector<EvaluatorAnswer> given_;
};

struct TestEvaluators {
  /// `label`: another one for another key, or for another split of `key_label`'s.
  TestEvaluators(std::uint32_t threshold, std::uint32_t n, std::string_view label = "",
                 std::string_view key_label = "key");

  [[nodiscard]] EvaluationAnswer answer(std::uint32_t index, const voprf::Element& blinded) const;
  /// Good answers of these.
  [[nodiscard]] Answers answers(std::initializer_list<std::uint32_t> indices, const voprf::Element& blinded) const {
    return answers(std::vector(indices), blinded);
  }
  [[nodiscard]] Answers answers(const std::vector<std::uint32_t>& indices, const voprf::Element& blinded) const;
  /// All of them, at https://<index>.example/.
  [[nodiscard]] std::vector<PinnedEvaluator> pins() const;

  voprf::Scalar secret;
  voprf::EvaluationKey key;
  std::vector<voprf::Scalar> shares;
};

/// Every choice of `size` of the numbers 1 to n.
std::vector<std::vector<std::uint32_t>> choices(std::uint32_t n, std::uint32_t size);

}  // namespace selfcheck::test
