// A progress line on standard error: bar, count, rate and time left. Nothing at all unless that is a terminal.
#pragma once

#include <chrono>
#include <cstdint>
#include <string>

namespace selfcheck::cli {

class Progress {
 public:
  /// `total` may be 0 where it is not known: then only the count and the rate are shown.
  Progress(std::string label, std::uint64_t total);
  /// Takes the line away again.
  ~Progress();
  Progress(const Progress&) = delete;
  Progress& operator=(const Progress&) = delete;

  /// Cheap: draws at most ten times a second. From one thread only.
  void update(std::uint64_t done);

 private:
  using Clock = std::chrono::steady_clock;

  std::string label_;
  std::uint64_t total_;
  bool enabled_;
  Clock::time_point start_ = Clock::now();
  Clock::time_point drawn_{};
};

}  // namespace selfcheck::cli
