#include "job/number_sorter.h"

#include <algorithm>

#include "base/radix_sort.h"
#include "base/stop_signals.h"
#include "terminal/progress.h"

namespace selfcheck::cli {
namespace {

// How many numbers are read from a file at a time.
constexpr std::size_t kPiece = 64 * 1024;

// Sorts the keys and moves the different ones to the beginning. Returns how many these are.
std::size_t sort_distinct(std::span<NumberKey> keys, Numbers& scratch) {
  scratch.resize(std::max(scratch.size(), keys.size()));
  radix_sort(keys, std::span(scratch).first(keys.size()));
  return static_cast<std::size_t>(std::unique(keys.begin(), keys.end()) - keys.begin());
}

}  // namespace

NumberSorter::NumberSorter(fs::path directory, SorterLimits limits)
    : limits_(limits),
      folder_(std::move(directory)),
      waiting_(kPartitions * limits.waiting),
      partitions_(kPartitions) {}

std::span<NumberKey> NumberSorter::waiting(std::size_t partition) {
  return std::span(waiting_).subspan(partition * limits_.waiting, partitions_[partition].waiting);
}

void NumberSorter::flush(std::size_t partition) {
  throw_if_stopped();
  Partition& p = partitions_[partition];
  if (!p.file.is_open()) p.file = folder_.new_file();
  p.file.append(waiting(partition));
  p.waiting = 0;
}

// Fills loaded_ with the different keys in [first, last], sorted. Returns false if they are too many.
bool NumberSorter::load(ScratchFile& file, NumberKey first, NumberKey last) {
  loaded_.clear();
  Numbers piece(std::min<std::uint64_t>(kPiece, file.size()));
  file.rewind();
  while (const std::size_t got = file.read(piece)) {
    throw_if_stopped();
    for (const NumberKey key : std::span(piece).first(got)) {
      if (key < first || key > last) continue;
      if (loaded_.size() == limits_.loaded) {
        sort_loaded();
        // If more than half of the loaded keys differ, dropping duplicates has gained too little to go on.
        if (loaded_.size() > limits_.loaded / 2) return false;
      }
      loaded_.push_back(key);
    }
  }
  sort_loaded();
  return true;
}

void NumberSorter::sort_loaded() { loaded_.resize(sort_distinct(loaded_, scratch_)); }

void NumberSorter::sort_range(ScratchFile& file, NumberKey first, NumberKey last, ScratchFile& sorted,
                              const TakeKeys& take) {
  if (!load(file, first, last)) {
    const NumberKey middle = first + (last - first) / 2;
    sort_range(file, first, middle, sorted, take);
    sort_range(file, middle + 1, last, sorted, take);
    return;
  }
  take(loaded_);
  sorted.append(loaded_);
}

std::uint64_t NumberSorter::sort(const TakeKeys& take) {
  Progress progress("sorting", added_);
  std::uint64_t distinct = 0, done = 0;
  const auto count = [&](std::span<const NumberKey> keys) {
    distinct += keys.size();
    take(keys);
  };
  std::uint64_t largest = 0;
  for (std::size_t i = 0; i < kPartitions; ++i) {
    if (partitions_[i].file.is_open()) flush(i);
    largest = std::max(largest, partitions_[i].file.size());
  }
  loaded_.reserve(std::min<std::uint64_t>(limits_.loaded, largest));
  for (std::size_t i = 0; i < kPartitions; ++i) {
    throw_if_stopped();
    Partition& p = partitions_[i];
    if (!p.file.is_open()) {
      done += p.waiting;
      p.waiting = sort_distinct(waiting(i), scratch_);
      count(waiting(i));
    } else {
      done += p.file.size();
      ScratchFile sorted = folder_.new_file();
      const NumberKey first = NumberKey{i} << kPartitionShift;
      sort_range(p.file, first, first + ((NumberKey{1} << kPartitionShift) - 1), sorted, count);
      p.file = std::move(sorted);
    }
    progress.update(done);
  }
  loaded_ = {};
  scratch_ = {};
  return distinct;
}

void NumberSorter::drain(const TakeKeys& take) {
  Numbers piece(kPiece);
  for (std::size_t i = 0; i < kPartitions; ++i) {
    Partition& p = partitions_[i];
    if (!p.file.is_open()) {
      take(waiting(i));
    } else {
      p.file.rewind();
      while (const std::size_t got = p.file.read(piece)) {
        throw_if_stopped();
        take(std::span(piece).first(got));
      }
    }
    p = {};
  }
}

}  // namespace selfcheck::cli
