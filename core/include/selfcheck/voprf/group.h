// ristretto255 (RFC 9496), as the prime-order group of RFC 9497's ciphersuite `ristretto255-SHA512` (section 4.1), on
// libsodium's functions. q is its order, G its generator.
#pragma once

#include <cstdint>
#include <optional>
#include <span>

#include "selfcheck/bytes.h"

namespace selfcheck::voprf {

/// An element's 32 bytes: SerializeElement of RFC 9497 section 4.1. Functions that take one refuse what is none.
using Element = ByteArray<32>;
/// An integer below q, 32 bytes little-endian: SerializeScalar of RFC 9497 section 4.1.
using Scalar = SecretBytes<32>;
/// 64 bytes, uniform, from which a scalar is made.
using Uniform = std::span<const std::uint8_t, 64>;

/// RFC 9497 section 2.1, DeserializeElement, with the check of section 5.1: canonical, and not the identity.
[[nodiscard]] bool is_element(const Element& element);
/// RFC 9497 section 2.1, DeserializeScalar: below q.
[[nodiscard]] bool is_scalar(std::span<const std::uint8_t, 32> bytes);
[[nodiscard]] bool is_zero(const Scalar& scalar);

/// `uniform`, little-endian, modulo q (RFC 9497 section 4.7.2): each scalar as likely as any other, zero included.
[[nodiscard]] Scalar scalar_from_uniform(Uniform uniform);
[[nodiscard]] Scalar scalar_from_integer(std::uint32_t value);
/// Of bytes that is_scalar() accepts.
[[nodiscard]] Scalar scalar_from_bytes(std::span<const std::uint8_t, 32> bytes);

[[nodiscard]] Scalar add(const Scalar& a, const Scalar& b);
[[nodiscard]] Scalar subtract(const Scalar& a, const Scalar& b);
[[nodiscard]] Scalar multiply(const Scalar& a, const Scalar& b);
/// RFC 9497 section 2.1, ScalarInverse, of a scalar that is not zero.
[[nodiscard]] Scalar inverse(const Scalar& scalar);

/// G.
[[nodiscard]] const Element& generator();
/// a + b; the identity, 32 zero bytes, may be among them and may come out. Nothing if one is no element.
[[nodiscard]] std::optional<Element> add(const Element& a, const Element& b);
/// scalar * element, in a time that depends on neither. Nothing if the element is none, or the product the identity.
[[nodiscard]] std::optional<Element> multiply(const Scalar& scalar, const Element& element);
/// scalar * G, faster, from a table of 30 KB: not for the engine in browsers.
[[nodiscard]] std::optional<Element> multiply_generator(const Scalar& scalar);
/// sum(scalars[i] * elements[i]), of as many. Nothing if there are none, an element is none, or a product or the sum is
/// the identity.
[[nodiscard]] std::optional<Element> sum_of_products(std::span<const Scalar> scalars,
                                                     std::span<const Element> elements);

}  // namespace selfcheck::voprf
