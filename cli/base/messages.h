// The core's error codes in words.
#pragma once

#include <string>
#include <string_view>

#include "selfcheck/error.h"

namespace selfcheck::cli {

/// What went wrong, as a sentence's middle: no capital, no full stop. Holds nothing that anyone typed.
std::string describe(const Error& error);

/// What the reader can do about it, likewise; empty where that depends on the command.
std::string_view advice(ErrorCode code);

}  // namespace selfcheck::cli
