// The shares that an evaluator was started with, from their files to memory that is locked.
#pragma once

#include <string>
#include <vector>

#include "evaluator/evaluator.h"
#include "files/paths.h"

namespace selfcheck::cli {

/// `password_files`: none, and each password is asked for on the terminal; or one for each share, in their order. Files
/// that need no password are opened without. Everything that can be is checked before the first password is read. A
/// warning for a file that others can read, and for a share whose end is past or near at `now`. Throws a Failure.
[[nodiscard]] OpenShares open_shares(const std::vector<fs::path>& files, const std::vector<std::string>& password_files,
                                     Timestamp now);

}  // namespace selfcheck::cli
