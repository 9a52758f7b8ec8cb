// Says where the files of whoever makes an edition may lie, since what is in a list's directory is for everybody.
#pragma once

#include <string_view>

#include "files/files.h"

namespace selfcheck::cli {

/// Returns a list's directory as an absolute path, for messages and for the names that are made from it. `option` is
/// where it was typed. Throws a Failure if it is there and no directory, or lies in another list's.
fs::path list_directory(std::string_view option, const fs::path& typed);

/// Throws a Failure unless `path` is a directory with a pointer in it, as every published list is.
void fail_unless_a_list(const fs::path& path);

/// Whether `path` lies in `list_directory`, unless that is empty, or in any other list's, under whatever name.
[[nodiscard]] bool is_inside_a_list(const fs::path& path, const fs::path& list_directory);

/// Throws a Failure if `path` lies in a list's directory, as is_inside_a_list() tells. The message calls the file
/// `name`; an empty path or `-` is no file.
void fail_if_in_a_list(std::string_view name, const fs::path& path, const fs::path& list_directory);

}  // namespace selfcheck::cli
