// This machine's clock, for the programs on top: what they call is handed a time.
#pragma once

#include <ctime>

#include "selfcheck/timestamp.h"

namespace selfcheck::cli {

/// Seconds since 1970.
inline Timestamp system_time() { return std::time(nullptr); }

}  // namespace selfcheck::cli
