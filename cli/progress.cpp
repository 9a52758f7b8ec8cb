#include "progress.h"

#include <fmt/format.h>

#include <cstdio>
#include <utility>

#include "terminal.h"
#include "wording.h"

namespace selfcheck::cli {
namespace {

constexpr auto kInterval = std::chrono::milliseconds(100);
constexpr std::size_t kBarWidth = 24;
constexpr std::string_view kClearLine = "\r\033[K";

}  // namespace

Progress::Progress(std::string label, std::uint64_t total)
    : label_(std::move(label)), total_(total), enabled_(standard_error_is_terminal()) {}

Progress::~Progress() {
  if (enabled_ && drawn_ != Clock::time_point{}) fmt::print(stderr, "{}", kClearLine);
}

void Progress::update(std::uint64_t done) {
  if (!enabled_) return;
  const auto now = Clock::now();
  if (now - drawn_ < kInterval) return;
  drawn_ = now;

  const double elapsed = std::chrono::duration<double>(now - start_).count();
  const double rate = elapsed > 0 ? static_cast<double>(done) / elapsed : 0;
  const std::string speed =
      rate < 10 ? fmt::format("{:.1f}/s", rate) : grouped(static_cast<std::uint64_t>(rate)) + "/s";
  if (total_ == 0) {
    fmt::print(stderr, "{}{} {}  {}", kClearLine, label_, grouped(done), speed);
    return;
  }
  const double part = static_cast<double>(done) / static_cast<double>(total_);
  const auto filled = static_cast<std::size_t>(part * kBarWidth);
  const std::string left = rate > 0 ? cli::duration(static_cast<double>(total_ - done) / rate) + " left" : "";
  fmt::print(stderr, "{}{} [{}{}] {}/{}  {}  {}", kClearLine, label_, std::string(filled, '#'),
             std::string(kBarWidth - filled, '.'), grouped(done), grouped(total_), speed, left);
}

}  // namespace selfcheck::cli
