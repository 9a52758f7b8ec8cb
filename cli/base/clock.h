// This machine's clock, for the programs on top: what they call is handed a time, or a clock.
#pragma once

#include <ctime>
#include <functional>

#include "selfcheck/timestamp.h"

namespace selfcheck::cli {

/// Seconds since 1970. May go backwards from one call to the next: clocks are set.
using Clock = std::function<Timestamp()>;

inline Timestamp system_time() { return std::time(nullptr); }

}  // namespace selfcheck::cli
