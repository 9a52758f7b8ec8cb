// A number as eight bytes that sort it into its bucket.
#pragma once

#include <cstdint>

#include "selfcheck/bucket_index.h"
#include "selfcheck/identifier.h"

namespace selfcheck::cli {

/// The 16-bit bucket prefix (bucket_index.h), then 40 bits of the number's digits as the integer that they write. Every
/// kind's digits are below 10^12, which is below 2^40. In the order of keys, numbers stand bucket by bucket, however
/// many bits a list has, and that order does not depend on the input's. As secret as the number.
using NumberKey = std::uint64_t;

inline constexpr int kDigitBits = 40;

/// A number's digits, as the integer that they write. Identifies it among those of its kind.
[[nodiscard]] std::uint64_t packed_digits(const CanonicalForm& form);
[[nodiscard]] CanonicalForm unpacked_digits(Kind kind, std::uint64_t digits);

/// Leaves what it computed on the stack: made for very many (BucketPrefixes).
[[nodiscard]] NumberKey number_key(const CanonicalForm& form);
/// `key` must be is_key_of(kind).
[[nodiscard]] CanonicalForm form_of(Kind kind, NumberKey key);
/// Whether the key has no more digits than numbers of the kind. Its prefix is not looked at.
[[nodiscard]] bool is_key_of(Kind kind, NumberKey key);
[[nodiscard]] inline std::uint16_t prefix_of(NumberKey key) { return static_cast<std::uint16_t>(key >> kDigitBits); }
[[nodiscard]] inline std::uint64_t digits_of(NumberKey key) { return key & ((NumberKey{1} << kDigitBits) - 1); }

}  // namespace selfcheck::cli
