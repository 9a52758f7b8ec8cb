// How many people could have made a request, and how sure a "found" is. docs/FORMAT.md section 9.
#pragma once

#include <cstdint>
#include <vector>

#include "selfcheck/bucket_index.h"
#include "selfcheck/bytes.h"
#include "selfcheck/identifier.h"
#include "selfcheck/tag.h"

namespace selfcheck {

/// A request must be shared with this many numbers in use, whatever a manifest says.
inline constexpr std::uint64_t kMinAnonymitySet = 10'000;

/// Numbers in use that share a bucket: population / 2^bits.
[[nodiscard]] std::uint64_t anonymity_set(Kind kind, std::uint32_t bits);

/// The chance that a "found" is a coincidence, for someone picked from the population:
/// population * 2^-p / (entries + population * 2^-p).
[[nodiscard]] double coincidence_probability(Kind kind, std::uint64_t entries, std::uint32_t p);

/// The smallest p, at least 20, for which that is at most 1%: max(20, ceil(log2(99 (population - n) / n))), at most
/// kMaxP.
[[nodiscard]] std::uint32_t recommended_p(std::uint64_t population, std::uint64_t entries);

/// Counts what one sitting has told the servers. Requests about one number overlap (prefixes nest); those about
/// different numbers add up, since together they single out whoever has just that pair.
class DisclosureLog {
 public:
  /// `key` must be random: the log keeps keyed digests of identifiers, never the identifiers.
  explicit DisclosureLog(std::span<const std::uint8_t, 32> key);

  /// Bits disclosed by all requests so far.
  [[nodiscard]] std::uint32_t bits() const;
  /// Bits disclosed if `form` were now asked for in a list with `list_bits`.
  [[nodiscard]] std::uint32_t bits_after(const CanonicalForm& form, std::uint32_t list_bits) const;
  /// Whether that would leave fewer than kMinAnonymitySet numbers: offer the whole list instead.
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
  std::vector<Entry> entries_;  // one for each distinct identifier
};

}  // namespace selfcheck
