// The second stage of a job is the slow one: it makes one Argon2id hash of every number, chunk by chunk, on all cores
// of any number of machines.
#pragma once

#include <cstdint>

#include "base/clock.h"
#include "job/job_directory.h"
#include "job/shards.h"

namespace selfcheck::cli {

struct HashReport {
  std::uint64_t chunks = 0;       // all chunks of the shard
  std::uint64_t done_before = 0;  // chunks that were found whole, or that another process finished meanwhile
  std::uint64_t damaged = 0;      // chunks that were found damaged, and hashed again
  std::uint64_t hashed = 0;       // numbers that this run hashed
  std::uint64_t known = 0;        // numbers of this run whose hash came from the job in --base
  unsigned threads = 0;           // threads that hashed; 0 if nothing was left to do
  double seconds = 0;             // how long hashing took on the clock
};

/// Hashes what is not done of the shard. What is done stays done, whatever happens: a chunk counts once it is on the
/// disk. Results that are there are read first, and their checksums compared. If `threads` is 0, it uses as many as the
/// machine carries (hashing_threads.h). One process at a time works on a shard. Throws a Failure if another process has
/// the shard, if numbers are missing or damaged, if the machine contradicts itself, and after a signal to stop.
HashReport hash_shard(const Job& job, Shard shard, unsigned threads, const Clock& clock);

}  // namespace selfcheck::cli
