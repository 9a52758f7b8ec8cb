// What the person at the terminal sees and types. Results go to standard output; everything here goes to standard
// error or the terminal itself, so that output can be piped.
#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>

namespace selfcheck::cli {

/// Writes to standard error. What can't be written is lost, and nothing else happens.
void print_to_standard_error(std::string_view text);
/// Prints `selfcheck: error: ...`, and then `selfcheck: hint: ...` unless the hint is empty.
void print_error(std::string_view message, std::string_view hint = {});
/// Prints `selfcheck: hint: ...`.
void print_hint(std::string_view message);
/// Prints `selfcheck: warning: ...`.
void print_warning(std::string_view message);
/// Prints `selfcheck: ...`.
void print_note(std::string_view message);

/// A text that is wiped when it is destroyed. Its buffer never moves, is in no core dump, and is kept out of swap where
/// the system allows that (sodium_malloc).
class SecretText {
 public:
  static constexpr std::size_t kCapacity = 1024;

  /// Throws std::bad_alloc if there is no memory for the buffer.
  SecretText();
  ~SecretText();
  SecretText(const SecretText&) = delete;
  SecretText& operator=(const SecretText&) = delete;

  /// Adds a character, and returns false if there is no room for it.
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
  none,      // the input has ended or can't be read, or there is no terminal
  too_long,  // more bytes than a SecretText holds; what follows them was not read
};

/// Asks on the controlling terminal, even where standard input is a pipe, and reads one line into `answer`.
[[nodiscard]] LineRead ask(std::string_view prompt, Echo echo, SecretText& answer);

/// Reads one line from `descriptor` without taking a byte beyond it, nor much more than SecretText::kCapacity bytes.
[[nodiscard]] LineRead read_line(int descriptor, SecretText& line);

/// Whether there is a terminal that ask() can ask on.
[[nodiscard]] bool terminal_can_be_asked();
[[nodiscard]] bool standard_input_is_terminal();
[[nodiscard]] bool standard_error_is_terminal();

}  // namespace selfcheck::cli
