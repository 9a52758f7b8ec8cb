// This machine's clock. Only the programs on top read it; what they call is handed a time, or a clock.
#pragma once

#include <ctime>
#include <functional>

#include "selfcheck/timestamp.h"

namespace selfcheck::cli {

/// A clock returns the seconds since 1970. It may go backwards from one call to the next, since clocks are set.
using Clock = std::function<Timestamp()>;

inline Timestamp system_time() { return std::time(nullptr); }

}  // namespace selfcheck::cli
