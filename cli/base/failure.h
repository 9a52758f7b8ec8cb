// A Failure ends a command early. Core returns errors as values; in the program, whose commands have dozens of steps
// that can only give up, one exception carries them to main() and lets destructors clean up on the way.
#pragma once

#include <exception>
#include <string>
#include <string_view>
#include <utility>

#include "base/exit_code.h"
#include "selfcheck/error.h"

namespace selfcheck::cli {

/// `message` and `hint` are shown as they are: whatever comes from the user goes through redact() first (redact.h).
class Failure : public std::exception {
 public:
  Failure(ExitCode code, std::string message, std::string hint = {})
      : status_(exit_status(code)), message_(std::move(message)), hint_(std::move(hint)) {}

  /// Makes the Failure of a command that `signal` has stopped. Its exit status is 128 + the signal's number.
  static Failure stopped(int signal);
  /// Makes the Failure for what the core refused. The error's code decides the exit code.
  static Failure from(const Error& error);
  /// Makes the Failure for a system call that failed. Its message is `can't <action>: <errno in words>`.
  static Failure from_errno(std::string_view action, int error_number);

  [[nodiscard]] int status() const { return status_; }
  [[nodiscard]] const std::string& message() const { return message_; }
  [[nodiscard]] const std::string& hint() const { return hint_; }
  [[nodiscard]] const char* what() const noexcept override { return message_.c_str(); }

 private:
  int status_;
  std::string message_;
  std::string hint_;
};

template <typename T>
T value_or_fail(Result<T> result) {
  if (!result) throw Failure::from(result.error());
  if constexpr (!std::is_void_v<T>) return std::move(*result);
}

}  // namespace selfcheck::cli
