// Tells how many threads this machine can hash on.
#pragma once

#include <cstdint>

namespace selfcheck::cli {

/// Returns how many threads can hash at once: as many as `requested`, or, if that is 0, as there are processors for
/// this process; but no more than have `mem_kib` each of the memory that it can still take (machine_limits.h). At least
/// 1. It gives back the memory that the calling thread has hashed in (selfcheck/argon2.h), which would count as taken.
[[nodiscard]] unsigned hashing_threads(unsigned requested, std::uint32_t mem_kib);

}  // namespace selfcheck::cli
