// Where a build's files may not lie: what is in a list's directory is published with it.
#pragma once

#include "files/files.h"
#include "job/prepare.h"

namespace selfcheck::cli {

/// Throws a Failure if the job, a seed, numbers, or a list of rejected lines lies in a list's directory, or is to be
/// made there, under whatever name. `list_directory` may be empty: then only lists that are there are looked for.
void fail_on_misplaced(const PrepareOptions& options, const fs::path& job, const fs::path& list_directory);

/// Throws a Failure if the list's directory lies in the job's: nobody could read it, and the job could not be wiped.
void fail_if_in_the_job(const fs::path& list_directory, const fs::path& job);

/// Where a build's job is if nobody says: `OUT.job`, beside the list's directory.
[[nodiscard]] fs::path default_job_directory(const fs::path& list_directory);

}  // namespace selfcheck::cli
