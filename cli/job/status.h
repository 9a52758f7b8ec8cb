// Tells how far a job has come.
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
  bool has_numbers = true;  // all numbers of the shard are on this machine
};

struct JobStatus {
  std::uint64_t entries = 0, chunks = 0, done = 0;  // done is counted by the names of files alone
  std::vector<ShardStatus> shards;
  std::uint64_t core_seconds = 0;             // how long the results took one core
  std::optional<Timestamp> latest;            // when the latest result was finished; null if there is none
  std::optional<double> numbers_a_second;     // of all machines, in the ten minutes before `latest`
  std::optional<std::uint64_t> seconds_left;  // at that rate; null if there is no rate
  std::uint64_t from_the_future = 0;          // results that were finished later than this machine's clock says
  std::uint64_t bytes = 0;                    // the room that the job's directory takes on the disk
};

/// `shards` is how many shards to tell apart, 1 or more. If a result is from the future by `clock`, that machine's
/// clock or this one's is wrong, and no rate is made of the result. Throws a Failure if the directory can't be read.
[[nodiscard]] JobStatus job_status(const Job& job, std::uint64_t shards, const Clock& clock);

}  // namespace selfcheck::cli
