// The results of a job as buckets: its tags, bucket by bucket, and with them the numbers that a sample has chosen.
#pragma once

#include <cstdint>
#include <functional>
#include <vector>

#include "job/chunk_store.h"
#include "job/number_groups.h"

namespace selfcheck::cli {

/// A number that will be hashed a second time, and what came out the first time.
struct SampledNumber {
  NumberKey key = 0;
  std::uint64_t tag = 0;
  WorkerId worker{};
};
using SampledNumbers = std::vector<SampledNumber, LockedAllocator<SampledNumber>>;

/// How many chunks of a job have no result yet, by the names of files.
[[nodiscard]] std::uint64_t chunks_missing(const Job& job);

/// Reads numbers and results, group by group, once. What it gives can be relied on: every checksum is right, every
/// chunk is of this plan, and its worker proved the canary.
class BucketTags {
 public:
  /// `bits`: of the bucket index. `job` must outlive it.
  BucketTags(const Job& job, std::uint32_t bits);

  /// From now on, numbers at these positions (increasing, among all of the job's) are noted in `sample` as they pass.
  void note(std::vector<std::uint64_t> positions, SampledNumbers* sample);

  /// The tags of bucket 0, then 1, and so on, sorted. Throws a Failure if a result is missing or
  /// damaged (it is removed then, so that `hash` makes it again), or if its worker had another canary than the plan.
  [[nodiscard]] const std::vector<std::uint64_t>& next();

 private:
  [[nodiscard]] bool read_group();
  void read_chunk(std::uint64_t chunk);

  const Job& job_;
  ChunkStore store_;
  std::uint32_t bits_;
  std::uint32_t bucket_ = 0;
  std::uint64_t group_ = 0;     // the next one to read
  std::uint64_t position_ = 0;  // of the group's first number, among all
  Numbers numbers_;             // of the group
  std::vector<std::uint64_t> group_tags_;
  std::size_t at_ = 0;  // in the group
  std::vector<std::uint64_t> tags_, scratch_;
  std::vector<std::uint64_t> positions_;
  std::size_t next_position_ = 0;
  SampledNumbers* sample_ = nullptr;
};

}  // namespace selfcheck::cli
