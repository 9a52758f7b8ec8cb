// Which bucket an identifier belongs to. docs/FORMAT.md section 2.
#pragma once

#include <cstdint>

#include "selfcheck/bytes.h"
#include "selfcheck/identifier.h"

namespace selfcheck {

inline constexpr std::uint32_t kMaxBits = 16;

/// Returns the first 16 bits, big-endian, of BLAKE2b-256 with personalisation `selfcheck.bucket`, no key and a zero
/// salt, over the canonical bytes. It is the same for every list on purpose: the prefixes of one number nest, so that
/// several lists together learn no more than the longest prefix.
[[nodiscard]] std::uint16_t bucket_prefix(const CanonicalForm& form);

/// Computes bucket_prefix() for very many identifiers, several times as fast, because it does once what is the same for
/// all of them. It leaves traces of the identifiers on the stack, which the caller wipes after the last one.
class BucketPrefixes {
 public:
  BucketPrefixes();
  [[nodiscard]] std::uint16_t of(const CanonicalForm& form) const;

 private:
  crypto_generichash_blake2b_state start_;
};

/// Returns the first `bits` bits of the prefix, which is 0 for bits = 0. Ends the program if `bits` is above kMaxBits.
[[nodiscard]] inline std::uint32_t bucket_index(std::uint16_t prefix, std::uint32_t bits) {
  require(bits <= kMaxBits);
  return static_cast<std::uint32_t>(prefix) >> (kMaxBits - bits);
}

}  // namespace selfcheck
