#include "job/bucket_tags.h"

#include <fmt/format.h>

#include <algorithm>
#include <numeric>

#include "base/machine_fault.h"
#include "base/radix_sort.h"
#include "base/stop_signals.h"
#include "base/wording.h"
#include "job/keyed_tags.h"

namespace selfcheck::cli {
namespace {

[[noreturn]] void fail_unusable(const Job& job, std::uint64_t chunk, std::string_view why) {
  ChunkStore(job).remove(chunk);
  throw Failure(ExitCode::rejected, fmt::format("the result of chunk {} can't be used: {}", chunk, why),
                "it was removed; selfcheck job hash makes it again");
}

}  // namespace

std::uint64_t chunks_missing(const Job& job) {
  const ChunkStore store(job);
  std::uint64_t missing = 0;
  for (std::uint64_t group = 0; group < job.plan.groups(); ++group) {
    const auto present = store.present(group);
    missing += static_cast<std::uint64_t>(std::count(present.begin(), present.end(), false));
  }
  return missing;
}

BucketTags::BucketTags(const Job& job, std::uint32_t bits, const std::optional<TagKey>& key)
    : job_(job), store_(job), bits_(bits) {
  require(key.has_value() == job.plan.manifest.is_keyed());
  if (key) key_.emplace(*key);
}

void BucketTags::note(std::vector<std::uint64_t> positions, SampledNumbers* sample) {
  positions_ = std::move(positions);
  sample_ = sample;
}

void BucketTags::read_chunk(std::uint64_t chunk) {
  const auto result = store_.read(chunk);
  if (!result && result.error() == SealedProblem::unreadable) {
    throw Failure(ExitCode::system, fmt::format("the result of chunk {} can't be read", chunk),
                  "nothing was removed; once it can be read, the same command goes on");
  }
  if (!result) fail_unusable(job_, chunk, describe(result.error()));
  if (result->canary != job_.plan.manifest.canary.hash) {
    fail_unusable(job_, chunk, "whoever made it got another hash for the canary");
  }
  group_workers_.push_back(result->worker);
  group_tags_.insert(group_tags_.end(), result->tags.begin(), result->tags.end());
  if (key_) group_hashes_.insert(group_hashes_.end(), result->hashes.begin(), result->hashes.end());
}

void BucketTags::note_sampled() {
  const std::uint64_t end = position_ + numbers_.size();
  for (; sample_ != nullptr && next_position_ < positions_.size() && positions_[next_position_] < end;
       ++next_position_) {
    const std::uint64_t i = positions_[next_position_] - position_;
    sample_->push_back({.key = numbers_[i],
                        .tag = group_tags_[i],
                        .hash = key_ ? group_hashes_[i] : ByteArray<32>{},
                        .worker = group_workers_[i / job_.plan.chunk_size]});
  }
}

bool BucketTags::read_group() {
  if (group_ == job_.plan.groups()) return false;
  throw_if_stopped();
  position_ += numbers_.size();
  numbers_ = read_numbers(job_, group_);
  group_tags_.clear();
  group_hashes_.clear();
  group_workers_.clear();
  at_ = 0;
  const std::uint64_t first = job_.plan.first_chunk_of(group_);
  for (std::uint64_t i = 0; i < job_.plan.chunks_of(group_); ++i) read_chunk(first + i);
  ++group_;
  if ((key_ ? group_hashes_.size() : group_tags_.size()) != numbers_.size()) {
    throw machine_fault("a group has more numbers than results");
  }
  if (key_) group_tags_ = keyed_tags(numbers_, group_hashes_, key_->manifest, key_->key, key_->threads);
  note_sampled();
  return true;
}

const std::vector<std::uint64_t>& BucketTags::next() {
  tags_.clear();
  while (at_ < numbers_.size() || read_group()) {
    const auto begin = numbers_.begin() + static_cast<std::ptrdiff_t>(at_);
    const auto end = std::find_if(begin, numbers_.end(),
                                  [&](NumberKey key) { return bucket_index(prefix_of(key), bits_) != bucket_; });
    const auto count = static_cast<std::size_t>(end - begin);
    const auto first = group_tags_.begin() + static_cast<std::ptrdiff_t>(at_);
    tags_.insert(tags_.end(), first, first + static_cast<std::ptrdiff_t>(count));
    at_ += count;
    if (end != numbers_.end()) break;
  }
  ++bucket_;
  scratch_.resize(tags_.size());
  radix_sort(tags_, scratch_);
  return tags_;
}

}  // namespace selfcheck::cli
