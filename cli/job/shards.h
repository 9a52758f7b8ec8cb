// A shard is the part of a job that one machine does.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include "job/job_plan.h"

namespace selfcheck::cli {

struct Shard {
  std::uint64_t index = 0;  // counted from 0
  std::uint64_t count = 1;

  /// A shard is whole groups, one after the other: [first_group, end_group). If there are more shards than groups, some
  /// have none.
  [[nodiscard]] std::uint64_t first_group(const JobPlan& plan) const;
  [[nodiscard]] std::uint64_t end_group(const JobPlan& plan) const;
  /// Returns the shard's name, such as `0/4`.
  [[nodiscard]] std::string name() const;
};

/// Reads `I/N`, `auto` or `auto/N`. `auto` takes the index, and the count if there is one, from what a batch system
/// tells its tasks: SLURM_ARRAY_TASK_ID, _COUNT and _MIN of Slurm, JOB_COMPLETION_INDEX of Kubernetes, or
/// AWS_BATCH_JOB_ARRAY_INDEX. The last two systems tell no count, so they need `auto/N`. Throws a Failure.
[[nodiscard]] Shard parse_shard(std::string_view text);

}  // namespace selfcheck::cli
