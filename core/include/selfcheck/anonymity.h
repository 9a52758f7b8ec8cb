// How many people could have made a request, and how sure a "found" is. docs/FORMAT.md section 9.
#pragma once

#include <cstdint>
#include <vector>

#include "selfcheck/bucket_index.h"
#include "selfcheck/bytes.h"
#include "selfcheck/identifier.h"
#include "selfcheck/tag.h"

namespace selfcheck {

/// A request must fit at least this many numbers in use, whatever a manifest says.
inline constexpr std::uint64_t kMinAnonymitySet = 10'000;

/// Returns how many numbers in use share a bucket: population / 2^bits.
[[nodiscard]] std::uint64_t anonymity_set(Kind kind, std::uint32_t bits);

/// Returns the chance that a "found" is a coincidence, for someone picked from the population:
/// population * 2^-p / (entries + population * 2^-p).
[[nodiscard]] double coincidence_probability(Kind kind, std::uint64_t entries, std::uint32_t p);

/// Returns the smallest p for which at most 1% of the "found"s are coincidences: max(20, ceil(log2(99 (population - n)
/// / n))) for n entries, and at most kMaxP.
[[nodiscard]] std::uint32_t recommended_p(std::uint64_t population, std::uint64_t entries);

/// Counts the bits that one sitting has told the servers. Requests about one number overlap, because its prefixes nest.
/// Requests about different numbers add up, because together they single out whoever has just those numbers.
class DisclosureLog {
 public:
  /// `key` must be random: the log keeps keyed digests of identifiers, never the identifiers.
  explicit DisclosureLog(std::span<const std::uint8_t, 32> key);

  /// Returns how many bits all requests so far have disclosed.
  [[nodiscard]] std::uint32_t bits() const;
  /// Returns how many bits would be disclosed in all if `form` were now asked for in a list with `list_bits`.
  [[nodiscard]] std::uint32_t bits_after(const CanonicalForm& form, std::uint32_t list_bits) const;
  /// Returns whether asking for `form` in a list with `list_bits` would leave fewer than kMinAnonymitySet numbers. The
  /// client then offers to fetch the whole list instead.
  [[nodiscard]] bool would_stand_out(const CanonicalForm& form, std::uint32_t list_bits) const;
  void record(const CanonicalForm& form, std::uint32_t list_bits);

 private:
  struct Entry {
    ByteArray<16> digest;
    Kind kind;
    std::uint32_t bits;
  };
  [[nodiscard]] ByteArray<16> digest(const CanonicalForm& form) const;
  [[nodiscard]] const Entry* find(const CanonicalForm& form) const;

  SecretBytes<32> key_;
  std::vector<Entry> entries_;  // One entry for each distinct identifier.
};

}  // namespace selfcheck
