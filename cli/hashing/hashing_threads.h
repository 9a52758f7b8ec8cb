// How many threads this machine can hash on.
#pragma once

#include <cstdint>

namespace selfcheck::cli {

/// How many threads can hash at once: as many as `requested`, or (0: no wish) as there are processors for this process;
/// but no more than have `mem_kib` of the memory that it can still take (machine_limits.h). At least 1. Gives back what
/// the calling thread has hashed in (selfcheck/argon2.h), which would count as taken.
[[nodiscard]] unsigned hashing_threads(unsigned requested, std::uint32_t mem_kib);

}  // namespace selfcheck::cli
