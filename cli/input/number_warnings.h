// Numbers that are all valid, and yet look as if a spreadsheet had made them.
#pragma once

#include <cstdint>
#include <vector>

#include "base/locked_memory.h"
#include "selfcheck/identifier.h"

namespace selfcheck::cli {

/// Whether it ends in 000, as one in a thousand does by chance.
[[nodiscard]] bool ends_in_000(const CanonicalForm& form);
/// Warns on standard error, with counts, where that is far more often so than by chance.
void warn_about_zeros(std::uint64_t ending_in_000, std::uint64_t numbers);
/// Warns where a large part of an input was there twice.
void warn_about_duplicates(std::uint64_t distinct, std::uint64_t duplicates);

/// Looks for a series: numbers most of which are one more than another. Of very many it looks at those in some
/// thousand-number ranges, chosen by a hash, so that the order in which they come does not matter.
class SeriesFinder {
 public:
  explicit SeriesFinder(Kind kind);
  /// A number's digits, as the integer that they write. Each number once.
  void add(std::uint64_t digits);
  /// Warns on standard error, with counts, if it is one.
  void warn();

 private:
  void keep_half();

  std::uint64_t divisor_;   // takes away the check digit, which is no part of a series
  std::uint64_t mask_ = 0;  // a range is looked at if its hash has none of these bits
  std::uint64_t count_ = 0;
  std::vector<std::uint64_t, LockedAllocator<std::uint64_t>> kept_;
};

}  // namespace selfcheck::cli
