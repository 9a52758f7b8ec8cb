#include "hashing/hashing_threads.h"

#include <algorithm>

#include "hashing/machine_limits.h"
#include "selfcheck/argon2.h"

namespace selfcheck::cli {
namespace {

// What the program itself needs beside the hashes, and what a thread needs beside Argon2's memory.
constexpr std::uint64_t kReserveKib = 16 * 1024, kPerThreadKib = 512;

}  // namespace

unsigned hashing_threads(unsigned requested, std::uint32_t mem_kib) {
  selfcheck_argon2_wipe();  // what this thread has hashed in would count as taken
  const MachineLimits limits;
  std::uint64_t threads = requested != 0 ? requested : limits.processors();
  if (const auto available = limits.available_memory_kib()) {
    // A quarter is left to everything else.
    const std::uint64_t usable = *available / 4 * 3 - std::min(*available / 4 * 3, kReserveKib);
    threads = std::min(threads, usable / (mem_kib + kPerThreadKib));
  }
  return static_cast<unsigned>(std::max<std::uint64_t>(1, threads));
}

}  // namespace selfcheck::cli
