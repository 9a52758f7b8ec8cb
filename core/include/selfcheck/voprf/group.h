// ristretto255 (RFC 9496), the prime-order group of RFC 9497's ciphersuite `ristretto255-SHA512` (section 4.1), by
// means of libsodium's functions. q is the group's order, and G its generator.
#pragma once

#include <cstdint>
#include <optional>
#include <span>

#include "selfcheck/bytes.h"

namespace selfcheck::voprf {

/// The 32 bytes of an element, as SerializeElement of RFC 9497 section 4.1 writes it. Functions that take an element
/// refuse bytes that are none.
using Element = ByteArray<32>;
/// An integer below q in 32 bytes, little-endian, as SerializeScalar of RFC 9497 section 4.1 writes it.
using Scalar = SecretBytes<32>;
/// 64 uniform bytes, from which a scalar is made.
using Uniform = std::span<const std::uint8_t, 64>;

/// Returns whether the bytes are the canonical encoding of an element that is not the identity: DeserializeElement of
/// RFC 9497 section 2.1, with the check of section 5.1.
[[nodiscard]] bool is_element(const Element& element);
/// Returns whether the bytes are a number below q: DeserializeScalar of RFC 9497 section 2.1.
[[nodiscard]] bool is_scalar(std::span<const std::uint8_t, 32> bytes);
[[nodiscard]] bool is_zero(const Scalar& scalar);

/// Returns the little-endian number `uniform` modulo q (RFC 9497 section 4.7.2). Each scalar is as likely as any other,
/// zero included.
[[nodiscard]] Scalar scalar_from_uniform(Uniform uniform);
[[nodiscard]] Scalar scalar_from_integer(std::uint32_t value);
/// Takes only bytes that is_scalar() accepts.
[[nodiscard]] Scalar scalar_from_bytes(std::span<const std::uint8_t, 32> bytes);

[[nodiscard]] Scalar add(const Scalar& a, const Scalar& b);
[[nodiscard]] Scalar subtract(const Scalar& a, const Scalar& b);
[[nodiscard]] Scalar multiply(const Scalar& a, const Scalar& b);
/// Returns the inverse modulo q: ScalarInverse of RFC 9497 section 2.1. Ends the program if the scalar is zero.
[[nodiscard]] Scalar inverse(const Scalar& scalar);

/// Returns G.
[[nodiscard]] const Element& generator();
/// Returns a + b. Each of the three may be the identity, which is 32 zero bytes. Returns nothing if a or b is neither
/// an element nor the identity.
[[nodiscard]] std::optional<Element> add(const Element& a, const Element& b);
/// Returns scalar * element, in a time that depends on neither. Returns nothing if `element` is no element, or if the
/// product is the identity.
[[nodiscard]] std::optional<Element> multiply(const Scalar& scalar, const Element& element);
/// Returns scalar * G, or nothing if the scalar is zero. This is faster than multiply(), but its table of 30 KB is too
/// large for the engine in browsers.
[[nodiscard]] std::optional<Element> multiply_generator(const Scalar& scalar);
/// Returns sum(scalars[i] * elements[i]). There must be as many scalars as elements; else the program ends. Returns
/// nothing if there are none, if one of `elements` is no element, or if a product or the sum is the identity.
[[nodiscard]] std::optional<Element> sum_of_products(std::span<const Scalar> scalars,
                                                     std::span<const Element> elements);

}  // namespace selfcheck::voprf
