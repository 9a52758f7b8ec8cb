// The exit codes tell the program that started `selfcheck` how it went. They are a stable interface, documented in
// README.md and `--help`.
#pragma once

namespace selfcheck::cli {

/// The verdicts start at 10, so that neither 0 ("the command worked") nor 1 ("it crashed") can be read as "not found".
/// A command stopped by a signal exits with 128 + the signal's number, as a shell would report it.
enum class ExitCode : int {
  ok = 0,
  internal = 1,  // a defect in selfcheck
  usage = 2,     // the command line makes no sense
  rejected = 3,  // data or parameters that can't be accepted
  system = 4,    // the machine said no: a file, memory, a port
  audit_failed = 5,
  found = 10,
  not_found = 11,
  could_not_tell = 12,
};

constexpr int exit_status(ExitCode code) { return static_cast<int>(code); }

}  // namespace selfcheck::cli
