// Which part of a job one machine does.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include "job/job_plan.h"

namespace selfcheck::cli {

struct Shard {
  std::uint64_t index = 0;  // from 0
  std::uint64_t count = 1;

  /// Whole groups, one after the other: [first_group, end_group). Of more shards than groups some have none.
  [[nodiscard]] std::uint64_t first_group(const JobPlan& plan) const;
  [[nodiscard]] std::uint64_t end_group(const JobPlan& plan) const;
  /// `0/4`
  [[nodiscard]] std::string name() const;
};

/// `I/N`, `auto` or `auto/N`. `auto` takes the index, and the count where there is one, from what a batch system tells
/// its tasks: SLURM_ARRAY_TASK_ID, _COUNT and _MIN; JOB_COMPLETION_INDEX (Kubernetes tells no count: `auto/N`);
/// AWS_BATCH_JOB_ARRAY_INDEX (likewise). Throws a Failure.
[[nodiscard]] Shard parse_shard(std::string_view text);

}  // namespace selfcheck::cli
