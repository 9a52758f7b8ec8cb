// Reads numbers in the plain forms of which data sets are full, and does so quickly.
#pragma once

#include <optional>
#include <string_view>

#include "selfcheck/identifier.h"

namespace selfcheck {

/// Returns what normalize() returns for `text`, two to three times as fast, if `text` is nothing but a number's ASCII
/// digits, perhaps with `+91` or `91` right before those of a mobile number. It also reads the whole text of a
/// canonical form. Returns nothing for everything else, valid or not, which is left to normalize().
[[nodiscard]] std::optional<CanonicalForm> read_plain_number(Kind kind, std::string_view text);

}  // namespace selfcheck
