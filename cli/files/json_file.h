// Reads JSON that somebody may have edited by hand.
#pragma once

#include "files/files.h"

namespace selfcheck::cli {

/// Returns the bytes of a JSON file. Throws a Failure if it can't be read, or begins with a byte order mark: core
/// refuses that like any other wrong byte, and nobody sees one in an editor.
Bytes read_json_file(const fs::path& path, std::size_t max_size);

}  // namespace selfcheck::cli
