// The verifiable oblivious pseudorandom function of RFC 9497, ristretto255-SHA512, mode 0x01: its functions of section
// 3.3.2, but for the proofs (dleq.h) and for the wire (evaluator.h).
#pragma once

#include <optional>

#include "selfcheck/voprf/group.h"

namespace selfcheck::voprf {

/// y: SHA-512's 64 bytes. Of an identifier, as secret as the identifier.
using Output = SecretBytes<64>;

/// RFC 9497 section 3.3.1, Blind: blind * HashToGroup(input). Nothing if `blind` is zero. It is uniform, and tells
/// nothing about the input.
[[nodiscard]] std::optional<Element> blind(ByteSpan input, const Scalar& blind);

/// RFC 9497 section 3.3.2, the first step of BlindEvaluate: key * blinded. Nothing if `blinded` is no element.
[[nodiscard]] std::optional<Element> blind_evaluate(const Scalar& key, const Element& blinded);

/// RFC 9497 section 3.3.1, the first step of Finalize: blind^-1 * evaluated. Nothing if `evaluated` is no element, or
/// `blind` zero.
[[nodiscard]] std::optional<Element> unblind(const Scalar& blind, const Element& evaluated);

/// RFC 9497 section 3.3.1, the hash in Finalize: SHA-512(I2OSP(len(input), 2) || input || I2OSP(32, 2) || unblinded ||
/// `Finalize`).
[[nodiscard]] Output finalize(ByteSpan input, const Element& unblinded);

/// finalize(), into `y`, and once more. False if the two differ: no equation holds a hash to what it should be. What is
/// compared is what lies in `y` then: whoever moves it afterwards can move it wrongly.
[[nodiscard]] bool finalize_twice(ByteSpan input, const Element& unblinded, Output& y);

/// RFC 9497 section 3.3.1, Evaluate: what finalize() gives to a client that asked whoever has `key`. Nothing if `key`
/// is zero, or this machine has computed wrongly: it undoes what it has done, and compares. Wipes what it leaves.
[[nodiscard]] std::optional<Output> evaluate(const Scalar& key, ByteSpan input);

}  // namespace selfcheck::voprf
