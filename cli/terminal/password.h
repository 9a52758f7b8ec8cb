// Reads passwords from the terminal or from files. They are asked for at the moment they are needed, and kept no
// longer.
#pragma once

#include <functional>
#include <string>
#include <string_view>
#include <utility>

#include "terminal/terminal.h"

namespace selfcheck::cli {

/// Says where a password comes from: a file's first line (for `-`, standard input's), or else a question on the
/// terminal.
struct PasswordOptions {
  std::string file;  // if it is empty, the terminal is asked
};

/// Gives one password, each time that it is needed.
class PasswordSource {
 public:
  explicit PasswordSource(PasswordOptions options) : options_(std::move(options)) {}

  /// Reads the password from the file, or asks for it with `prompt`. What standard input or a pipe gave is kept, since
  /// it can't be read again. Where there is no terminal to ask on, the hint names `option`, which would give the
  /// password. Throws a Failure if there is no password to be had.
  void read(std::string_view prompt, SecretText& password, std::string_view option = "--password-file FILE");

 private:
  PasswordOptions options_;
  SecretText kept_;
};

/// Reads the password of something new from a file, or asks for it twice; the question says that it is for `what`.
/// Throws a Failure if there is none to be had, if it is empty, or if the two differ.
void read_new_password(const PasswordOptions& options, std::string_view what, SecretText& password);

/// Calls `attempt` until it throws no Failure. Where there is a terminal, each Failure is shown there, with the request
/// to put it right, so that what was done before is not lost. Where there is none, the first Failure is thrown on. If a
/// signal asks to stop, Failure::stopped is thrown.
void try_patiently(const std::function<void()>& attempt);

}  // namespace selfcheck::cli
