#include "selfcheck/voprf/group.h"

#include <algorithm>

namespace selfcheck::voprf {

namespace {

// libsodium 1.0.18 ignores the highest bit of an encoding, so that every element would have two encodings. RFC 9496
// section 4.3.1 allows only one.
bool has_highest_bit(const Element& element) { return (element.back() & 0x80) != 0; }

}  // namespace

bool is_element(const Element& element) {
  // libsodium accepts the identity, whose bytes are all zero.
  return !has_highest_bit(element) && crypto_core_ristretto255_is_valid_point(element.data()) == 1 &&
         sodium_is_zero(element.data(), element.size()) == 0;
}

bool is_scalar(std::span<const std::uint8_t, 32> bytes) {
  // A number below q is one that reduction modulo q leaves as it is. libsodium has no other test for it, and its
  // multiplication drops the highest bit.
  SecretBytes<64> wide;
  std::copy(bytes.begin(), bytes.end(), wide.mutable_span().begin());
  const Scalar reduced = scalar_from_uniform(wide.span());
  return sodium_memcmp(reduced.span().data(), bytes.data(), bytes.size()) == 0;
}

bool is_zero(const Scalar& scalar) { return sodium_is_zero(scalar.span().data(), scalar.span().size()) == 1; }

Scalar scalar_from_uniform(Uniform uniform) {
  Scalar scalar;
  crypto_core_ristretto255_scalar_reduce(scalar.mutable_span().data(), uniform.data());
  return scalar;
}

Scalar scalar_from_integer(std::uint32_t value) {
  Scalar scalar;
  for (std::size_t i = 0; i < sizeof(value); ++i)
    scalar.mutable_span()[i] = static_cast<std::uint8_t>(value >> (8 * i));
  return scalar;
}

Scalar scalar_from_bytes(std::span<const std::uint8_t, 32> bytes) {
  Scalar scalar;
  std::copy(bytes.begin(), bytes.end(), scalar.mutable_span().begin());
  return scalar;
}

Scalar add(const Scalar& a, const Scalar& b) {
  Scalar sum;
  crypto_core_ristretto255_scalar_add(sum.mutable_span().data(), a.span().data(), b.span().data());
  return sum;
}

Scalar subtract(const Scalar& a, const Scalar& b) {
  Scalar difference;
  crypto_core_ristretto255_scalar_sub(difference.mutable_span().data(), a.span().data(), b.span().data());
  return difference;
}

Scalar multiply(const Scalar& a, const Scalar& b) {
  Scalar product;
  crypto_core_ristretto255_scalar_mul(product.mutable_span().data(), a.span().data(), b.span().data());
  return product;
}

Scalar inverse(const Scalar& scalar) {
  Scalar inverse;
  require(crypto_core_ristretto255_scalar_invert(inverse.mutable_span().data(), scalar.span().data()) == 0);
  return inverse;
}

const Element& generator() {
  static constexpr Element kGenerator{0xe2, 0xf2, 0xae, 0x0a, 0x6a, 0xbc, 0x4e, 0x71, 0xa8, 0x84, 0xa9,
                                      0x61, 0xc5, 0x00, 0x51, 0x5f, 0x58, 0xe3, 0x0b, 0x6a, 0xa5, 0x82,
                                      0xdd, 0x8d, 0xb6, 0xa6, 0x59, 0x45, 0xe0, 0x8d, 0x2d, 0x76};
  return kGenerator;
}

std::optional<Element> add(const Element& a, const Element& b) {
  Element sum{};
  if (has_highest_bit(a) || has_highest_bit(b)) return std::nullopt;
  if (crypto_core_ristretto255_add(sum.data(), a.data(), b.data()) != 0) return std::nullopt;
  return sum;
}

std::optional<Element> multiply(const Scalar& scalar, const Element& element) {
  Element product{};
  if (has_highest_bit(element)) return std::nullopt;
  if (crypto_scalarmult_ristretto255(product.data(), scalar.span().data(), element.data()) != 0) return std::nullopt;
  return product;
}

std::optional<Element> multiply_generator(const Scalar& scalar) {
  Element product{};
  if (crypto_scalarmult_ristretto255_base(product.data(), scalar.span().data()) != 0) return std::nullopt;
  return product;
}

std::optional<Element> sum_of_products(std::span<const Scalar> scalars, std::span<const Element> elements) {
  require(scalars.size() == elements.size());
  std::optional<Element> sum;
  for (std::size_t i = 0; i < scalars.size(); ++i) {
    const auto product = multiply(scalars[i], elements[i]);
    if (!product) return std::nullopt;
    sum = sum ? add(*sum, *product) : product;
    if (!sum) return std::nullopt;
  }
  if (!sum || sodium_is_zero(sum->data(), sum->size()) == 1) return std::nullopt;
  return sum;
}

}  // namespace selfcheck::voprf
