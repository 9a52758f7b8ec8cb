// Numbers that are all valid, and yet look as if a spreadsheet had made them.
#pragma once

#include <cstdint>

#include "number_set.h"

namespace selfcheck::cli {

/// Warns on standard error, with counts, where a large part of an input was there twice, ends in zeros far more often
/// than by chance, or is a series. `numbers` are merged; `duplicates` is what that dropped.
void warn_about(const NumberSet& numbers, std::uint64_t duplicates);

}  // namespace selfcheck::cli
