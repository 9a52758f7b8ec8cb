// Stores the results of a job. Each chunk has a result, which is safely on the disk before the chunk counts as done.
// When all chunks of a group are there, their results are joined into one file, so that a thousand million numbers are
// thirty thousand files and not eight million.
//
// A chunk's file is a sealed file (sealed_file.h) with this content, where numbers are little-endian:
//   32 bytes  canary, as in ChunkResult, and so on:
//   16 bytes  worker
//    8 bytes  finished
//    8 bytes  took_ms
//    8 bytes  for each number, unless the list is keyed: its tag
//   32 bytes  for each number, if the plan keeps hashes or the list is keyed: its H
// A group's file is its chunks' files one after the other, so that damage costs only the chunk that it struck. Behind
// them is a sealed file of kind `group`, with `finished` and `took_ms` of each chunk, for a quick look (status.h).
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <tl/expected.hpp>
#include <vector>

#include "hashing/hashing.h"
#include "job/job_directory.h"

namespace selfcheck::cli {

/// Names one run of the program on one machine, so that results of a machine that turns out to be faulty can be told
/// apart.
using WorkerId = ByteArray<16>;

struct ChunkResult {
  /// The canary's slow hash, as the thread that made this chunk got it once more when the chunk was done.
  ByteArray<32> canary{};
  WorkerId worker{};
  Timestamp finished = 0;           // when the chunk was finished, by that machine's clock
  std::uint64_t took_ms = 0;        // how long one thread worked on it
  std::vector<std::uint64_t> tags;  // T, in the order of the numbers; empty if the list is keyed
  SecretHashes hashes{};            // H; empty unless the plan's results have them
};

/// A result as it is stored on the disk. Its memory is wiped at the end, since it may hold slow hashes, which are as
/// secret as the numbers.
class SealedChunk {
 public:
  SealedChunk() = default;
  SealedChunk(std::uint64_t chunk, Bytes file) : chunk_(chunk), file_(std::move(file)) {}
  ~SealedChunk() { sodium_memzero(file_.data(), file_.size()); }
  SealedChunk(SealedChunk&&) noexcept = default;
  SealedChunk& operator=(SealedChunk&& other) noexcept {
    std::swap(chunk_, other.chunk_);
    std::swap(file_, other.file_);
    return *this;
  }
  SealedChunk(const SealedChunk&) = delete;
  SealedChunk& operator=(const SealedChunk&) = delete;

  [[nodiscard]] std::uint64_t chunk() const { return chunk_; }
  [[nodiscard]] ByteSpan file() const { return file_; }

 private:
  std::uint64_t chunk_ = 0;
  Bytes file_;
};

class ChunkStore {
 public:
  explicit ChunkStore(const Job& job) : job_(job) {}

  /// Writes a result, which survives a power cut once this returns (checksum, fsync, rename, fsync of the directory).
  /// It can be called from any thread. Throws a Failure.
  void write(std::uint64_t chunk, const ChunkResult& result) const;

  /// Reads one chunk's result, from its own file or its group's. The problem is `damaged` also for a result that does
  /// not fit the plan: another number of tags, no hashes where the plan keeps them, or another canary.
  [[nodiscard]] tl::expected<ChunkResult, SealedProblem> read(std::uint64_t chunk) const;
  /// Reads the same result as it is stored on the disk, to be copied.
  [[nodiscard]] tl::expected<SealedChunk, SealedProblem> read_sealed(std::uint64_t chunk) const;

  /// Tells for each chunk of a group whether its result is there, by the names of files alone.
  [[nodiscard]] std::vector<bool> present(std::uint64_t group) const;

  /// Whether a result of this chunk is there, by the names of files alone.
  [[nodiscard]] bool has(std::uint64_t chunk) const;
  /// Whether a group's results are in one file, and in no other file.
  [[nodiscard]] bool is_joined(std::uint64_t group) const;

  struct Times {
    Timestamp finished = 0;
    std::uint64_t took_ms = 0;
  };
  /// Returns when each chunk of a group was finished and how long it took, or nothing for a chunk that is missing or
  /// damaged, as far as that can be told without reading a joined group.
  [[nodiscard]] std::vector<std::optional<Times>> times(std::uint64_t group) const;

  /// Joins a group's results into one file, if all are there and whole. It works under a lock, so that two machines may
  /// both try. Throws a Failure.
  void join(std::uint64_t group) const;

  /// Adds results of a group that another machine's store returned from read_sealed(), and joins the group if they
  /// complete it. A result that comes twice is added once. Returns how many were not there yet. Throws a Failure if a
  /// result is not whole, or differs from the one that is there (machine_fault.h): then nothing is changed.
  std::uint64_t add(std::uint64_t group, std::vector<SealedChunk> chunks) const;

  /// Removes a chunk's result, because it is damaged or its worker can't be relied on, so that the chunk is hashed
  /// again. The other results of a joined group are kept. Throws a Failure.
  void remove(std::uint64_t chunk) const;

 private:
  [[nodiscard]] std::uint64_t group_of(std::uint64_t chunk) const { return chunk / job_.plan.group_chunks; }
  [[nodiscard]] std::uint64_t file_size(std::uint64_t chunk) const;
  [[nodiscard]] fs::path path_of(std::uint64_t chunk) const;
  [[nodiscard]] tl::expected<ChunkResult, SealedProblem> parse(std::uint64_t chunk, ByteSpan file) const;
  struct Found {
    SealedChunk sealed;
    ChunkResult result;
  };
  using Read = tl::expected<Found, SealedProblem>;
  [[nodiscard]] Read read_from(const fs::path& path, std::uint64_t offset, std::uint64_t size,
                               std::uint64_t chunk) const;
  [[nodiscard]] Read read_own(std::uint64_t chunk) const;
  [[nodiscard]] Read read_joined(std::uint64_t chunk) const;
  [[nodiscard]] Read read_either(std::uint64_t chunk) const;
  [[nodiscard]] FileLock lock(std::uint64_t group) const;
  void write_file(std::uint64_t chunk, ByteSpan file) const;
  void write_group(std::uint64_t group, const std::vector<Found>& chunks) const;

  const Job& job_;
};

}  // namespace selfcheck::cli
