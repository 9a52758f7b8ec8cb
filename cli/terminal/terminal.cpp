#include "terminal/terminal.h"

#include <fcntl.h>
#include <fmt/format.h>
#include <sodium.h>
#include <termios.h>
#include <unistd.h>

#include <cerrno>
#include <cstdio>
#include <new>

#include "base/stop_signals.h"
#include "base/unique_descriptor.h"

namespace selfcheck::cli {
namespace {

// Turns a terminal's echo off for as long as this object lives.
class HiddenEcho {
 public:
  explicit HiddenEcho(int descriptor) : descriptor_(descriptor) {
    if (tcgetattr(descriptor_, &before_) != 0) return;
    termios hidden = before_;
    hidden.c_lflag &= ~static_cast<tcflag_t>(ECHO);
    changed_ = tcsetattr(descriptor_, TCSAFLUSH, &hidden) == 0;
  }
  ~HiddenEcho() {
    if (changed_) tcsetattr(descriptor_, TCSAFLUSH, &before_);
  }
  HiddenEcho(const HiddenEcho&) = delete;
  HiddenEcho& operator=(const HiddenEcho&) = delete;

 private:
  int descriptor_;
  termios before_{};
  bool changed_ = false;
};

void write_all(int descriptor, std::string_view text) {
  while (!text.empty()) {
    const ssize_t written = write(descriptor, text.data(), text.size());
    if (written < 0 && errno == EINTR) continue;
    if (written <= 0) return;  // a prompt that can't be shown is no reason to stop
    text.remove_prefix(static_cast<std::size_t>(written));
  }
}

// Reads a line that somebody types. The rest of one that is too long is dropped: it must not answer the next question,
// or reach the shell as a command.
LineRead read_answer(int terminal, SecretText& answer) {
  const LineRead answered = read_line(terminal, answer);
  if (answered == LineRead::too_long) tcflush(terminal, TCIFLUSH);
  return answered;
}

UniqueDescriptor open_terminal() { return UniqueDescriptor(open("/dev/tty", O_RDWR | O_NOCTTY | O_CLOEXEC)); }

}  // namespace

void print_to_standard_error(std::string_view text) {
  // This is not fmt::print, which throws: a log on a full disk must not end days of work.
  std::fwrite(text.data(), 1, text.size(), stderr);
}

void print_error(std::string_view message, std::string_view hint) {
  print_to_standard_error(fmt::format("selfcheck: error: {}\n", message));
  if (!hint.empty()) print_hint(hint);
}

void print_hint(std::string_view message) { print_to_standard_error(fmt::format("selfcheck: hint: {}\n", message)); }

void print_warning(std::string_view message) {
  print_to_standard_error(fmt::format("selfcheck: warning: {}\n", message));
}

void print_note(std::string_view message) { print_to_standard_error(fmt::format("selfcheck: {}\n", message)); }

SecretText::SecretText() : buffer_(static_cast<char*>(sodium_malloc(kCapacity))) {
  if (buffer_ == nullptr) throw std::bad_alloc();
}

SecretText::~SecretText() { sodium_free(buffer_); }  // wipes the text first

bool SecretText::push_back(char c) {
  if (size_ == kCapacity) return false;
  buffer_[size_++] = c;
  return true;
}

void SecretText::clear() {
  sodium_memzero(buffer_, kCapacity);
  size_ = 0;
}

LineRead read_line(int descriptor, SecretText& line) {
  line.clear();
  // It reads byte by byte, since the rest of the input is somebody else's, and so that no buffer is left behind to be
  // wiped. The bound on bytes makes that cheap, whatever stands there: with line ends, two more than a line holds.
  char c = 0;
  for (std::size_t bytes = 0; bytes < SecretText::kCapacity + 2;) {
    const ssize_t got = read(descriptor, &c, 1);
    if (got < 0 && errno == EINTR) {
      throw_if_stopped();
      continue;
    }
    if (got < 0 || (got == 0 && line.view().empty())) return LineRead::none;
    if (got == 0 || c == '\n') return LineRead::complete;
    if (c != '\r' && !line.push_back(c)) return LineRead::too_long;
    ++bytes;
  }
  return LineRead::too_long;
}

bool terminal_can_be_asked() { return open_terminal().valid(); }

LineRead ask(std::string_view prompt, Echo echo, SecretText& answer) {
  const UniqueDescriptor terminal = open_terminal();
  if (!terminal.valid()) return LineRead::none;
  if (echo == Echo::shown) {
    write_all(terminal.get(), prompt);
    return read_answer(terminal.get(), answer);
  }
  const HiddenEcho hidden(terminal.get());  // hidden before the question is shown, since an answer may follow at once
  write_all(terminal.get(), prompt);
  const LineRead answered = read_answer(terminal.get(), answer);
  write_all(terminal.get(), "\n");
  return answered;
}

bool standard_input_is_terminal() { return isatty(STDIN_FILENO) == 1; }
bool standard_error_is_terminal() { return isatty(STDERR_FILENO) == 1; }

}  // namespace selfcheck::cli
