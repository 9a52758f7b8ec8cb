// Where a path leads. The kernel follows a symbolic link before it takes the `..` behind it; comparing or shortening
// paths as text (lexically_normal) would lead elsewhere.
#pragma once

#include <filesystem>

namespace selfcheck::cli {

namespace fs = std::filesystem;

/// The absolute path to which `path` leads, without `.`, `..`, links or a final slash: also the last link is followed,
/// and one that leads nowhere. The end of the path need not exist. Throws a Failure if it has `..` behind what does not
/// exist, or too many links.
[[nodiscard]] fs::path resolved(const fs::path& path);

/// The same without following the last name, unless that is `.` or `..`: what the directory or file is called, where a
/// name is made from it.
[[nodiscard]] fs::path with_resolved_parent(const fs::path& path);

/// Whether `path`, which need not exist, lies in `directory` or is it: by its own name, or where that leads.
[[nodiscard]] bool is_inside(const fs::path& path, const fs::path& directory);

/// Whether `path` lies in the directory of a list that has been published, by its own name or where that leads.
[[nodiscard]] bool is_inside_some_list(const fs::path& path);

}  // namespace selfcheck::cli
