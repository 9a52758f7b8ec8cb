// Where a list's files lie, and may not lie: what is in a list's directory is published with it.
#pragma once

#include <vector>
#include <string_view>
#include <utility>

#include "files/files.h"

namespace selfcheck::cli {

/// `--out` as an absolute path, for messages and for the names that are made from it. Throws a Failure if it lies in
/// another list's directory.
[[nodiscard]] fs::path list_directory(const fs::path& out);

/// What a path is for, in a message, and the path; empty or `-` is none.
using NamedPath = std::pair<std::string_view, fs::path>;

/// Throws a Failure if a key, a seed, numbers, or a list of rejected lines lies in a list's directory, or is to be made
/// there, under whatever name. `list_directory` may be empty: then other lists are what is looked for.
void fail_on_misplaced(const std::vector<NamedPath>& paths, const fs::path& list_directory);

/// Where the pin goes: `pin_out`, or beside the list's directory if that is empty. Throws a Failure if that is inside a
/// list, or `pin_out` in a folder that is not there.
[[nodiscard]] fs::path pins_path(const fs::path& pin_out, const fs::path& list_directory);

/// Where a build's job is if nobody says: `OUT.job`, beside the list's directory.
[[nodiscard]] fs::path default_job_directory(const fs::path& list_directory);

}  // namespace selfcheck::cli
