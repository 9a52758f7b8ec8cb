// Ctrl-C, Ctrl-\ and `kill` set a flag that long work looks at, so that a command can clean up after itself.
#pragma once

namespace selfcheck::cli {

/// From this call on, SIGINT, SIGTERM, SIGHUP and SIGQUIT only set the flag (and interrupt a blocking read). A second
/// signal of the same kind ends the program at once.
void watch_stop_signals();

/// Returns the signal that asked the program to stop, or 0.
[[nodiscard]] int stop_signal();

/// Throws Failure::stopped if a signal has asked to stop.
void throw_if_stopped();

}  // namespace selfcheck::cli
