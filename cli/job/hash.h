// The second stage of a job, and the slow one: one Argon2id hash for every number, chunk by chunk, on all cores of any
// number of machines.
#pragma once

#include <cstdint>

#include "base/clock.h"
#include "job/job_directory.h"
#include "job/shards.h"

namespace selfcheck::cli {

struct HashReport {
  std::uint64_t chunks = 0;       // of the shard
  std::uint64_t done_before = 0;  // of them, found whole, or finished meanwhile by somebody else
  std::uint64_t damaged = 0;      // of them, found damaged, and hashed again
  std::uint64_t hashed = 0;       // numbers, in this run
  std::uint64_t known = 0;        // numbers whose hash came from the base, in this run
  unsigned threads = 0;           // that hashed; 0: nothing was left to do
  double seconds = 0;             // that hashing took, of wall time
};

/// Hashes what is not done of the shard; what is done stays done, whatever happens: a chunk counts once it is on the
/// disk. Results that are there are read and their checksums compared first. `threads`: 0: as many as the machine
/// carries (hashing_threads.h). One process at a time works on a shard. Throws a Failure: another process has the
/// shard, numbers are missing or damaged, the machine contradicts itself, a signal.
HashReport hash_shard(const Job& job, Shard shard, unsigned threads, const Clock& clock);

}  // namespace selfcheck::cli
