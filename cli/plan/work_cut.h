// How the slow part of a job is cut into pieces.
#pragma once

#include <cstdint>

#include "selfcheck/tag.h"

namespace selfcheck::cli {

/// A chunk of numbers is some four seconds' work of one core, but no more than a sixty-fourth of all and no fewer than
/// 16: what a power cut costs. A group of chunks, whose results are one file in the end, is a thousandth of all chunks,
/// and 256 of them at most.
struct WorkCut {
  std::uint64_t chunk_size = 1;    // numbers
  std::uint64_t group_chunks = 1;  // chunks
};

/// It depends on nothing else than the count of numbers and the cost of a hash.
[[nodiscard]] WorkCut work_cut(std::uint64_t entries, Argon2Params params);

}  // namespace selfcheck::cli
