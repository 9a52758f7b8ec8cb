// Reads numbers, and sorts them, in memory that does not grow with their number.
#pragma once

#include "input/intake.h"
#include "job/number_sorter.h"

namespace selfcheck::cli {

/// Adds every number of the input to `sorter`, and shows what was rejected and repaired. Throws a Failure.
IntakeCounts read_into(NumberSorter& sorter, Kind kind, const InputOptions& input, const RejectOptions& rejects);

/// Sorts what read_into has added: gives every number once to `take`, and warns where the numbers look as if a
/// spreadsheet had made them (number_warnings.h). Gives how many they are. Throws a Failure.
std::uint64_t sort_and_warn(NumberSorter& sorter, Kind kind, const IntakeCounts& counts,
                            const NumberSorter::TakeKeys& take);

}  // namespace selfcheck::cli
