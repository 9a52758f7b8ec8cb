// Does the same work for many items, batch by batch, on several threads, with as many of them as the machine can carry.
#pragma once

#include <cstdint>
#include <functional>

#include "selfcheck/error.h"

namespace selfcheck::cli {

/// What one worker does to the items [first, end). The errors `out_of_memory` (or std::bad_alloc, or a
/// std::system_error) and `canary_hash` mean that nothing of it counts, and that somebody else shall do it; any other
/// error ends everything.
using BatchWork = std::function<Result<void>(std::uint64_t first, std::uint64_t end)>;

struct BatchOptions {
  std::uint64_t count = 0;       // how many items there are
  std::uint64_t batch_size = 1;  // how many items a worker takes at a time
  unsigned threads = 1;          // how many threads there are at most
};

/// Does every item of [0, count) once. `make_work` is called once in each thread, for what a thread has of its own. The
/// calling thread gives back the memory that it has hashed in (selfcheck/argon2.h). `tick` is called on the calling
/// thread several times a second, and once at the end. It must not throw.
///
/// What has been done is not lost where the machine has less room than was hoped for, or hashes wrongly. A thread that
/// can't be started is done without; a worker that runs out of memory, or does not prove the canary, puts its batch
/// back and ends, and a warning says so. The last worker, if memory has run out, waits and tries again for about a
/// minute. Only then is there a Failure.
///
/// The first other error or exception of any worker ends all workers after their present batch and is thrown here, as
/// is a stop signal; workers look for signals themselves between items (stop_signals.h).
void for_each_batch(const BatchOptions& options, const std::function<BatchWork()>& make_work,
                    const std::function<void()>& tick);

}  // namespace selfcheck::cli
