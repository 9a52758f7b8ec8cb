// Numbers as data is full of them, read quickly.
#pragma once

#include <optional>
#include <string_view>

#include "selfcheck/identifier.h"

namespace selfcheck {

/// What normalize() gives for `text` if that is nothing but a number's ASCII digits, perhaps with `+91` or `91` right
/// before those of a mobile number, or the canonical form's whole text. Nothing for all else, valid or not: normalize()
/// is for that. Two to three times as fast.
[[nodiscard]] std::optional<CanonicalForm> read_plain_number(Kind kind, std::string_view text);

}  // namespace selfcheck
