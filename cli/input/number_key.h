// Packs a number into eight bytes, so that sorting these bytes puts numbers in the order of their buckets.
#pragma once

#include <cstdint>

#include "selfcheck/bucket_index.h"
#include "selfcheck/identifier.h"

namespace selfcheck::cli {

/// From the top: 8 bits of zeros, the 16-bit bucket prefix (bucket_index.h), and 40 bits with the number's digits, read
/// as an integer. Every kind's digits are below 10^12, which is below 2^40. In the order of keys, numbers stand bucket
/// by bucket, however many bits a list's bucket index has, and the input's order has no influence. A key is as secret
/// as its number.
using NumberKey = std::uint64_t;

inline constexpr int kDigitBits = 40;

/// Returns a number's digits, read as an integer, which identifies it among the numbers of its kind.
[[nodiscard]] std::uint64_t packed_digits(const CanonicalForm& form);
[[nodiscard]] CanonicalForm unpacked_digits(Kind kind, std::uint64_t digits);

/// Leaves traces of the number on the stack, since it is called for very many (BucketPrefixes): the caller wipes them
/// once at the end.
[[nodiscard]] NumberKey number_key(const CanonicalForm& form);
/// `key` must be one for which is_key_of(kind, key) is true.
[[nodiscard]] CanonicalForm form_of(Kind kind, NumberKey key);
/// Returns whether the key has no more digits than numbers of the kind. The prefix is not looked at.
[[nodiscard]] bool is_key_of(Kind kind, NumberKey key);
[[nodiscard]] inline std::uint16_t prefix_of(NumberKey key) { return static_cast<std::uint16_t>(key >> kDigitBits); }
[[nodiscard]] inline std::uint64_t digits_of(NumberKey key) { return key & ((NumberKey{1} << kDigitBits) - 1); }

}  // namespace selfcheck::cli
