// Gives a job's tags bucket by bucket, and notes the numbers that a sample has chosen.
#pragma once

#include <cstdint>
#include <optional>
#include <vector>

#include "job/chunk_store.h"
#include "job/number_groups.h"
#include "selfcheck/voprf/group.h"

namespace selfcheck::cli {

/// A number that will be hashed a second time, with what came out the first time.
struct SampledNumber {
  NumberKey key = 0;
  std::uint64_t tag = 0;
  ByteArray<32> hash{};  // H, for a keyed list only
  WorkerId worker{};
};
using SampledNumbers = std::vector<SampledNumber, LockedAllocator<SampledNumber>>;

/// Counts the chunks of a job that have no result yet, by the names of files.
[[nodiscard]] std::uint64_t chunks_missing(const Job& job);

/// What is needed to make tags from a keyed list's results.
struct TagKey {
  const voprf::Scalar& key;  // the list's key K
  const Manifest& manifest;  // what keyed_tags() needs of it is said in keyed_tags.h
  unsigned threads = 1;
};

/// Reads a job's numbers and results once, group by group. What it gives can be relied on: every checksum is right, and
/// every chunk is of this plan and made by a worker that proved the canary.
class BucketTags {
 public:
  /// `bits` is how many bits the bucket index has. `key` is given for a keyed list, and for no other. `job`, and what
  /// `key` refers to, must outlive this object.
  BucketTags(const Job& job, std::uint32_t bits, const std::optional<TagKey>& key);

  /// From now on, numbers at these positions are noted in `sample` as they pass. Positions are counted among all of the
  /// job's numbers, and must increase.
  void note(std::vector<std::uint64_t> positions, SampledNumbers* sample);

  /// Returns the tags of bucket 0, at the next call those of bucket 1, and so on, each sorted. Throws a Failure if a
  /// result is missing or damaged (it is removed then, so that `hash` makes it again), if its worker had another canary
  /// than the plan, and where keyed_tags() does.
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
  std::uint64_t group_ = 0;     // the next group to read
  std::uint64_t position_ = 0;  // the position of the group's first number among all numbers
  Numbers numbers_;             // the group's numbers
  std::vector<std::uint64_t> group_tags_;
  SecretHashes group_hashes_;            // H of the group's numbers, for a keyed list only
  std::vector<WorkerId> group_workers_;  // the workers of the group's chunks
  std::size_t at_ = 0;                   // the index in the group of the next number to give
  std::vector<std::uint64_t> tags_, scratch_;
  std::vector<std::uint64_t> positions_;
  std::size_t next_position_ = 0;
  SampledNumbers* sample_ = nullptr;
};

}  // namespace selfcheck::cli
