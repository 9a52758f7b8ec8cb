#include "selfcheck/voprf/shares.h"

#include <algorithm>

#include "stack_wiper.h"

namespace selfcheck::voprf {

namespace {

bool is_in_range(std::uint32_t threshold, std::uint32_t n) {
  return threshold >= 1 && threshold <= n && n <= kMaxEvaluators;
}

// q - 1, which is -1 modulo q.
constexpr ByteArray<32> kMinusOne{0xec, 0xd3, 0xf5, 0x5c, 0x1a, 0x63, 0x12, 0x58, 0xd6, 0x9c, 0xf7,
                                  0xa2, 0xde, 0xf9, 0xde, 0x14, 0,    0,    0,    0,    0,    0,
                                  0,    0,    0,    0,    0,    0,    0,    0,    0,    0x10};

// Returns f(z), computed from the highest coefficient down (Horner's method).
Scalar value_at(const Scalar& k, std::span<const Scalar> coefficients, std::uint32_t z) {
  const Scalar at = scalar_from_integer(z);
  Scalar value;
  for (auto coefficient = coefficients.rbegin(); coefficient != coefficients.rend(); ++coefficient) {
    value = multiply(add(value, *coefficient), at);
  }
  return add(value, k);
}

}  // namespace

Result<void> validate(const EvaluationKey& key) {
  const bool in_range = is_in_range(key.threshold(), key.n);
  if (!in_range || !std::all_of(key.commitments.begin(), key.commitments.end(), is_element)) {
    return fail(ErrorCode::evaluation_key, "evaluation");
  }
  for (std::uint32_t i = 1; i <= key.n; ++i) {
    if (!share_public_key(key, i)) return fail(ErrorCode::evaluation_key, "evaluation");
  }
  return {};
}

std::optional<Element> share_public_key(const EvaluationKey& key, std::uint32_t index) {
  if (!is_in_range(key.threshold(), key.n) || index > key.n) return std::nullopt;
  Element sum = key.public_key();
  std::uint32_t power = 1;  // index^j, which is at most 7^6.
  for (std::size_t j = 1; j < key.commitments.size() && index != 0; ++j) {
    power *= index;
    const auto term = multiply(scalar_from_integer(power), key.commitments[j]);
    if (!term) return std::nullopt;
    const auto next = add(sum, *term);
    if (!next) return std::nullopt;
    sum = *next;
  }
  if (!is_element(sum)) return std::nullopt;
  return sum;
}

bool is_share(const EvaluationKey& key, std::uint32_t index, const Scalar& secret) {
  const StackWiper wiper;
  if (!is_scalar(secret.span())) return false;
  const auto expected = share_public_key(key, index), actual = multiply_generator(secret);  // There is none for zero.
  return expected && actual && *expected == *actual;
}

std::optional<Dealt> deal(const Scalar& k, std::span<const Scalar> coefficients, std::uint32_t n) {
  if (!is_in_range(static_cast<std::uint32_t>(coefficients.size()) + 1, n)) return std::nullopt;
  const StackWiper wiper;
  Dealt dealt;
  dealt.key.n = n;
  const auto commit = [&](const Scalar& secret) {
    const auto commitment = multiply_generator(secret);
    if (commitment) dealt.key.commitments.push_back(*commitment);
    return commitment.has_value();
  };
  if (!commit(k)) return std::nullopt;
  for (const Scalar& coefficient : coefficients) {
    if (!commit(coefficient)) return std::nullopt;
  }
  for (std::uint32_t i = 1; i <= n; ++i) {
    dealt.shares.push_back(value_at(k, coefficients, i));
    if (!is_share(dealt.key, i, dealt.shares.back())) return std::nullopt;
  }
  return dealt;
}

Scalar lagrange(std::span<const std::uint32_t> indices, std::uint32_t index) {
  Scalar numerator = scalar_from_integer(1), denominator = scalar_from_integer(1);
  for (const std::uint32_t other : indices) {
    if (other == index) continue;
    numerator = multiply(numerator, scalar_from_integer(other));
    denominator = multiply(denominator, scalar_from_integer(other > index ? other - index : index - other));
    // Multiplying by -1 takes less code than subtracting scalars, which nothing else in the browsers' engine does.
    if (other < index) numerator = multiply(numerator, scalar_from_bytes(kMinusOne));
  }
  return multiply(numerator, inverse(denominator));
}

std::vector<Scalar> lagrange(std::span<const std::uint32_t> indices) {
  std::vector<Scalar> weights;
  weights.reserve(indices.size());
  for (const std::uint32_t index : indices) weights.push_back(lagrange(indices, index));
  return weights;
}

std::optional<Element> combine(std::span<const std::uint32_t> indices, std::span<const Element> elements) {
  return sum_of_products(lagrange(indices), elements);
}

}  // namespace selfcheck::voprf
