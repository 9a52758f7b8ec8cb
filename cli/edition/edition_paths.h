// Where the files of whoever makes an edition may lie: what is in a list's directory is for everybody.
#pragma once

#include <string_view>

#include "files/files.h"

namespace selfcheck::cli {

/// A list's directory as an absolute path, for messages and for the names that are made from it. `option` is where it
/// was typed. Throws a Failure if it is no directory, or lies in another list's.
fs::path list_directory(std::string_view option, const fs::path& typed);

/// Throws a Failure unless `path` is a directory with a pointer in it, as everybody gets a list.
void fail_unless_a_list(const fs::path& path);

/// Whether `path` lies in `list_directory`, unless that is empty, or in any other list's, under whatever name.
[[nodiscard]] bool is_inside_a_list(const fs::path& path, const fs::path& list_directory);

/// Throws a Failure if it does. `name` is the file's in the message; an empty path or `-` is no file.
void fail_if_in_a_list(std::string_view name, const fs::path& path, const fs::path& list_directory);

}  // namespace selfcheck::cli
