// How many questions a second are answered, in a file that can be changed while the program runs.
#pragma once

#include <cstdint>

#include "files/paths.h"

namespace selfcheck::cli {

/// The file holds one whole number, 1 to kMaxRate, and perhaps a line end. Throws a Failure.
[[nodiscard]] std::uint32_t read_rate(const fs::path& file);

}  // namespace selfcheck::cli
