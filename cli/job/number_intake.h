// Reads numbers and sorts them, however many they are, in the same amount of memory.
#pragma once

#include "input/intake.h"
#include "job/number_sorter.h"

namespace selfcheck::cli {

/// Adds every number of the input to `sorter`, and shows what was rejected and repaired. Throws a Failure.
IntakeCounts read_into(NumberSorter& sorter, Kind kind, const InputOptions& input, const RejectOptions& rejects);

/// Sorts what read_into has added, passes every number once to `take`, and warns if the numbers look as if a
/// spreadsheet had made them (number_warnings.h). Returns how many distinct numbers there are. Throws a Failure.
std::uint64_t sort_and_warn(NumberSorter& sorter, Kind kind, const IntakeCounts& counts,
                            const NumberSorter::TakeKeys& take);

}  // namespace selfcheck::cli
