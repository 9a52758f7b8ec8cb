// Guesses which name somebody meant who mistyped it.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace selfcheck::cli {

/// Returns the one of `names` that is most like `typed`: at most two letters may be wrong, missing, too many or
/// swapped, and at most one in names of up to four letters. Returns nothing if no name is so similar, or if `typed` is
/// one of them.
[[nodiscard]] std::optional<std::string> similar_name(std::string_view typed, const std::vector<std::string>& names);

}  // namespace selfcheck::cli
