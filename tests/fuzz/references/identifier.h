// What people type, read a second time: from the grammar of docs/FORMAT.md section 2 alone.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "selfcheck/identifier.h"

namespace selfcheck::reference {

/// Returns the digits of the canonical form, or nothing if the text has not the form of this kind.
std::optional<std::string> digits_of(Kind kind, std::string_view typed);

/// Returns whether the last digit is Verhoeff's check digit of the others, by the formulas of section 2.
bool verhoeff_holds(std::string_view digits);

}  // namespace selfcheck::reference
