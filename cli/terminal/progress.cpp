#include "terminal/progress.h"

#include <fmt/format.h>

#include <algorithm>
#include <charconv>
#include <cstdlib>
#include <string_view>
#include <utility>

#include "base/wording.h"
#include "terminal/terminal.h"

namespace selfcheck::cli {
namespace {

constexpr auto kRedrawInterval = std::chrono::milliseconds(100);
constexpr auto kLineInterval = std::chrono::seconds(60);
constexpr const char* kLineIntervalVariable = "SELFCHECK_PROGRESS_SECONDS";
constexpr std::size_t kBarWidth = 24;
constexpr std::string_view kClearLine = "\r\033[K";

std::chrono::milliseconds line_interval() {
  const char* given = std::getenv(kLineIntervalVariable);
  if (given == nullptr) return kLineInterval;
  const std::string_view text(given);
  std::uint32_t seconds = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), seconds);
  if (error != std::errc() || end != text.data() + text.size()) return kLineInterval;
  return std::chrono::seconds(seconds);
}

std::string at_end(std::string_view note) { return note.empty() ? std::string() : fmt::format("  {}", note); }

}  // namespace

Progress::Progress(std::string label, std::uint64_t total)
    : label_(std::move(label)),
      total_(total),
      on_terminal_(standard_error_is_terminal()),
      interval_(on_terminal_ ? kRedrawInterval : line_interval()) {}

Progress::~Progress() { hide(); }

void Progress::hide() {
  if (std::exchange(bar_drawn_, false)) print_to_standard_error(kClearLine);
}

void Progress::update(std::uint64_t done, std::string_view note) {
  const auto now = Clock::now();
  if (now - shown_ < interval_) return;
  shown_ = now;
  if (total_ != 0) done = std::min(done, total_);
  if (on_terminal_) {
    draw_bar(done, note);
    bar_drawn_ = true;
  } else {
    print_line(done, note);
  }
}

std::string Progress::rate_and_time_left(std::uint64_t done) const {
  const double elapsed = std::chrono::duration<double>(Clock::now() - start_).count();
  const double rate = elapsed > 0 ? static_cast<double>(done) / elapsed : 0;
  std::string text = rate < 10 ? fmt::format("{:.1f}/s", rate) : grouped(static_cast<std::uint64_t>(rate)) + "/s";
  if (total_ != 0 && rate > 0) text += fmt::format("  {} left", duration(static_cast<double>(total_ - done) / rate));
  return text;
}

void Progress::draw_bar(std::uint64_t done, std::string_view note) const {
  std::string bar;
  if (total_ != 0) {
    const auto filled = static_cast<std::size_t>(done * kBarWidth / total_);
    bar = fmt::format("[{}{}] ", std::string(filled, '#'), std::string(kBarWidth - filled, '.'));
  }
  const std::string total = total_ == 0 ? "" : "/" + grouped(total_);
  print_to_standard_error(fmt::format("{}{} {}{}{}  {}{}", kClearLine, label_, bar, grouped(done), total,
                                      rate_and_time_left(done), at_end(note)));
}

void Progress::print_line(std::uint64_t done, std::string_view note) const {
  std::string count = grouped(done);
  if (total_ != 0) {
    count +=
        fmt::format(" of {} ({:.1f}%)", grouped(total_), 100 * static_cast<double>(done) / static_cast<double>(total_));
  }
  print_note(fmt::format("{} {}  {}{}", label_, count, rate_and_time_left(done), at_end(note)));
}

}  // namespace selfcheck::cli
