// Decides how the slow part of a job is cut into pieces.
#pragma once

#include <cstdint>

#include "selfcheck/tag.h"

namespace selfcheck::cli {

/// A chunk is what a power cut costs: as many numbers as a core hashes in some four seconds, but no more than a
/// sixty-fourth of all numbers, and no fewer than 16. A group is a thousandth of all chunks, 256 chunks at most; its
/// results are one file in the end.
struct WorkCut {
  std::uint64_t chunk_size = 1;    // numbers
  std::uint64_t group_chunks = 1;  // chunks
};

/// Cuts the work. The cut depends on nothing but the count of numbers and the cost of a hash.
[[nodiscard]] WorkCut work_cut(std::uint64_t entries, Argon2Params params);

}  // namespace selfcheck::cli
