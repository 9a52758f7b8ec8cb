#include "selfcheck/voprf/dleq.h"

#include <algorithm>
#include <array>
#include <vector>

#include "voprf/sha512.h"

namespace selfcheck::voprf {

namespace {

constexpr std::string_view kSeed{"Seed-OPRFV1-\x01-ristretto255-SHA512", 33};
static_assert(kSeed.ends_with(kContext));

// Returns the weights d_i of ComputeComposites in RFC 9497 section 2.2.1. With them all of C become one element M, and
// all of D one element Z.
std::vector<Scalar> composite_weights(const Element& public_key, std::span<const Element> c,
                                      std::span<const Element> d) {
  require(c.size() == d.size() && !c.empty() && c.size() <= UINT16_MAX);
  const auto element_size = i2osp(sizeof(Element)), seed_size = i2osp(kSha512Size);
  ByteArray<kSha512Size> seed{};
  Sha512().add({element_size, public_key, i2osp(kSeed.size()), as_bytes(kSeed)}).finish(seed);
  std::vector<Scalar> weights;
  weights.reserve(c.size());
  for (std::size_t i = 0; i < c.size(); ++i) {
    weights.push_back(
        hash_to_scalar({seed_size, seed, i2osp(i), element_size, c[i], element_size, d[i], as_bytes("Composite")}));
  }
  return weights;
}

// Returns the proof's c, which is a hash of the transcript (RFC 9497 section 2.2.1).
Scalar challenge(const Element& public_key, const Element& m, const Element& z, const Element& t2, const Element& t3) {
  const auto size = i2osp(sizeof(Element));
  return hash_to_scalar({size, public_key, size, m, size, z, size, t2, size, t3, as_bytes("Challenge")});
}

}  // namespace

std::optional<Proof> generate_proof(const Scalar& k, const Element& public_key, std::span<const Element> c,
                                    std::span<const Element> d, const Scalar& r) {
  // As in ComputeCompositesFast, Z is k*M, because every D[i] is k*C[i].
  const auto m = sum_of_products(composite_weights(public_key, c, d), c);
  if (!m) return std::nullopt;
  const auto z = multiply(k, *m), t2 = multiply_generator(r), t3 = multiply(r, *m);
  if (!z || !t2 || !t3) return std::nullopt;
  const Scalar challenged = challenge(public_key, *m, *z, *t2, *t3);
  const Scalar s = subtract(r, multiply(challenged, k));
  Proof proof{};
  std::copy(challenged.span().begin(), challenged.span().end(), proof.begin());
  std::copy(s.span().begin(), s.span().end(), proof.begin() + sizeof(Element));
  return proof;
}

bool verify_proof(const Element& public_key, std::span<const Element> c, std::span<const Element> d,
                  const Proof& proof) {
  const auto first = std::span(proof).first<32>(), second = std::span(proof).last<32>();
  if (!is_scalar(first) || !is_scalar(second)) return false;
  const std::vector<Scalar> weights = composite_weights(public_key, c, d);
  const auto m = sum_of_products(weights, c), z = sum_of_products(weights, d);
  if (!m || !z) return false;
  const std::array<Scalar, 2> s_and_c{scalar_from_bytes(second), scalar_from_bytes(first)};
  const auto of_key = sum_of_products(s_and_c, std::array{generator(), public_key});
  const auto of_batch = sum_of_products(s_and_c, std::array{*m, *z});
  if (!of_key || !of_batch) return false;
  const Scalar expected = challenge(public_key, *m, *z, *of_key, *of_batch);
  return sodium_memcmp(expected.span().data(), first.data(), first.size()) == 0;
}

}  // namespace selfcheck::voprf
