#include "hashing/tag_store.h"

#include <numeric>

#include "base/machine_fault.h"

namespace selfcheck::cli {

TagStore::TagStore(std::span<const std::uint64_t> prefix_counts, std::uint32_t bits)
    : bits_(bits), starts_((std::size_t{1} << bits) + 1) {
  for (std::size_t prefix = 0; prefix < prefix_counts.size(); ++prefix) {
    starts_[bucket_index(static_cast<std::uint16_t>(prefix), bits_) + 1] += prefix_counts[prefix];
  }
  for (std::size_t i = 1; i < starts_.size(); ++i) starts_[i] += starts_[i - 1];
  next_ = std::make_unique<std::atomic<std::uint64_t>[]>(starts_.size() - 1);
  for (std::size_t i = 0; i + 1 < starts_.size(); ++i) next_[i] = starts_[i];
  sums_ = std::make_unique<std::atomic<std::uint64_t>[]>(starts_.size() - 1);
  tags_.resize(starts_.back());
}

void TagStore::add(std::uint16_t prefix, std::uint64_t tag) {
  const std::uint32_t bucket = bucket_index(prefix, bits_);
  const std::uint64_t at = next_[bucket]++;
  if (at >= starts_[bucket + 1]) throw machine_fault("a number fell into another bucket than the time before");
  tags_[at] = tag;
  sums_[bucket] += tag;
}

std::span<const std::uint64_t> TagStore::bucket(std::uint32_t index) const {
  const auto tags = std::span(tags_).subspan(starts_[index], starts_[index + 1] - starts_[index]);
  if (next_[index] != starts_[index + 1] ||
      std::accumulate(tags.begin(), tags.end(), std::uint64_t{0}) != sums_[index]) {
    throw machine_fault("its memory no longer holds the hashes that it was given");
  }
  return tags;
}

}  // namespace selfcheck::cli
