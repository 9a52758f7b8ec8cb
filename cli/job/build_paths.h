// Refuses places where a build's files may not lie: what is in a list's directory is published with the list, and what
// is in a job's directory is removed with the job.
#pragma once

#include "files/files.h"
#include "job/assemble.h"
#include "job/prepare.h"

namespace selfcheck::cli {

/// Throws a Failure if the job, a seed, a file of numbers or the rejects file lies in a list's directory, or is to be
/// made there, by whatever path it is named; and if any of these but the job itself, or the file of --evaluation, lies
/// in the job's directory. `list_directory` may be empty: then only lists that exist are looked for.
void fail_on_misplaced(const PrepareOptions& options, const fs::path& job, const fs::path& list_directory);

/// Throws a Failure if the job lies in the list's directory, or if the list, the pin, the signing key or the share lies
/// in the job's directory.
void fail_if_nested(const fs::path& job, const fs::path& list_directory, const AssembleOptions& options);

/// Returns where a build's job lies if nobody says otherwise: `OUT.job`, beside the list's directory.
[[nodiscard]] fs::path default_job_directory(const fs::path& list_directory);

}  // namespace selfcheck::cli
