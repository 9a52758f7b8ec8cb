// Wipes a job at its end.
#pragma once

#include "job/job_directory.h"

namespace selfcheck::cli {

/// Overwrites and removes every file of a job, and then its directory. The plan and the note of what was published go
/// last: after a kill the same command wipes the rest, and `build` sees that this is all that is left to do. Refuses a
/// directory that holds anything else than a job's files. It can't reach what a disk or a file system keeps of
/// overwritten blocks (flash, snapshots, copy on write). Throws a Failure, also if another process is at work on the
/// job.
void wipe_job(const fs::path& directory);

}  // namespace selfcheck::cli
