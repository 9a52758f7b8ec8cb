// Takes the shares that an evaluator was started with from their files to memory that is locked.
#pragma once

#include <string>
#include <vector>

#include "evaluator/evaluator.h"
#include "files/paths.h"

namespace selfcheck::cli {

/// Opens the shares in these files. If `password_files` is empty, each password is asked for on the terminal; otherwise
/// it has one for each share, in their order. Files that need no password are opened without. Everything that can be is
/// checked before the first password is read. Prints a warning for a file that others can read, and for a share whose
/// end is past or near at `now`. Throws a Failure if a share can't be opened.
[[nodiscard]] OpenShares open_shares(const std::vector<fs::path>& files, const std::vector<std::string>& password_files,
                                     Timestamp now);

}  // namespace selfcheck::cli
