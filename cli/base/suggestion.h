// What somebody may have meant who mistyped a name.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace selfcheck::cli {

/// The one of `names` that is most like `typed`: at most two letters wrong, missing, too many or swapped, and at most
/// one for names of up to four letters. Nothing if `typed` is one of them.
[[nodiscard]] std::optional<std::string> similar_name(std::string_view typed, const std::vector<std::string>& names);

}  // namespace selfcheck::cli
