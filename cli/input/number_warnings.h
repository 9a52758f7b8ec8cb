// Warns of numbers that are all valid, and yet look as if a spreadsheet had made them.
#pragma once

#include <cstdint>
#include <vector>

#include "base/locked_memory.h"
#include "selfcheck/identifier.h"

namespace selfcheck::cli {

/// Whether the number ends in 000, as one in a thousand does by chance.
[[nodiscard]] bool ends_in_000(const CanonicalForm& form);
/// Warns on standard error, with counts, if far more numbers end in 000 than would by chance.
void warn_about_zeros(std::uint64_t ending_in_000, std::uint64_t numbers);
/// Warns if a large part of an input was there twice.
void warn_about_duplicates(std::uint64_t distinct, std::uint64_t duplicates);

/// Looks for a series: numbers most of which are one more than another number. If they are very many, it looks only at
/// those in some ranges of 1,024 numbers, which a hash chooses, so that the order in which numbers come does not
/// matter.
class SeriesFinder {
 public:
  explicit SeriesFinder(Kind kind);
  /// Takes a number's digits, read as an integer. Each number must come only once.
  void add(std::uint64_t digits);
  /// Warns on standard error, with counts, if the numbers are a series.
  void warn();

 private:
  void keep_half();

  std::uint64_t divisor_;   // division by it takes off the check digit, which is no part of a series
  std::uint64_t mask_ = 0;  // a range is looked at if its hash has none of these bits
  std::uint64_t count_ = 0;
  std::vector<std::uint64_t, LockedAllocator<std::uint64_t>> kept_;
};

}  // namespace selfcheck::cli
