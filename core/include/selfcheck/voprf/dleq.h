// A proof that two discrete logarithms are equal. It shows that whoever evaluated used the key whose public part is
// known (RFC 9497 section 2.2). One proof covers a whole batch.
#pragma once

#include <optional>
#include <span>

#include "selfcheck/voprf/group.h"

namespace selfcheck::voprf {

/// The two scalars c || s of a proof.
using Proof = ByteArray<64>;

/// Returns a proof that B = k*G and that D[i] = k*C[i] for all i: GenerateProof of RFC 9497 section 2.2.1, with A = G.
/// `public_key` is B. `r` is the proof's nonce, which must never serve two questions (proof_nonce.h). C and D must have
/// the same length, from 1 to 65,535; else the program ends. Returns nothing if one of C is no element,
/// or if k or r is zero.
[[nodiscard]] std::optional<Proof> generate_proof(const Scalar& k, const Element& public_key,
                                                  std::span<const Element> c, std::span<const Element> d,
                                                  const Scalar& r);

/// Returns whether the proof holds: VerifyProof of RFC 9497 section 2.2.2, with A = G. It is false also if B or one of
/// C and D is no element, or if c or s is not below q.
[[nodiscard]] bool verify_proof(const Element& public_key, std::span<const Element> c, std::span<const Element> d,
                                const Proof& proof);

}  // namespace selfcheck::voprf
