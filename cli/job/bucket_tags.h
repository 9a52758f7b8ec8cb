// The results of a job as buckets: its tags, bucket by bucket, and with them the numbers that a sample has chosen.
#pragma once

#include <cstdint>
#include <optional>
#include <vector>

#include "job/chunk_store.h"
#include "job/number_groups.h"
#include "selfcheck/voprf/group.h"

namespace selfcheck::cli {

/// A number that will be hashed a second time, and what came out the first time.
struct SampledNumber {
  NumberKey key = 0;
  std::uint64_t tag = 0;
  ByteArray<32> hash{};  // of a keyed list
  WorkerId worker{};
};
using SampledNumbers = std::vector<SampledNumber, LockedAllocator<SampledNumber>>;

/// How many chunks of a job have no result yet, by the names of files.
[[nodiscard]] std::uint64_t chunks_missing(const Job& job);

/// What makes tags of a keyed list's results.
struct TagKey {
  const voprf::Scalar& key;  // K
  const Manifest& manifest;  // keyed_tags.h
  unsigned threads = 1;
};

/// Reads numbers and results, group by group, once. What it gives can be relied on: every checksum is right, every
/// chunk is of this plan, and its worker proved the canary.
class BucketTags {
 public:
  /// `bits`: of the bucket index. `key`: of a keyed list, and of no other. `job`, and what `key` names, must outlive
  /// it.
  BucketTags(const Job& job, std::uint32_t bits, const std::optional<TagKey>& key);

  /// From now on, numbers at these positions (increasing, among all of the job's) are noted in `sample` as they pass.
  void note(std::vector<std::uint64_t> positions, SampledNumbers* sample);

  /// The tags of bucket 0, then 1, and so on, sorted. Throws a Failure if a result is missing or
  /// damaged (it is removed then, so that `hash` makes it again), or if its worker had another canary than the plan;
  /// and as keyed_tags() does.
  [[nodiscard]] const std::vector<std::uint64_t>& next();

 private:
  [[nodiscard]] bool read_group();
  void read_chunk(std::uint64_t chunk);
  void note_sampled();

  const Job& job_;
  ChunkStore store_;
  std::uint32_t bits_;
  std::optional<TagKey> key_;
  std::uint32_t bucket_ = 0;
  std::uint64_t group_ = 0;     // the next one to read
  std::uint64_t position_ = 0;  // of the group's first number, among all
  Numbers numbers_;             // of the group
  std::vector<std::uint64_t> group_tags_;
  SecretHashes group_hashes_;            // of a keyed list
  std::vector<WorkerId> group_workers_;  // of its chunks
  std::size_t at_ = 0;                   // in the group
  std::vector<std::uint64_t> tags_, scratch_;
  std::vector<std::uint64_t> positions_;
  std::size_t next_position_ = 0;
  SampledNumbers* sample_ = nullptr;
};

}  // namespace selfcheck::cli
