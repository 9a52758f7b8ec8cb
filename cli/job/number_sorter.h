// Sorts numbers of which there are more than memory holds.
#pragma once

#include <array>
#include <cstdint>
#include <functional>
#include <span>
#include <vector>

#include "files/files.h"
#include "job/number_groups.h"
#include "job/scratch_file.h"

namespace selfcheck::cli {

/// How many keys are kept in memory, 8 bytes each.
struct SorterLimits {
  /// Of each of 256 partitions, until they go to the disk.
  std::size_t waiting = 8 * 1024;
  /// Being sorted, and as many again for sorting them; at least 2.
  std::size_t loaded = 8 * 1024 * 1024;
};

/// Numbers go to partitions by the first byte of their keys, and each partition is sorted by itself; one with too many
/// different numbers for the memory is sorted in parts. On the disk they are in files without names, encrypted under a
/// key that only this process has: whatever ends it, nothing can be read there afterwards.
class NumberSorter {
 public:
  static constexpr std::size_t kPartitions = 256;

  /// The files lie on the file system of `directory`.
  explicit NumberSorter(fs::path directory, SorterLimits limits = {});

  void add(NumberKey key) {
    const std::size_t partition = static_cast<std::size_t>(key >> kPartitionShift) % kPartitions;
    Partition& p = partitions_[partition];
    waiting_[partition * limits_.waiting + p.waiting] = key;
    if (++p.waiting == limits_.waiting) flush(partition);
    ++added_;
  }

  using TakeKeys = std::function<void(std::span<const NumberKey>)>;
  /// Once all are added: gives every number once, in the order of keys, any number of them at a time. Gives how many
  /// that were. Throws a Failure if the disk is full, or gives back something else than was written.
  std::uint64_t sort(const TakeKeys& take);
  /// After that: gives the same once more, and lets go of them.
  void drain(const TakeKeys& take);

 private:
  static constexpr int kPartitionShift = kDigitBits + 8;

  struct Partition {
    std::size_t waiting = 0;
    ScratchFile file;  // without numbers as long as all are waiting
  };

  void flush(std::size_t partition);
  [[nodiscard]] std::span<NumberKey> waiting(std::size_t partition);
  bool load(ScratchFile& file, NumberKey first, NumberKey last);
  void sort_range(ScratchFile& file, NumberKey first, NumberKey last, ScratchFile& sorted, const TakeKeys& take);
  void sort_loaded();

  SorterLimits limits_;
  ScratchFolder folder_;
  Numbers waiting_;
  std::vector<Partition> partitions_;
  Numbers loaded_, scratch_;
  std::uint64_t added_ = 0;
};

}  // namespace selfcheck::cli
