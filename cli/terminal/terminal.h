// What the person at the terminal sees and types. Results go to standard output; everything here goes to standard
// error or the terminal itself, so that output can be piped.
#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>

namespace selfcheck::cli {

/// What can't be written to standard error is lost, and nothing else happens.
void print_to_standard_error(std::string_view text);
/// `selfcheck: error: ...`, then `selfcheck: hint: ...` unless it is empty.
void print_error(std::string_view message, std::string_view hint = {});
/// `selfcheck: hint: ...`
void print_hint(std::string_view message);
/// `selfcheck: warning: ...`
void print_warning(std::string_view message);
/// `selfcheck: ...`
void print_note(std::string_view message);

/// Text that is wiped when it goes, in a buffer that never moves, is in no core dump, and is kept out of swap where the
/// system allows that (sodium_malloc).
class SecretText {
 public:
  static constexpr std::size_t kCapacity = 1024;

  /// Throws std::bad_alloc.
  SecretText();
  ~SecretText();
  SecretText(const SecretText&) = delete;
  SecretText& operator=(const SecretText&) = delete;

  /// False if it is full.
  [[nodiscard]] bool push_back(char c);
  void clear();
  [[nodiscard]] std::string_view view() const { return {buffer_, size_}; }

 private:
  char* buffer_;  // kCapacity bytes
  std::size_t size_ = 0;
};

enum class Echo { shown, hidden };

enum class LineRead {
  complete,
  none,      // the end of the input, or there is no terminal
  too_long,  // the line holds its first SecretText::kCapacity bytes; the rest was skipped
};

/// Asks on the controlling terminal, even where standard input is a pipe, and reads one line into `answer`.
[[nodiscard]] LineRead ask(std::string_view prompt, Echo echo, SecretText& answer);

/// Reads one line of `descriptor` without taking a byte beyond it.
[[nodiscard]] LineRead read_line(int descriptor, SecretText& line);

/// Whether ask() has somebody to ask.
[[nodiscard]] bool terminal_can_be_asked();
[[nodiscard]] bool standard_input_is_terminal();
[[nodiscard]] bool standard_error_is_terminal();

}  // namespace selfcheck::cli
