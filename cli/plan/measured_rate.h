// Measures how fast this machine makes the slow hash.
#pragma once

#include "selfcheck/tag.h"

namespace selfcheck::cli {

/// Returns how many hashes a second this machine makes with `threads` at work at once, as in a build, so that what they
/// take from each other (memory bandwidth, a core's second thread, a turbo clock) is included. Each thread makes four
/// hashes. Throws a Failure after a signal to stop, or if memory runs out.
[[nodiscard]] double measured_hashes_a_second(Argon2Params params, unsigned threads);

}  // namespace selfcheck::cli
