// Passwords, from the terminal or from files. They are asked for at the moment they are needed, and kept no longer.
#pragma once

#include <functional>
#include <string>
#include <string_view>
#include <utility>

#include "terminal/terminal.h"

namespace selfcheck::cli {

/// Where a password comes from: a file's first line (`-`: standard input's), or else a question on the terminal.
struct PasswordOptions {
  std::string file;  // empty: ask
};

/// A file's password, each time that it is needed.
class PasswordSource {
 public:
  explicit PasswordSource(PasswordOptions options) : options_(std::move(options)) {}

  /// From the file, or asked for with `prompt`. What standard input or a pipe gave is kept, since it can't be read
  /// again. `option` names, where there is no terminal, what would give the password. Throws a Failure.
  void read(std::string_view prompt, SecretText& password, std::string_view option = "--password-file FILE");

 private:
  PasswordOptions options_;
  SecretText kept_;
};

/// The password of something new, asked for twice; `what` says of what. Throws a Failure if there is none to be had, or
/// it is empty.
void read_new_password(const PasswordOptions& options, std::string_view what, SecretText& password);

/// Calls `attempt` until it does not throw a Failure. Where there is a terminal, that is shown each one and asked to
/// put it right, so that what was done before is not lost; where there is none, or a signal asks to stop, the first is
/// thrown on.
void try_patiently(const std::function<void()>& attempt);

}  // namespace selfcheck::cli
