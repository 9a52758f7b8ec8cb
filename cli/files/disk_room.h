// Tells whether a file system has room for what is about to be written.
#pragma once

#include <cstdint>
#include <string_view>

#include "files/files.h"

namespace selfcheck::cli {

/// Throws a Failure unless the file system of `directory` has room for `files` more files of `size` bytes each, and
/// some to spare. In the message, `what` is what needs the room (`the list`), and `shown` is the directory. What others
/// write meanwhile can't be known.
void fail_without_room(const fs::path& directory, const fs::path& shown, std::string_view what, std::uint64_t files,
                       std::uint64_t size);

}  // namespace selfcheck::cli
