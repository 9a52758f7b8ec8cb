// Numbers that are all valid, and yet look as if a spreadsheet had made them.
#pragma once

#include <cstdint>

#include "input/number_set.h"
#include "selfcheck/identifier.h"

namespace selfcheck::cli {

/// Whether it ends in 000, as one in a thousand does by chance.
[[nodiscard]] bool ends_in_000(const CanonicalForm& form);
/// Warns on standard error, with counts, where that is far more often so than by chance.
void warn_about_zeros(std::uint64_t ending_in_000, std::uint64_t numbers);
/// Warns where a large part of an input was there twice, or is a series. `numbers` are merged; `duplicates` is what
/// that dropped.
void warn_about(const NumberSet& numbers, std::uint64_t duplicates);

}  // namespace selfcheck::cli
