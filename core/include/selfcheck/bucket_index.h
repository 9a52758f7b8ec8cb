// Which bucket an identifier belongs to. docs/FORMAT.md section 2.
#pragma once

#include <cstdint>

#include "selfcheck/bytes.h"
#include "selfcheck/identifier.h"

namespace selfcheck {

inline constexpr std::uint32_t kMaxBits = 16;

/// The first 16 bits, big-endian, of BLAKE2b-256 with personalisation `selfcheck.bucket`, no key and a zero salt,
/// over the canonical bytes. The same for every list, on purpose: prefixes of one number nest, so that several
/// lists learn no more than the longest of them.
[[nodiscard]] std::uint16_t bucket_prefix(const CanonicalForm& form);

/// The same for very many, several times as fast: what is the same for all of them is done once. What it leaves on the
/// stack is wiped by the caller, at the end of all.
class BucketPrefixes {
 public:
  BucketPrefixes();
  [[nodiscard]] std::uint16_t of(const CanonicalForm& form) const;

 private:
  crypto_generichash_blake2b_state start_;
};

/// The first `bits` of the prefix: 0 for bits = 0. Ends the program if there are more than kMaxBits.
[[nodiscard]] inline std::uint32_t bucket_index(std::uint16_t prefix, std::uint32_t bits) {
  require(bits <= kMaxBits);
  return static_cast<std::uint32_t>(prefix) >> (kMaxBits - bits);
}

}  // namespace selfcheck
