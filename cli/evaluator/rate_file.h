// Reads how many questions a second are answered, from a file that can be changed while the program runs.
#pragma once

#include <cstdint>

#include "files/paths.h"

namespace selfcheck::cli {

/// Returns the rate in a file, which holds one whole number, 1 to kMaxRate, and perhaps a line end. Throws a Failure if
/// it can't be read, or holds anything else.
[[nodiscard]] std::uint32_t read_rate(const fs::path& file);

}  // namespace selfcheck::cli
