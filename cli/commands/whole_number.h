// Reads whole numbers in the values of options.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

namespace selfcheck::cli {

/// Returns what is wrong with a text that should be a whole number from `min` to `max`, as a request that does not
/// repeat the text. Returns an empty text if nothing is.
[[nodiscard]] std::string problem_of_whole_number(std::string_view text, std::uint64_t min, std::uint64_t max);

}  // namespace selfcheck::cli
