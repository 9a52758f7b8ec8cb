// The beginning and the end that every program here has.
#pragma once

#include <functional>

namespace selfcheck::cli {

/// Runs the program's own part with libsodium ready, no core dumps allowed and stop signals watched (stop_signals.h).
/// However it ends, returns main()'s exit code, and prints what was wrong.
int run_program(const std::function<int()>& program);

}  // namespace selfcheck::cli
