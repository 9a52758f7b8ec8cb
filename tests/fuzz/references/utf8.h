// UTF-8, read a second time: by the table of the Unicode standard (table 3-7, "Well-Formed UTF-8 Byte Sequences"),
// where core computes with bits.
#pragma once

#include <optional>
#include <string_view>
#include <vector>

namespace selfcheck::reference {

/// Returns the text's code points, or nothing if it is not well-formed.
std::optional<std::vector<char32_t>> code_points(std::string_view text);

}  // namespace selfcheck::reference
