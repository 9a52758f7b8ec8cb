// Where a build's files lie, and may not lie: what is in a list's directory is published with it.
#pragma once

#include "files/files.h"
#include "job/build.h"

namespace selfcheck::cli {

/// Throws a Failure if a key, a seed, numbers, or a list of rejected lines lies in a list's directory, or is to be made
/// there, under whatever name.
void fail_on_misplaced(const BuildOptions& options, const fs::path& list_directory);

}  // namespace selfcheck::cli
