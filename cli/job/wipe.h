// The end of a job.
#pragma once

#include "job/job_directory.h"

namespace selfcheck::cli {

/// Overwrites and removes every file of a job, the plan last and what says that it was published, then the directory:
/// after a kill the rest can be wiped with the same command, and `build` sees that it has nothing left to do but that.
/// Refuses a directory that holds anything else than a job's files. What a disk or a file system keeps of overwritten
/// blocks (flash, snapshots, copy on write) is beyond it. Throws a Failure, also if somebody is at work on the job.
void wipe_job(const fs::path& directory);

}  // namespace selfcheck::cli
