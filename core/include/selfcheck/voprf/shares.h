// A key K that is split into shares, any `threshold` of which can evaluate together (Shamir, "How to share a secret",
// 1979; Feldman's commitments, 1987; threshold evaluation as in TOPPSS, 2017). docs/FORMAT.md, "Keyed lists".
//
// f(z) = K + a_1 z + ... + a_{t-1} z^{t-1} modulo q, and share i is f(i). The commitments C_0 = K*G and C_j = a_j*G are
// public. Everybody can compute from them the P_i that share i must fit: P_i = f(i)*G = sum(i^j * C_j).
#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <vector>

#include "selfcheck/error.h"
#include "selfcheck/voprf/group.h"

namespace selfcheck::voprf {

inline constexpr std::uint32_t kMaxEvaluators = 7;

/// The public part of a key, and how the key is split. It is `evaluation` in a manifest.
struct EvaluationKey {
  std::uint32_t n = 0;               // How many evaluators there are; they are numbered 1 to n.
  std::vector<Element> commitments;  // C_0 to C_{t-1}.

  /// Returns t, which is how many evaluators are needed.
  [[nodiscard]] std::uint32_t threshold() const { return static_cast<std::uint32_t>(commitments.size()); }
  /// Returns P, the public part of K itself.
  [[nodiscard]] const Element& public_key() const { return commitments.front(); }

  friend bool operator==(const EvaluationKey&, const EvaluationKey&) = default;
};

/// Checks that 1 <= t <= n <= 7, and that all C_j and P_1 to P_n are elements. Error: evaluation_key.
[[nodiscard]] Result<void> validate(const EvaluationKey& key);

/// Returns P_i, the public part of share i. For i = 0 this is P, the public part of K itself. Returns nothing if it is
/// the identity, if i is above n, or if the key is not valid.
[[nodiscard]] std::optional<Element> share_public_key(const EvaluationKey& key, std::uint32_t index);

/// Returns whether 0 < secret < q and secret*G is P_i. Wipes the secrets that it leaves on the stack.
[[nodiscard]] bool is_share(const EvaluationKey& key, std::uint32_t index, const Scalar& secret);

struct Dealt {
  EvaluationKey key;
  std::vector<Scalar> shares;  // f(1) to f(n).
};
/// Splits K. `coefficients` are a_1 to a_{t-1}; they must be uniform, and fresh whenever K is split anew. Returns
/// nothing if K, a coefficient or a share is zero, in which case the caller deals again, or if t or n is out of range.
/// Wipes the secrets that it leaves on the stack.
[[nodiscard]] std::optional<Dealt> deal(const Scalar& k, std::span<const Scalar> coefficients, std::uint32_t n);

/// Returns lambda_i = prod(j / (j - i)) modulo q, where i is `index` and j goes over the other indices. With these
/// weights, sum(lambda_i * f(i)) = f(0). `indices` must be distinct and not 0, and `index` must be one of them.
[[nodiscard]] Scalar lagrange(std::span<const std::uint32_t> indices, std::uint32_t index);
/// Returns lambda_i for every index, in the order of `indices`.
[[nodiscard]] std::vector<Scalar> lagrange(std::span<const std::uint32_t> indices);

/// Returns sum(lambda_i * elements[i]), which makes K*B of the K_i*B of `threshold` evaluators, and P of their P_i.
/// Returns nothing if one of `elements` is no element, or if the identity comes out.
[[nodiscard]] std::optional<Element> combine(std::span<const std::uint32_t> indices, std::span<const Element> elements);

}  // namespace selfcheck::voprf
