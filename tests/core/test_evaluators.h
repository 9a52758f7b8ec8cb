// A key in shares, and evaluators that have them. They are core's own evaluators, without a network.
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

/// Returns the 64 bytes of a label's SHA-512, which are as good as random, and always the same.
ByteArray<64> uniform(std::string_view label);
voprf::Scalar scalar(std::string_view label);

template <std::size_t N>
bool same(const SecretBytes<N>& a, const SecretBytes<N>& b) {
  return std::equal(a.span().begin(), a.span().end(), b.span().begin());
}

/// The answers that a client got, with the bytes that EvaluatorAnswer points to.
class Answers {
 public:
  /// Adds an answer with status 200.
  void add(std::uint32_t index, ByteSpan body);
  void add(std::uint32_t index, const std::string& body) { add(index, as_bytes(body)); }
  /// Adds an error, or with status 0 that no answer came.
  void add_status(std::uint32_t index, std::uint32_t status, std::uint32_t retry_after = 0);

  [[nodiscard]] std::span<const EvaluatorAnswer> given() const { return given_; }

 private:
  std::vector<std::unique_ptr<const Bytes>> bodies_;
  std::vector<EvaluatorAnswer> given_;
};

struct TestEvaluators {
  /// `key_label` decides the key, and `label` how the key is split.
  TestEvaluators(std::uint32_t threshold, std::uint32_t n, std::string_view label = "",
                 std::string_view key_label = "key");

  [[nodiscard]] EvaluationAnswer answer(std::uint32_t index, const voprf::Element& blinded) const;
  /// Returns good answers of these evaluators.
  [[nodiscard]] Answers answers(std::initializer_list<std::uint32_t> indices, const voprf::Element& blinded) const {
    return answers(std::vector(indices), blinded);
  }
  [[nodiscard]] Answers answers(const std::vector<std::uint32_t>& indices, const voprf::Element& blinded) const;
  /// Returns pins of all evaluators, at https://<index>.example/.
  [[nodiscard]] std::vector<PinnedEvaluator> pins() const;

  voprf::Scalar secret;
  voprf::EvaluationKey key;
  std::vector<voprf::Scalar> shares;
};

/// Returns every choice of `size` numbers from 1 to n.
std::vector<std::vector<std::uint32_t>> choices(std::uint32_t n, std::uint32_t size);

}  // namespace selfcheck::test
