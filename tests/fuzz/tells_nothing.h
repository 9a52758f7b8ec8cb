// The one promise about messages: no number that somebody has typed, or that is in a file, is in any of them.
#pragma once

#include <string_view>

namespace selfcheck::fuzz {

/// Ends the program if ten digits in a row of `input`, whatever their script, are in `message`, whatever separators
/// stand between them there.
void expect_tells_nothing(std::string_view message, std::string_view input);

}  // namespace selfcheck::fuzz
