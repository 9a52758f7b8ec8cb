// The same work for many items, on several threads.
#pragma once

#include <cstdint>
#include <functional>

namespace selfcheck::cli {

/// What one thread does to item `i`.
using ItemWork = std::function<void(std::uint64_t)>;

/// How many threads can hash at once: as many as `requested`, or (0: no wish) as there are processors for this process;
/// but no more than have `mem_kib` of the memory that it can still take (machine_limits.h). At least 1.
[[nodiscard]] unsigned hashing_threads(unsigned requested, std::uint32_t mem_kib);

/// Does every item of [0, count) once. `make_work` is called once in each thread, for what a thread has of its own.
/// `tick(done)` is called on the calling thread several times a second. The first exception of any thread, or
/// a stop signal, ends all threads after their present item and is thrown here.
void for_each_item(std::uint64_t count, unsigned threads, const std::function<ItemWork()>& make_work,
                   const std::function<void(std::uint64_t)>& tick);

}  // namespace selfcheck::cli
