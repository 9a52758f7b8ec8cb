#include "job/base_job.h"

#include <fmt/format.h>

#include <algorithm>

#include "base/failure.h"
#include "base/machine_fault.h"
#include "base/redact.h"
#include "base/stop_signals.h"
#include "selfcheck/tag.h"

namespace selfcheck::cli {

BaseJob::BaseJob(const fs::path& directory) : job_(open_job(directory)), store_(job_) {
  if (!job_.plan.results_have_hashes()) {
    throw Failure(ExitCode::rejected, fmt::format("the job in {} has kept no hashes", shown_path(directory)),
                  "only a job that was prepared with --keep-hashes, or of a keyed list, can be a --base");
  }
  for (std::uint64_t group = 0; group < job_.plan.groups(); ++group) {
    const auto present = store_.present(group);
    if (std::find(present.begin(), present.end(), false) == present.end()) continue;
    throw Failure(ExitCode::rejected, fmt::format("the job in {} is not hashed to its end", shown_path(directory)),
                  fmt::format("selfcheck job hash --job {}", shown_path(directory)));
  }
}

bool BaseJob::has(NumberKey key) {
  while (true) {
    for (; at_ < numbers_.size() && numbers_[at_] < key; ++at_) {
    }
    if (at_ < numbers_.size()) return numbers_[at_] == key;
    if (next_group_ == job_.plan.groups()) return false;
    throw_if_stopped();
    first_ += numbers_.size();
    numbers_ = read_numbers(job_, next_group_++);
    at_ = 0;
  }
}

ByteArray<32> BaseJob::hash() {
  const std::uint64_t position = first_ + at_, chunk = position / job_.plan.chunk_size;
  if (chunk != chunk_) read_chunk(chunk);
  const std::uint64_t in_chunk = position % job_.plan.chunk_size;
  const ByteArray<32>& kept = result_.hashes[in_chunk];
  if (job_.plan.results_have_tags() &&
      tag(slow_hash_of(kept), manifest().list_id, manifest().nonce) != result_.tags[in_chunk]) {
    throw machine_fault("a hash that the job in --base has kept does not give its tag");
  }
  return kept;
}

void BaseJob::read_chunk(std::uint64_t chunk) {
  auto result = store_.read(chunk);
  if (!result || result->canary != manifest().canary.hash) {
    throw Failure(ExitCode::rejected,
                  fmt::format("the result of chunk {} of the job in --base can't be used: {}", chunk,
                              result ? "whoever made it got another hash for the canary" : describe(result.error())),
                  fmt::format("selfcheck job hash --job {} makes it again", shown_path(job_.directory)));
  }
  result_ = *std::move(result);
  chunk_ = chunk;
}

void BaseJob::rewind() {
  next_group_ = 0;
  first_ = 0;
  at_ = 0;
  numbers_.clear();
}

}  // namespace selfcheck::cli
