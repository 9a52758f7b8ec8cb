// The one promise about messages: no number that somebody has typed, or that is in a file, is in any of them.
#pragma once

#include <string>
#include <string_view>

namespace selfcheck::fuzz {

/// Returns the digits in the text, of any script that a number can be written in, as Latin ones and nothing else.
std::string digits_in(std::string_view text);

/// Ends the program if ten digits in a row of `input`, whatever their script, are in `message`, whatever separators
/// stand between them there.
void expect_tells_nothing(std::string_view message, std::string_view input);

}  // namespace selfcheck::fuzz
