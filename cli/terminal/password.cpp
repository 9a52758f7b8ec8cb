#include "terminal/password.h"

#include <fcntl.h>
#include <fmt/format.h>
#include <unistd.h>

#include <cerrno>

#include "base/failure.h"
#include "base/redact.h"
#include "base/stop_signals.h"
#include "base/unique_descriptor.h"
#include "files/files.h"

namespace selfcheck::cli {
namespace {

void check_password_line(LineRead read, const Failure& none) {
  if (read == LineRead::none) throw none;
  if (read == LineRead::too_long) throw Failure(ExitCode::rejected, "the password is too long");
}

void read_password_file(const std::string& file, SecretText& password) {
  const bool from_stdin = file == "-";
  UniqueDescriptor opened(from_stdin ? -1 : open(file.c_str(), O_RDONLY | O_CLOEXEC));
  if (!from_stdin && !opened.valid()) throw Failure::from_errno("read " + shown_path(file), errno);
  check_password_line(read_line(from_stdin ? STDIN_FILENO : opened.get(), password),
                      Failure(ExitCode::rejected, "there is no password in the password file"));
  fail_on_byte_order_mark(password.view(), "the password file");
}

void ask_password(std::string_view prompt, std::string_view what_else, SecretText& password) {
  check_password_line(
      ask(prompt, Echo::hidden, password),
      Failure(ExitCode::usage, "a password is needed, and there is no terminal to ask on", std::string(what_else)));
}

}  // namespace

void PasswordSource::read(std::string_view prompt, SecretText& password, std::string_view option) {
  if (options_.file.empty()) return ask_password(prompt, option, password);
  std::error_code ignored;
  if (fs::is_regular_file(options_.file, ignored)) return read_password_file(options_.file, password);
  if (kept_.view().empty()) read_password_file(options_.file, kept_);
  password.clear();
  for (const char c : kept_.view()) {
    if (!password.push_back(c)) break;  // never ends early: both have one capacity
  }
}

void read_new_password(const PasswordOptions& options, std::string_view what, SecretText& password) {
  if (!options.file.empty()) {
    read_password_file(options.file, password);
  } else {
    constexpr std::string_view kWhatElse = "--password-file FILE, or --no-password to write the key in the clear";
    SecretText again;
    ask_password(fmt::format("Password for {}: ", what), kWhatElse, password);
    ask_password("The same again: ", kWhatElse, again);
    if (password.view() != again.view()) throw Failure(ExitCode::rejected, "the two passwords differ");
  }
  if (password.view().empty()) {
    throw Failure(ExitCode::rejected, "the password is empty", "--no-password writes the key in the clear");
  }
}

void try_patiently(const std::function<void()>& attempt) {
  while (true) {
    try {
      return attempt();
    } catch (const Failure& failure) {
      throw_if_stopped();
      if (!terminal_can_be_asked()) throw;
      print_error(failure.message(), failure.hint());
      constexpr std::string_view kPrompt =
          "Nothing is lost yet: put that right and press Enter, or Ctrl-C to give up: ";
      SecretText pressed_enter;
      if (ask(kPrompt, Echo::shown, pressed_enter) == LineRead::none) throw;
    }
  }
}

}  // namespace selfcheck::cli
