// Reads the slow hashes that an earlier job made of its numbers.
#pragma once

#include <cstdint>

#include "job/chunk_store.h"
#include "job/number_groups.h"

namespace selfcheck::cli {

/// Numbers must be asked for in the order of keys, from the first to the last and, after rewind(), once more.
class BaseJob {
 public:
  /// Throws a Failure unless `directory` holds a job whose results have H, the slow hash, and that is hashed to its
  /// end.
  explicit BaseJob(const fs::path& directory);

  [[nodiscard]] const Manifest& manifest() const { return job_.plan.manifest; }
  /// Whether the job has the number: `key` must be greater than the one before. Throws a Failure if the job's numbers
  /// are missing or damaged.
  [[nodiscard]] bool has(NumberKey key);
  /// Returns H of the number that has() has just found. Throws a Failure if the result is damaged, or contradicts
  /// itself.
  [[nodiscard]] ByteArray<32> hash();
  void rewind();

 private:
  void read_chunk(std::uint64_t chunk);

  Job job_;
  ChunkStore store_;  // the results of job_
  std::uint64_t next_group_ = 0;
  std::uint64_t first_ = 0;  // the position of the first of numbers_ among all numbers
  std::size_t at_ = 0;
  Numbers numbers_;
  std::uint64_t chunk_ = UINT64_MAX;  // the chunk that result_ is of; UINT64_MAX if none was read
  ChunkResult result_;
};

}  // namespace selfcheck::cli
