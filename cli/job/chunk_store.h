// The results of a job: one a chunk, durable as soon as it is counted as done, and joined to one file a group when that
// is complete, so that a thousand million numbers are thirty thousand files and not eight million.
#pragma once

#include <cstdint>
#include <string>
#include <tl/expected.hpp>
#include <vector>

#include "base/locked_memory.h"
#include "job/job_directory.h"

namespace selfcheck::cli {

/// One run of one program on one machine: what was computed by a machine that turns out to be faulty can be told apart.
using WorkerId = ByteArray<16>;

struct ChunkResult {
  /// The canary's slow hash, as the thread that made this chunk got it once more when the chunk was done.
  ByteArray<32> canary{};
  WorkerId worker{};
  Timestamp finished = 0;                                               // by that machine's clock
  std::uint64_t took_ms = 0;                                            // of one thread
  std::vector<std::uint64_t> tags;                                      // T, in the order of the numbers
  std::vector<ByteArray<32>, LockedAllocator<ByteArray<32>>> hashes{};  // H; empty unless the plan keeps them
};

class ChunkStore {
 public:
  explicit ChunkStore(const Job& job) : job_(job) {}

  /// Durable when it returns: checksum, fsync, rename, fsync of the directory. From any thread. Throws a Failure.
  void write(std::uint64_t chunk, const ChunkResult& result) const;

  /// One chunk's result, from its own file or its group's. `damaged` also if it does not fit the plan: another number
  /// of tags, no hashes where the plan keeps them.
  [[nodiscard]] tl::expected<ChunkResult, SealedProblem> read(std::uint64_t chunk) const;

  /// What is there of a group, by looking at names alone. One entry a chunk of the group.
  [[nodiscard]] std::vector<bool> present(std::uint64_t group) const;

  /// Joins a group's results into one file, if all are there; under a lock, so that two machines may both try. Throws a
  /// Failure.
  void join(std::uint64_t group) const;

  /// Forgets results, because they are damaged or their worker can't be relied on: they have to be hashed again. The
  /// others of a joined group are kept.
  void remove(std::uint64_t chunk) const;

 private:
  const Job& job_;
};

}  // namespace selfcheck::cli
