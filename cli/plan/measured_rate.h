// How fast this machine makes the slow hash.
#pragma once

#include "selfcheck/tag.h"

namespace selfcheck::cli {

/// Hashes a second on this machine with `threads` at work at once, as in a build: what they take from each other
/// (memory bandwidth, a core's second thread, a turbo clock) is in the figure. Makes four hashes a thread. Throws a
/// Failure: a signal, out of memory.
[[nodiscard]] double measured_hashes_a_second(Argon2Params params, unsigned threads);

}  // namespace selfcheck::cli
