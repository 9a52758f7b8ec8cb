// Tells where a path leads. The kernel follows a symbolic link before it takes the `..` behind it, so that comparing or
// shortening paths as text (lexically_normal) would lead elsewhere.
#pragma once

#include <filesystem>

namespace selfcheck::cli {

namespace fs = std::filesystem;

/// Returns the absolute path to which `path` leads, without `.`, `..`, links or a final slash. The last link is
/// followed as well, and so is one that leads nowhere. The end of the path need not exist. Throws a Failure if there is
/// `..` behind what is no directory, or if there are too many links.
[[nodiscard]] fs::path resolved(const fs::path& path);

/// Returns the same without following the last name, unless that is `.` or `..`. It tells what the directory or file
/// itself is called, where other names are made from that.
[[nodiscard]] fs::path with_resolved_parent(const fs::path& path);

/// Whether `path`, which need not exist, lies in `directory` or is it: by its own name, or by where that leads.
[[nodiscard]] bool is_inside(const fs::path& path, const fs::path& directory);

/// Whether `path` lies in the directory of a list that has been published, by its own name or by where that leads.
[[nodiscard]] bool is_inside_some_list(const fs::path& path);

}  // namespace selfcheck::cli
