// Where a build's files may not lie: what is in a list's directory is published with it, and what is in a job's is
// removed with that.
#pragma once

#include "files/files.h"
#include "job/assemble.h"
#include "job/prepare.h"

namespace selfcheck::cli {

/// Throws a Failure if the job, a seed, numbers, or a list of rejected lines lies in a list's directory, or is to be
/// made there, under whatever name; or all but the job in the job's directory. `list_directory` may be empty: then only
/// lists that are there are looked for.
void fail_on_misplaced(const PrepareOptions& options, const fs::path& job, const fs::path& list_directory);

/// Throws a Failure if the job lies in the list's directory, or that, the pin or the key in the job's.
void fail_if_nested(const fs::path& job, const fs::path& list_directory, const AssembleOptions& options);

/// Where a build's job is if nobody says: `OUT.job`, beside the list's directory.
[[nodiscard]] fs::path default_job_directory(const fs::path& list_directory);

}  // namespace selfcheck::cli
