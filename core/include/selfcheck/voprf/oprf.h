// The verifiable oblivious pseudorandom function of RFC 9497, ristretto255-SHA512, mode 0x01. These are its functions
// of sections 3.3.1 and 3.3.2; the proofs are in dleq.h, and what goes over the wire in evaluator.h.
#pragma once

#include <optional>

#include "selfcheck/voprf/group.h"

namespace selfcheck::voprf {

/// y, which is SHA-512's 64 bytes. The y of an identifier is as secret as the identifier.
using Output = SecretBytes<64>;

/// Returns blind * HashToGroup(input): Blind of RFC 9497 section 3.3.1. With a uniform `blind` it is uniform, and tells
/// nothing about the input. Returns nothing if `blind` is zero.
[[nodiscard]] std::optional<Element> blind(ByteSpan input, const Scalar& blind);

/// Returns key * blinded: the first step of BlindEvaluate of RFC 9497 section 3.3.2. Returns nothing if `blinded` is no
/// element, or if `key` is zero.
[[nodiscard]] std::optional<Element> blind_evaluate(const Scalar& key, const Element& blinded);

/// Returns blind^-1 * evaluated: the first step of Finalize of RFC 9497 section 3.3.1. Returns nothing if `evaluated`
/// is no element, or if `blind` is zero.
[[nodiscard]] std::optional<Element> unblind(const Scalar& blind, const Element& evaluated);

/// Returns SHA-512(I2OSP(len(input), 2) || input || I2OSP(32, 2) || unblinded || `Finalize`): the hash in Finalize of
/// RFC 9497 section 3.3.1.
[[nodiscard]] Output finalize(ByteSpan input, const Element& unblinded);

/// Puts what finalize() returns into `y`, computes it once more, and returns false if the two differ. No equation can
/// check a hash, so only a second computation shows a mistake. It is compared with what lies in `y`; a caller that
/// moves it elsewhere afterwards could move it wrongly.
[[nodiscard]] bool finalize_twice(ByteSpan input, const Element& unblinded, Output& y);

/// Returns the y that a client would get if it asked whoever has `key`: Evaluate of RFC 9497 section 3.3.1. It undoes
/// its own product to check it, and computes the hash twice. Returns nothing if `key` is zero, or if this machine has
/// computed wrongly. Wipes the secrets that it leaves on the stack.
[[nodiscard]] std::optional<Output> evaluate(const Scalar& key, ByteSpan input);

}  // namespace selfcheck::voprf
