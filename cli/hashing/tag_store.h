// The tags of all entries, bucket by bucket, as threads find them in any order.
//
// In memory: eight bytes an entry. What goes in and comes out would be the same for one on disk.
#pragma once

#include <atomic>
#include <cstdint>
#include <memory>
#include <span>
#include <vector>

#include "selfcheck/bucket_index.h"

namespace selfcheck::cli {

class TagStore {
 public:
  /// `prefix_counts`: as for choose_layout (layout.h).
  TagStore(std::span<const std::uint64_t> prefix_counts, std::uint32_t bits);

  /// From any thread, once for each entry that was counted. Throws a Failure (machine_fault.h) if a bucket gets more
  /// entries than were counted: then the prefix of a number came out in two ways.
  void add(std::uint16_t prefix, std::uint64_t tag);
  /// All of a bucket's tags, in no particular order. When every add() is done. Throws a Failure (machine_fault.h) if
  /// they are not those that were added: memory can lose a bit in the days that a build takes.
  [[nodiscard]] std::span<const std::uint64_t> bucket(std::uint32_t index) const;

 private:
  std::uint32_t bits_;
  std::vector<std::uint64_t> starts_;  // of each bucket in tags_, and the end of the last
  std::unique_ptr<std::atomic<std::uint64_t>[]> next_;
  std::unique_ptr<std::atomic<std::uint64_t>[]> sums_;  // of each bucket's tags, as they were added
  std::vector<std::uint64_t> tags_;
};

}  // namespace selfcheck::cli
