// Finds out whether the disk has room for a job.
#pragma once

#include "files/files.h"
#include "job/job_plan.h"

namespace selfcheck::cli {

/// Is called for a job that is being prepared, once its numbers are sorted. Throws a Failure unless there is room for
/// all that is still to be written (plan/job_size.h), and for the list, too, if `list` is a directory on the same file
/// system.
void fail_without_room_for(const JobPlan& plan, const fs::path& job, const fs::path& list);

}  // namespace selfcheck::cli
