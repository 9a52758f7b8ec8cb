// The core's error codes in words.
#pragma once

#include <string>
#include <string_view>

#include "selfcheck/error.h"

namespace selfcheck::cli {

/// Says what went wrong, in words for the middle of a sentence: no capital, no full stop. They hold nothing that anyone
/// typed.
std::string describe(const Error& error);

/// Says what the reader can do about it, in words of the same form. It is empty where that depends on the command.
std::string_view advice(ErrorCode code);

}  // namespace selfcheck::cli
