// Where a build's files lie, and may not lie: what is in a list's directory is published with it.
#pragma once

#include "files/files.h"
#include "job/build.h"

namespace selfcheck::cli {

/// `--out` as an absolute path, for messages and for the names that are made from it. Throws a Failure if it lies in
/// another list's directory.
fs::path list_directory(const BuildOptions& options);

/// Throws a Failure if a key, a seed, numbers, or a list of rejected lines lies in a list's directory, or is to be made
/// there, under whatever name.
void fail_on_misplaced(const BuildOptions& options, const fs::path& list_directory);

/// Where the pin goes: `--pin-out`, or beside the list's directory. Throws a Failure if that is inside a list, or
/// --pin-out in a folder that is not there.
fs::path pins_path(const BuildOptions& options, const fs::path& list_directory);

}  // namespace selfcheck::cli
