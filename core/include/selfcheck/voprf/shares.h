// A key K in shares, any `threshold` of which can evaluate together (Shamir, "How to share a secret", 1979; Feldman's
// commitments, 1987; threshold evaluation as in TOPPSS, 2017). docs/FORMAT.md, "Keyed lists".
//
// f(z) = K + a_1 z + ... + a_{t-1} z^{t-1} modulo q; share i is f(i). The commitments C_0 = K*G, C_j = a_j*G are
// public, and everybody computes from them what share i must fit: P_i = f(i)*G = sum(i^j * C_j).
#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <vector>

#include "selfcheck/error.h"
#include "selfcheck/voprf/group.h"

namespace selfcheck::voprf {

inline constexpr std::uint32_t kMaxEvaluators = 7;

/// Which key, and how it is split: `evaluation` in a manifest.
struct EvaluationKey {
  std::uint32_t n = 0;               // evaluators; they are numbered 1 to n
  std::vector<Element> commitments;  // C_0 to C_{t-1}

  /// t: as many evaluators are needed.
  [[nodiscard]] std::uint32_t threshold() const { return static_cast<std::uint32_t>(commitments.size()); }
  /// P, of K itself.
  [[nodiscard]] const Element& public_key() const { return commitments.front(); }

  friend bool operator==(const EvaluationKey&, const EvaluationKey&) = default;
};

/// That 1 <= t <= n <= 7, and that all C_j and P_1 to P_n are elements. Error: evaluation_key.
[[nodiscard]] Result<void> validate(const EvaluationKey& key);

/// P_i, of share i; P of K itself for i = 0. Nothing if it is the identity, or the key is not valid.
[[nodiscard]] std::optional<Element> share_public_key(const EvaluationKey& key, std::uint32_t index);

/// Whether 0 < secret < q and secret*G is P_i. Wipes what it leaves.
[[nodiscard]] bool is_share(const EvaluationKey& key, std::uint32_t index, const Scalar& secret);

struct Dealt {
  EvaluationKey key;
  std::vector<Scalar> shares;  // f(1) to f(n)
};
/// `coefficients`: a_1 to a_{t-1}, uniform, and other ones whenever K is split anew. Nothing if K, a coefficient or a
/// share is zero (deal again), or t or n out of range. Wipes what it leaves.
[[nodiscard]] std::optional<Dealt> deal(const Scalar& k, std::span<const Scalar> coefficients, std::uint32_t n);

/// lambda_i = prod(j / (j - i)) modulo q over the other indices j: sum(lambda_i * f(i)) = f(0). `indices` are distinct
/// and not 0, and `index` is one of them.
[[nodiscard]] Scalar lagrange(std::span<const std::uint32_t> indices, std::uint32_t index);
/// All of them, in the order of `indices`.
[[nodiscard]] std::vector<Scalar> lagrange(std::span<const std::uint32_t> indices);

/// sum(lambda_i * elements[i]): from K_i*B of `threshold` evaluators to K*B, and from their P_i to P. Nothing if one is
/// no element, or the identity comes out.
[[nodiscard]] std::optional<Element> combine(std::span<const std::uint32_t> indices, std::span<const Element> elements);

}  // namespace selfcheck::voprf
