// How far a job has come.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "base/clock.h"
#include "job/job_directory.h"
#include "job/shards.h"

namespace selfcheck::cli {

struct ShardStatus {
  Shard shard;
  std::uint64_t chunks = 0, done = 0;
  bool has_numbers = true;  // all of them, on this machine
};

struct JobStatus {
  std::uint64_t entries = 0, chunks = 0, done = 0;  // done: by the names of files, whose content is not read
  std::vector<ShardStatus> shards;
  std::uint64_t core_seconds = 0;             // that the results took
  std::optional<Timestamp> latest;            // when the latest result was finished
  std::optional<double> numbers_a_second;     // of all machines, in the last ten minutes before the latest result
  std::optional<std::uint64_t> seconds_left;  // at that rate
  std::uint64_t from_the_future = 0;          // results of machines whose clock is ahead of this one's, or this is late
  std::uint64_t bytes = 0;                    // that the directory takes on the disk
};

/// `shards`: how many to tell apart, 1 or more. A result from the future, by `clock`, is of a machine whose clock is
/// wrong, or this one's is: no rate is made of it. Throws a Failure if the directory can't be read.
[[nodiscard]] JobStatus job_status(const Job& job, std::uint64_t shards, const Clock& clock);

}  // namespace selfcheck::cli
