// A proof that two discrete logarithms are equal: that whoever evaluated used the key whose public part is known (RFC
// 9497 section 2.2). Batches are proven by one proof.
#pragma once

#include <optional>
#include <span>

#include "selfcheck/voprf/group.h"

namespace selfcheck::voprf {

/// c || s, two scalars.
using Proof = ByteArray<64>;

/// RFC 9497 section 2.2.1, GenerateProof with A = G: that B = k*G and, for all i, D[i] = k*C[i]. `public_key`: B.
/// `r`: the proof's nonce; never the same for two questions (proof_nonce.h). C and D have the same length, 1 to 65,535.
/// Nothing if one of them is no element.
[[nodiscard]] std::optional<Proof> generate_proof(const Scalar& k, const Element& public_key,
                                                  std::span<const Element> c, std::span<const Element> d,
                                                  const Scalar& r);

/// RFC 9497 section 2.2.2, VerifyProof with A = G. False also if one of them is no element, or c or s is not below q.
[[nodiscard]] bool verify_proof(const Element& public_key, std::span<const Element> c, std::span<const Element> d,
                                const Proof& proof);

}  // namespace selfcheck::voprf
