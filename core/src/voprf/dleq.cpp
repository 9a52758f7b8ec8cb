#include "selfcheck/voprf/dleq.h"

#include <algorithm>

#include "voprf/sha512.h"

namespace selfcheck::voprf {

namespace {

constexpr std::string_view kSeed{"Seed-OPRFV1-\x01-ristretto255-SHA512", 33};
static_assert(kSeed.ends_with(kContext));

// RFC 9497 section 2.2.1, ComputeComposites: one pair of elements for all pairs of a batch.
class Composites {
 public:
  Composites(const Element& public_key, std::span<const Element> c, std::span<const Element> d) : c_(c), d_(d) {
    require(c.size() == d.size() && !c.empty() && c.size() <= UINT16_MAX);
    Sha512()
        .add_length(public_key.size())
        .add(ByteSpan(public_key))
        .add_length(kSeed.size())
        .add(as_bytes(kSeed))
        .finish(seed_);
  }

  // M, of C; or Z, of D. Nothing if one is no element.
  [[nodiscard]] std::optional<Element> of(std::span<const Element> elements) const {
    Element sum{};
    for (std::size_t i = 0; i < elements.size(); ++i) {
      const auto product = multiply(weight(i), elements[i]);
      if (!product) return std::nullopt;
      const auto next = add(sum, *product);
      if (!next) return std::nullopt;
      sum = *next;
    }
    return sum;
  }

 private:
  // d_i
  [[nodiscard]] Scalar weight(std::size_t i) const {
    const auto index = i2osp(i), seed_size = i2osp(seed_.size()), element_size = i2osp(sizeof(Element));
    return hash_to_scalar({seed_size, seed_, index, element_size, c_[i], element_size, d_[i], as_bytes("Composite")});
  }

  std::span<const Element> c_;
  std::span<const Element> d_;
  ByteArray<kSha512Size> seed_{};
};

// RFC 9497 section 2.2.1: c, from the transcript.
Scalar challenge(const Element& public_key, const Element& m, const Element& z, const Element& t2, const Element& t3) {
  const auto size = i2osp(sizeof(Element));
  return hash_to_scalar({size, public_key, size, m, size, z, size, t2, size, t3, as_bytes("Challenge")});
}

}  // namespace

std::optional<Proof> generate_proof(const Scalar& k, const Element& public_key, std::span<const Element> c,
                                    std::span<const Element> d, const Scalar& r) {
  // ComputeCompositesFast: Z from M, as all of D are C's with k.
  const auto m = Composites(public_key, c, d).of(c);
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
  const Scalar challenged = scalar_from_bytes(first), s = scalar_from_bytes(second);
  const Composites composites(public_key, c, d);
  const auto m = composites.of(c), z = composites.of(d);
  if (!m || !z) return false;
  const auto commitment = [&](const Element& base, const Element& times_k) -> std::optional<Element> {
    const auto a = multiply(s, base), b = multiply(challenged, times_k);
    return a && b ? add(*a, *b) : std::nullopt;
  };
  const auto of_key = commitment(generator(), public_key), of_batch = commitment(*m, *z);
  if (!of_key || !of_batch) return false;
  const Scalar expected = challenge(public_key, *m, *z, *of_key, *of_batch);
  return sodium_memcmp(expected.span().data(), first.data(), first.size()) == 0;
}

}  // namespace selfcheck::voprf
