#include "selfcheck/timestamp.h"

#include <chrono>

namespace selfcheck {

namespace {

constexpr std::string_view kPattern = "0000-00-00T00:00:00Z";

int two_digits(std::string_view text, std::size_t at) { return (text[at] - '0') * 10 + (text[at + 1] - '0'); }

}  // namespace

std::optional<Timestamp> parse_timestamp(std::string_view text) {
  if (text.size() != kPattern.size()) return std::nullopt;
  for (std::size_t i = 0; i < text.size(); ++i) {
    const bool fits = kPattern[i] == '0' ? text[i] >= '0' && text[i] <= '9' : text[i] == kPattern[i];
    if (!fits) return std::nullopt;
  }
  const int year = two_digits(text, 0) * 100 + two_digits(text, 2);
  const std::chrono::year_month_day date{std::chrono::year{year},
                                         std::chrono::month{static_cast<unsigned>(two_digits(text, 5))},
                                         std::chrono::day{static_cast<unsigned>(two_digits(text, 8))}};
  const int hour = two_digits(text, 11), minute = two_digits(text, 14), second = two_digits(text, 17);
  if (year < 2000 || !date.ok() || hour > 23 || minute > 59 || second > 59) return std::nullopt;
  const std::chrono::sys_days day{date};
  return Timestamp{day.time_since_epoch().count()} * kSecondsPerDay + hour * 3600 + minute * 60 + second;
}

std::string format_timestamp(Timestamp time) {
  const Timestamp day = time >= 0 ? time / kSecondsPerDay : (time - kSecondsPerDay + 1) / kSecondsPerDay;
  const auto second = static_cast<unsigned>(time - day * kSecondsPerDay);
  const std::chrono::year_month_day date{std::chrono::sys_days{std::chrono::days{day}}};
  std::string text{kPattern};
  const auto put = [&text](std::size_t at, std::size_t width, unsigned value) {
    for (std::size_t i = width; i-- > 0; value /= 10) text[at + i] = static_cast<char>('0' + value % 10);
  };
  put(0, 4, static_cast<unsigned>(static_cast<int>(date.year())));
  put(5, 2, static_cast<unsigned>(date.month()));
  put(8, 2, static_cast<unsigned>(date.day()));
  put(11, 2, second / 3600);
  put(14, 2, second / 60 % 60);
  put(17, 2, second % 60);
  return text;
}

}  // namespace selfcheck
