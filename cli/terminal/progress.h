// Shows on standard error how far long work has come. On a terminal that is a line that is drawn again and again, with
// a bar, count, rate and time left; elsewhere (a log, a pipe) it is a line of its own once a minute.
#pragma once

#include <chrono>
#include <cstdint>
#include <string>
#include <string_view>

namespace selfcheck::cli {

/// Where there is no terminal, the environment variable SELFCHECK_PROGRESS_SECONDS sets another interval than a minute;
/// 0 means a line at every update. What standard error does not take is lost, and nothing else happens.
class Progress {
 public:
  /// `total` may be 0 where it is not known: then only the count and the rate are shown.
  Progress(std::string label, std::uint64_t total);
  /// Takes the line away from the terminal.
  ~Progress();
  Progress(const Progress&) = delete;
  Progress& operator=(const Progress&) = delete;

  /// Tells how much is done. It is cheap, since it shows something at most ten times a second. It is called from one
  /// thread only. `note`, if there is one, stands at the line's end and says what the work waits for.
  void update(std::uint64_t done, std::string_view note = {});
  /// Takes the line away from the terminal until the next update, to make room for other output.
  void hide();

 private:
  using Clock = std::chrono::steady_clock;

  void draw_bar(std::uint64_t done, std::string_view note) const;
  void print_line(std::uint64_t done, std::string_view note) const;
  /// Returns the rate (`18.3/s`), and the time left if that can be told.
  [[nodiscard]] std::string rate_and_time_left(std::uint64_t done) const;

  std::string label_;
  std::uint64_t total_;
  bool on_terminal_;
  std::chrono::milliseconds interval_;
  Clock::time_point start_ = Clock::now();
  Clock::time_point shown_ = start_;
  bool bar_drawn_ = false;
};

}  // namespace selfcheck::cli
