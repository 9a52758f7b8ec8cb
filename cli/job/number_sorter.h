// Sorts numbers, also if there are more of them than fit into memory.
#pragma once

#include <array>
#include <cstdint>
#include <functional>
#include <span>
#include <vector>

#include "base/locked_memory.h"
#include "files/files.h"
#include "job/number_groups.h"
#include "job/scratch_file.h"

namespace selfcheck::cli {

/// How many keys are kept in memory, 8 bytes each.
struct SorterLimits {
  /// Keys of each of the 256 partitions that wait before they go to the disk together. All of them take 4 MiB, which an
  /// ordinary user may lock (locked_memory.h); of more than that nothing would be locked.
  std::size_t waiting = 2 * 1024;
  /// Keys that are sorted at once; sorting takes memory for as many again. At least 2.
  std::size_t loaded = 8 * 1024 * 1024;
};

/// Sorts numbers partition by partition. A number's partition is the first byte of its bucket prefix. A partition with
/// too many different numbers for the memory is sorted in parts. On the disk the numbers are in files without names,
/// encrypted under a key that only this process has: however the process ends, nobody can read them there afterwards.
class NumberSorter {
 public:
  static constexpr std::size_t kPartitions = 256;

  /// `directory` says on which file system the files are.
  explicit NumberSorter(fs::path directory, SorterLimits limits = {});

  void add(NumberKey key) {
    const std::size_t partition = static_cast<std::size_t>(key >> kPartitionShift) % kPartitions;
    Partition& p = partitions_[partition];
    waiting_[partition * limits_.waiting + p.waiting] = key;
    if (++p.waiting == limits_.waiting) flush(partition);
    ++added_;
  }

  using TakeKeys = std::function<void(std::span<const NumberKey>)>;
  /// Is called once all numbers are added. Passes every number once to `take`, in the order of keys, any number of them
  /// at a time. Returns how many there were. Throws a Failure if the disk is full, or returns something else than was
  /// written.
  std::uint64_t sort(const TakeKeys& take);
  /// Is called after sort(). Passes the same numbers to `take` once more, and frees what they took.
  void drain(const TakeKeys& take);

 private:
  static constexpr int kPartitionShift = kDigitBits + 8;

  struct Partition {
    std::size_t waiting = 0;
    ScratchFile file;  // not open as long as all of the partition's numbers are waiting in memory
  };

  void flush(std::size_t partition);
  [[nodiscard]] std::span<NumberKey> waiting(std::size_t partition);
  bool load(ScratchFile& file, NumberKey first, NumberKey last);
  void sort_range(ScratchFile& file, NumberKey first, NumberKey last, ScratchFile& sorted, const TakeKeys& take);
  void sort_loaded();

  SorterLimits limits_;
  ScratchFolder folder_;
  Numbers waiting_;
  std::vector<Partition, LockedAllocator<Partition>> partitions_;  // with the keys of their files
  Numbers loaded_, scratch_;
  std::uint64_t added_ = 0;
};

}  // namespace selfcheck::cli
